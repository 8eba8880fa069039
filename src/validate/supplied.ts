// Parameters that have a value without being given one.

import { isMap } from "./plain-data.ts";

/** An input of a template (workflow/common/util.go: ProcessArgs). */
export function isSuppliedInput(parameter: unknown): boolean {
  if (!isMap(parameter)) return false;
  const { value, default: otherwise, valueFrom } = parameter;
  if (value !== undefined || otherwise !== undefined) return true;
  return isMap(valueFrom) && valueFrom.configMapKeyRef !== undefined;
}

/** An argument, whose default nobody reads (workflow/validate/validate.go: validateArgumentsValues). */
export function isSuppliedArgument(parameter: unknown): boolean {
  return isMap(parameter) && (parameter.value !== undefined || parameter.valueFrom !== undefined);
}

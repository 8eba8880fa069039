import { types } from "node:util";

/** Also of another realm (a test's sandbox), and what the platform throws, such as an AbortError. */
export function isError(value: unknown): value is Error {
  return types.isNativeError(value) || value instanceof Error;
}

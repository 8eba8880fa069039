// Requests and limits of containers, by Kubernetes' validateResourceRequirements (pkg/apis/core/validation/validation.go).

import { parseQuantity } from "../core/quantity.ts";
import { entriesOf, type Place, placesAt, type Refusal } from "./places.ts";
import { isMap } from "./plain-data.ts";

const STANDARD = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;
const EXAMPLES = 'write a quantity such as "500m", "2", "50Mi" or "2Gi"';

/** Amounts and names, each by itself; that a text is a quantity at all, the schema says. */
export function* checkAmounts(container: Place): Iterable<Refusal> {
  for (const list of ["requests", "limits"]) {
    for (const place of placesAt(container, `resources.${list}`)) {
      for (const { key, value, path } of entriesOf(place)) {
        if (/^-/.test(String(value)) && amountOf(String(value).slice(1)) !== 0) {
          yield { path, message: "is negative", hint: EXAMPLES };
        }
        if (key.includes("/") || STANDARD.test(key)) continue;
        const hint =
          "they are cpu, memory, ephemeral-storage, hugepages-…, and a device's: nvidia.com/gpu";
        yield { path, message: "is no resource of a container", hint };
      }
    }
  }
}

/** A request, and the limit that it does not fit. */
export interface Misfit {
  readonly resource: string;
  readonly request: string;
  /** Undefined where a device has only a request. */
  readonly limit: string | undefined;
}

/** What Kubernetes refuses of requests beside limits: cpu and memory may be overcommitted, devices may not. */
export function misfitsOf(resources: unknown): readonly Misfit[] {
  const { requests, limits } = isMap(resources) ? resources : {};
  return entriesOf({ value: requests, path: [] }).flatMap(({ key: resource, value }) => {
    const limit = isMap(limits) ? limits[resource] : undefined;
    if (fits(resource, value, limit)) return [];
    const limitText = limit === undefined ? undefined : String(limit);
    return [{ resource, request: String(value), limit: limitText }];
  });
}

/** The misfits of a container that stands in one file with all that it has. */
export function* checkMisfits(container: Place): Iterable<Refusal> {
  for (const place of placesAt(container, "resources")) {
    for (const { resource, request, limit } of misfitsOf(place.value)) {
      const path = [...place.path, "requests", resource];
      yield { path, ...wordsOf({ resource, request, limit }) };
    }
  }
}

/** In the words that follow the place of the request. */
export function wordsOf({ resource, request, limit }: Misfit): Omit<Refusal, "path"> {
  if (limit === undefined) {
    const hint = `write limits: { ${resource}: ${request} } too`;
    return { message: `is ${request}, and a device needs a limit`, hint };
  }
  const isDevice = !isOvercommittable(resource);
  return {
    message: `is ${request}, ${isDevice ? "not" : "above"} the limit ${limit}`,
    hint: isDevice
      ? "a device's request and limit are equal"
      : "raise the limit, or lower the request",
  };
}

function fits(resource: string, request: unknown, limit: unknown): boolean {
  const least = amountOf(request);
  const most = amountOf(limit);
  if (least === undefined) return true;
  if (isOvercommittable(resource)) return most === undefined || least <= most;
  return limit === undefined ? false : most === undefined || least === most;
}

function isOvercommittable(resource: string): boolean {
  if (resource.startsWith("hugepages-")) return false;
  return !resource.includes("/") || resource.includes("kubernetes.io/");
}

/** Undefined for what is no quantity. What only cpu is measured in and what only memory is never means two things. */
function amountOf(quantity: unknown): number | undefined {
  if (typeof quantity !== "string" && typeof quantity !== "number") return undefined;
  const [cpu, memory] = [
    parseQuantity(String(quantity), "cpu"),
    parseQuantity(String(quantity), "memory"),
  ];
  if (cpu.ok) return cpu.value;
  return memory.ok ? memory.value : undefined;
}

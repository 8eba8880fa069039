import { jsonLine } from "./json-line.ts";
import type { PrintedProblem } from "./print-problems.ts";

/** A mistake as one line of JSON; every line has the same fields, null where there is nothing to say. */
export function problemLine(problem: PrintedProblem): string {
  const { code, message, hint, severity = "error", source = AIRGO } = problem;
  const { location = null, dagId = null, taskId = null } = problem;
  return jsonLine({ severity, code, message, hint, location, dagId, taskId, source });
}

// Whose rule it is, where it is neither Argo's nor Kubernetes'.
const AIRGO = "airgo";

import { AirgoError, type Problem, toProblem } from "../core/errors.ts";
import type { ImportCost } from "../project/analyze-imports.ts";
import { kilobytesText, millisecondsText } from "./print-import-costs.ts";

/** What importing a DAG file may cost. */
export interface ImportBudget {
  readonly milliseconds?: number;
  readonly bytes?: number;
}

/** "50ms", "500KB", "2MB", or one of each with a comma between. @throws AirgoError `usage` */
export function parseBudget(text: string): ImportBudget {
  const limits = text.split(",").map((limit) => parseLimit(limit.trim(), text));
  return Object.assign({}, ...limits);
}

function parseLimit(limit: string, text: string): ImportBudget {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?) *(ms|kb|mb)$/i.exec(limit) ?? [];
  const amount = Number(digits);
  if (digits === undefined || amount === 0) {
    throw new AirgoError("usage", `--budget cannot be ${JSON.stringify(text)}`, {
      hint: "give milliseconds or kilobytes with their unit: 50ms, 500KB, or 50ms,500KB",
    });
  }
  if (unit.toLowerCase() === "ms") return { milliseconds: amount };
  return { bytes: amount * (unit.toLowerCase() === "kb" ? 1024 : 1024 ** 2) };
}

/** One problem for each limit that a file is above. */
export function overBudget(costs: readonly ImportCost[], budget: ImportBudget): Problem[] {
  const { milliseconds: time = Number.POSITIVE_INFINITY, bytes: size = Number.POSITIVE_INFINITY } =
    budget;
  return costs.flatMap(({ file, milliseconds = 0, bytes, packages }) => {
    const [heaviest] = packages;
    const what = heaviest === undefined ? "what is heavy" : `"${heaviest.name}"`;
    const refuse = (cost: string, allowed: string): Problem =>
      toProblem("over-budget", `importing ${file} costs ${cost}, and the budget is ${allowed}`, {
        hint: `import ${what} where it is used, inside execute() or a handler: await import("…")`,
        location: { file, line: 1, column: 1 },
      });
    return [
      ...(milliseconds > time ? [refuse(millisecondsText(milliseconds), `${time} ms`)] : []),
      ...(bytes > size ? [refuse(kilobytesText(bytes), kilobytesText(size))] : []),
    ];
  });
}

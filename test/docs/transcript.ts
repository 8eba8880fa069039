// What was printed, and what a page says was printed: times, dates and ids are as they are, the rest must be the same.

const CHANGING: readonly (readonly [pattern: RegExp, stands: string])[] = [
  [/[a-z][-a-z0-9]*-\d{8}t\d{6}-[0-9a-f]{4}/g, "RUN"],
  [/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?/g, "DATE"],
  [/\b\d+(?:\.\d+)?(?:ms|s|m|h)\b(?: \d+(?:ms|s|m)\b)?/g, "TIME"],
];
const LEFT_OUT = "…";

/** Whether `printed` is what the page says. */
export function isSame(page: string, printed: string): boolean {
  return patternOf(normal(page)).test(`${normal(printed)}\n`);
}

/** Without what differs from run to run. */
export function normal(text: string): string {
  const constant = CHANGING.reduce(
    (rest, [pattern, stands]) => rest.replace(pattern, stands),
    text,
  );
  const lines = constant.split("\n").map((line) => line.replace(/(?<=\S) +/g, " ").trimEnd());
  return sortEnds(lines)
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

// Tasks that run side by side end in any order.
const END_OF_TASK = /^[✓✗↻↷⊘–] \S+ (?!succeeded|failed)/;

function sortEnds(lines: readonly string[]): readonly string[] {
  const sorted: string[] = [];
  let ends: string[] = [];
  for (const line of [...lines, ""]) {
    if (END_OF_TASK.test(line)) ends.push(line);
    else {
      sorted.push(...ends.sort(), line);
      ends = [];
    }
  }
  return sorted;
}

/** `…` alone is any lines, and within a line any part of it. */
function patternOf(text: string): RegExp {
  const lines = text.split("\n").map((line) => {
    return line.trim() === LEFT_OUT ? "(?:.*\\n)*?" : `${linePattern(line)}\\n`;
  });
  return new RegExp(`^${lines.join("")}$`);
}

/** The source of a pattern for one line, in which `…` is anything. */
export function linePattern(line: string): string {
  return line
    .split(LEFT_OUT)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*?");
}

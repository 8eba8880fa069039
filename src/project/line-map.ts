// Source maps as small as stack traces need them. esbuild's maps place every token, and would double the bundle; what is
// kept is one entry for each run of generated text that came from one line, so that lines are exact, and columns are
// counted from the start of the run.

/** A source map, as far as esbuild writes it. */
export interface SourceMapJson {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

interface Segment {
  readonly generatedColumn: number;
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** `code` is the text that the map is of. */
export function keepLines({ sources, mappings }: SourceMapJson, code: string): SourceMapJson {
  const texts = code.split("\n");
  const lines = readMappings(mappings).map((segments, at) => {
    const changes = segments.filter((segment, place) => {
      const before = segments[place - 1];
      return before?.line !== segment.line || before.source !== segment.source;
    });
    return afterIndent(changes, texts[at] ?? "");
  });
  return { version: 3, sources, names: [], mappings: printMappings(lines) };
}

/** esbuild has some lines begin before their indentation, with the column of what follows it. */
function afterIndent([first, ...rest]: readonly Segment[], text: string): readonly Segment[] {
  if (first === undefined) return [];
  const indent = text.length - text.trimStart().length;
  return [{ ...first, generatedColumn: Math.max(first.generatedColumn, indent) }, ...rest];
}

function readMappings(mappings: string): readonly (readonly Segment[])[] {
  let source = 0;
  let line = 0;
  let column = 0;
  return mappings.split(";").map((text) => {
    let generatedColumn = 0;
    return text.split(",").flatMap((field): Segment[] => {
      const [generated = 0, ...origin] = readNumbers(field);
      generatedColumn += generated;
      if (origin.length === 0) return [];
      source += origin[0] ?? 0;
      line += origin[1] ?? 0;
      column += origin[2] ?? 0;
      return [{ generatedColumn, source, line, column }];
    });
  });
}

function printMappings(lines: readonly (readonly Segment[])[]): string {
  let last: Omit<Segment, "generatedColumn"> = { source: 0, line: 0, column: 0 };
  return lines
    .map((segments) => {
      let lastColumn = 0;
      return segments
        .map((segment) => {
          const { generatedColumn, source, line, column } = segment;
          const deltas = [
            generatedColumn - lastColumn,
            source - last.source,
            line - last.line,
            column - last.column,
          ];
          lastColumn = generatedColumn;
          last = segment;
          return deltas.map(printNumber).join("");
        })
        .join(",");
    })
    .join(";");
}

// Base 64, five bits a digit, the lowest first; the sixth bit says that another digit follows, the lowest is the sign.
function readNumbers(field: string): readonly number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const digit of field) {
    const bits = VALUES.get(digit) ?? 0;
    value |= (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

function printNumber(number: number): string {
  let left = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const more = left > 31 ? 32 : 0;
    text += DIGITS[(left & 31) | more] ?? "";
    left >>>= 5;
  } while (left > 0);
  return text;
}

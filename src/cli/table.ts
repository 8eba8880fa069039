// Columns of text, two blanks apart. Cells may be painted: only what is seen counts.

const STYLE = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, "g");

export function visibleLength(text: string): number {
  return text.replace(STYLE, "").length;
}

export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - visibleLength(text)));
}

/** One line a row, without blanks at its end; `right` are the columns of numbers. */
export function printTable(
  rows: readonly (readonly string[])[],
  {
    right = [],
    indent = "",
  }: { readonly right?: readonly number[]; readonly indent?: string } = {},
): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) {
      widths[at] = Math.max(widths[at] ?? 0, visibleLength(cell));
    }
  }
  const place = (cell: string, at: number): string => {
    const gap = " ".repeat((widths[at] ?? 0) - visibleLength(cell));
    return right.includes(at) ? gap + cell : cell + gap;
  };
  return rows.map((row) => `${indent}${row.map(place).join("  ").trimEnd()}\n`).join("");
}

/** One column of a table of records. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly right?: boolean;
}

export interface RecordTableOptions {
  /** How titles look. */
  readonly heading: (title: string) => string;
  /** Columns of the terminal: where the table is wider, its last columns are left out. */
  readonly width?: number | undefined;
}

/** A table with titles; columns in which nothing stands are left out. */
export function printRecords<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { heading, width = Number.POSITIVE_INFINITY }: RecordTableOptions,
): string {
  let total = -2;
  const shown = columns
    .map((column) => ({ ...column, cells: rows.map((row) => column.cell(row)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .filter(({ title, cells }) => {
      total += 2 + Math.max(title.length, ...cells.map(visibleLength));
      return total <= width;
    });
  const right = shown.flatMap((column, at) => (column.right === true ? [at] : []));
  const lines = rows.map((_, at) => shown.map(({ cells }) => cells[at] ?? ""));
  return printTable([shown.map(({ title }) => heading(title)), ...lines], { right });
}

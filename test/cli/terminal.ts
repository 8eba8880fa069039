import type { TextStream } from "../../src/cli/world.ts";

// What airgo writes to terminals beside text: up by some lines, clear from here on, and styles.
const CONTROL = new RegExp(
  `${String.fromCharCode(27)}\\[(\\d*)([AJm])|\\n|[^\\n${String.fromCharCode(27)}]+`,
  "g",
);

/** A terminal that keeps what it shows. */
export class Terminal implements TextStream {
  readonly isTTY = true;
  readonly columns: number;
  readonly #lines: string[] = [""];
  #row = 0;
  /** Most lines that were ever shown. */
  height = 0;

  constructor(columns: number) {
    this.columns = columns;
  }

  write(text: string): void {
    for (const [part, count = "", control] of text.matchAll(CONTROL)) {
      if (part === "\n") this.#row++;
      else if (control === "A") this.#row -= Number(count);
      else if (control === "J") this.#lines.length = this.#row;
      else if (control === undefined) this.#type(part);
    }
    this.height = Math.max(this.height, this.#lines.length);
  }

  get text(): string {
    return this.#lines.join("\n");
  }

  #type(text: string): void {
    while (this.#lines.length <= this.#row) this.#lines.push("");
    this.#lines[this.#row] += text;
  }
}

/** A stream that is no terminal. */
export class Pipe implements TextStream {
  readonly isTTY = false;
  readonly columns = undefined;
  text = "";

  write(text: string): void {
    this.text += text;
  }
}

// Lines that stay, and below them a panel that is drawn anew: plain ANSI, at most ten times a second.

import type { TextStream } from "../world.ts";

/** The terminal as a live view needs it. */
export interface Screen {
  /** Takes the lines that stay. */
  readonly lines: TextStream;
  /** Takes the panel; a terminal. */
  readonly panel: TextStream;
  /** The panel's lines as they should be now. */
  readonly draw: () => readonly string[];
}

const FRAME_MS = 100;
const UP = (count: number): string => `\u001b[${count}A`;
const CLEAR_BELOW = "\u001b[0J";

export class LiveView {
  readonly #screen: Screen;
  #waiting = "";
  /** Lines of the panel that stand on the terminal. */
  #height = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Adds lines above the panel; they appear with the next frame. */
  print(text: string): void {
    this.#waiting += text;
    // Nor does drawing keep a run alive in which nothing can happen any more.
    this.#timer ??= setInterval(() => this.#frame(), FRAME_MS).unref();
  }

  /** Takes the panel away; what waits is written. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#write([]);
  }

  #frame(): void {
    this.#write(this.#screen.draw());
  }

  #write(panel: readonly string[]): void {
    const { lines, panel: terminal } = this.#screen;
    if (this.#height > 0) terminal.write(UP(this.#height) + CLEAR_BELOW);
    if (this.#waiting !== "") lines.write(this.#waiting);
    this.#waiting = "";
    if (panel.length > 0) terminal.write(panel.map((line) => `${line}\n`).join(""));
    this.#height = panel.length;
  }
}

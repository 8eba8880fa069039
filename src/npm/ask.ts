// Questions on a terminal.

import { createInterface } from "node:readline/promises";

/** Asks for a line; gives `fallback` where it is empty. @throws Interrupted when the person ends it with Ctrl-C or Ctrl-D */
export type Ask = (question: string, fallback: string) => Promise<string>;

/** A question that was not answered. */
export class Interrupted extends Error {}

/** Where questions are written to and answers come from. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export function createAsk({ input, output }: Terminal): Ask {
  return async (question, fallback) => {
    const lines = createInterface({ input, output });
    const ended = new AbortController();
    lines.once("close", () => ended.abort());
    const shown = fallback === "" ? `${question}: ` : `${question} (${fallback}): `;
    try {
      return (await lines.question(shown, ended)).trim() || fallback;
    } catch (cause) {
      if (ended.signal.aborted) throw new Interrupted("the question was not answered", { cause });
      throw cause;
    } finally {
      lines.close();
    }
  };
}

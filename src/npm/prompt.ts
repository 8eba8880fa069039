// Questions on a terminal.

import { createInterface } from "node:readline";

/** Asks for a line; gives `fallback` where it is empty. @throws Interrupted where it is ended with Ctrl-C or Ctrl-D */
export type Ask = (question: string, fallback: string) => Promise<string>;

/** Questions to one person, one after the other. */
export interface Prompt {
  readonly ask: Ask;
  close(): void;
}

/** A question that was not answered. */
export class Interrupted extends Error {}

/** Where questions are written to and answers come from. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

export function openPrompt({ input, output }: Terminal): Prompt {
  const lines = createInterface({ input, output });
  // Keeps what is typed, or pasted, before it is asked for.
  const answers = lines[Symbol.asyncIterator]();
  return {
    async ask(question, fallback) {
      lines.setPrompt(`${question} (${fallback}): `);
      lines.prompt();
      const { value, done } = await answers.next();
      if (done) throw new Interrupted("the question was not answered");
      return value.trim() || fallback;
    },
    close: () => lines.close(),
  };
}

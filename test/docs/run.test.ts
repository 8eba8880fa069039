import assert from "node:assert/strict";
import test, { after } from "node:test";
import { type Block, type Page, readPages } from "./documents.ts";
import { ExampleProject } from "./example-project.ts";
import { isSame, linePattern, normal } from "./transcript.ts";

const original = await ExampleProject.create();
after(() => original.remove());

for (const page of readPages().filter(isRun)) {
  test(`what ${page.file} says that airgo prints and renders is so`, async () => {
    const project = original.copy();
    try {
      for (const block of page.blocks) await follow(block, project);
    } finally {
      project.remove();
    }
  });
}

function isRun({ blocks }: Page): boolean {
  return blocks.some(({ markers }) => markers.has("run") || markers.has("manifest"));
}

async function follow({ markers, text, place }: Block, project: ExampleProject): Promise<void> {
  const written = markers.get("write");
  if (written !== undefined) project.write(written, text);
  const line = markers.get("run");
  if (line !== undefined) {
    const { status, output } = await project.run(wordsOf(line));
    if (!isSame(text, output)) assert.equal(normal(output), normal(text), place);
    assert.equal(String(status), markers.get("exit") ?? "0", place);
  }
  const [file, dagId = ""] = markers.get("manifest")?.split(" ") ?? [];
  if (file === undefined) return;
  await project.render();
  assertLines(text, manifestOf(project.read(file), dagId), place);
}

function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([word, quoted]) => quoted ?? word);
}

/** The documents of a DAG, or without one the whole file. */
function manifestOf(yaml: string, dagId: string): string {
  const label = `airgo/dag: "${dagId}"\n`;
  const documents = yaml.split("\n---\n").map((document) => `${document}\n`);
  return documents.filter((document) => dagId === "" || document.includes(label)).join("");
}

/** Each line in its turn, other lines between; `…` within a line is anything. */
function assertLines(text: string, yaml: string, place: string): void {
  let rest = yaml.split("\n");
  for (const line of text.split("\n").filter((one) => !/^\s*…?\s*$/.test(one))) {
    const pattern = new RegExp(`^${linePattern(line)}$`);
    const at = rest.findIndex((candidate) => pattern.test(candidate));
    assert.notEqual(at, -1, `${place}: not there, or not in this order: ${line}`);
    rest = rest.slice(at + 1);
  }
}

// One run as one page that opens from disk: no network, no build, by keyboard, in light and dark.

import type { PicturePhase } from "./graph-model.ts";
import { PAGE_SCRIPT, PAGE_STYLE } from "./run-page-assets.ts";

/** One attempted body: a task, or one item of a fan-out. */
export interface PageBar {
  readonly phase: PicturePhase;
  /** Milliseconds since the run began; undefined where it never ran. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly attempts: number;
  /** In words: "1m 2s". */
  readonly took: string;
}

/** A named text: an input, an output. */
export interface PageValue {
  readonly name: string;
  readonly text: string;
}

export interface PageItem extends PageBar {
  readonly item: string;
  readonly message: string | undefined;
}

export interface PageTask extends PageBar {
  readonly id: string;
  /** Why it failed, was skipped or was omitted. */
  readonly reason: string | undefined;
  readonly inputs: readonly PageValue[];
  readonly outputs: readonly PageValue[];
  readonly items: readonly PageItem[];
  readonly logs: string;
}

export interface RunPage {
  readonly dagId: string;
  readonly runId: string;
  readonly phase: string;
  /** Facts of the header, in order: execution date, start, duration … */
  readonly facts: readonly PageValue[];
  readonly tasks: readonly PageTask[];
  /** The run's whole length in milliseconds. */
  readonly length: number;
  /** The DAG as an SVG element; undefined where it is too large to be read. */
  readonly graph: string | undefined;
}

export function renderRunPage(page: RunPage): string {
  const title = `${page.dagId} · ${page.runId}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(page.dagId)} <span class="phase ${phaseClass(page.phase)}">${escapeHtml(page.phase)}</span></h1>
<dl>${page.facts.map(factHtml).join("")}</dl>
</header>
${page.graph === undefined ? "" : `<section class="graph" aria-label="The DAG" tabindex="0">${page.graph}</section>`}
<section>
${filterHtml(page.tasks)}
<div id="tasks">
${page.tasks.map((task) => taskHtml(task, page.length)).join("\n")}
</div>
</section>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function factHtml({ name, text }: PageValue): string {
  return `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd></div>`;
}

function filterHtml(tasks: readonly PageTask[]): string {
  const counts = new Map<string, number>();
  for (const { phase } of tasks) counts.set(phase, (counts.get(phase) ?? 0) + 1);
  const buttons = [...counts].map(
    ([phase, count]) =>
      `<button type="button" aria-pressed="false" data-phase="${phase}"><i class="dot ${phaseClass(phase)}"></i>${phase} ${count}</button>`,
  );
  return `<div class="bar" role="toolbar" aria-label="Tasks shown">
<input type="search" id="search" placeholder="Find a task  ( / )" aria-label="Find a task">${buttons.join("")}
<span class="keys"><kbd>j</kbd> <kbd>k</kbd> move · <kbd>Enter</kbd> open · <kbd>/</kbd> find</span></div>`;
}

function taskHtml(task: PageTask, length: number): string {
  const parts = [
    ...(task.reason === undefined ? [] : [`<p class="reason">${escapeHtml(task.reason)}</p>`]),
    valuesHtml("Inputs", task.inputs),
    valuesHtml("Outputs", task.outputs),
    itemsHtml(task.items, length),
    task.logs === "" ? "" : `<h3>Log</h3><pre>${escapeHtml(task.logs)}</pre>`,
  ].filter((part) => part !== "");
  const body = parts.length === 0 ? "<p>Nothing was logged or put out.</p>" : parts.join("");
  return `<details id="task-${escapeHtml(task.id)}" data-phase="${task.phase}" data-id="${escapeHtml(task.id)}">
<summary><span class="name"><i class="dot ${phaseClass(task.phase)}"></i>${escapeHtml(task.id)}</span><span class="line">${barHtml(task, length)}</span><span class="took">${escapeHtml(tookText(task))}</span></summary>
<div class="body">${body}</div>
</details>`;
}

function tookText({ phase, took, attempts }: PageBar): string {
  if (attempts === 0) return phase;
  return attempts === 1 ? took : `${took} · ${attempts} attempts`;
}

function valuesHtml(heading: string, values: readonly PageValue[]): string {
  if (values.length === 0) return "";
  const rows = values.map(
    ({ name, text }) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td><pre>${escapeHtml(text)}</pre></td></tr>`,
  );
  return `<h3>${heading}</h3><table>${rows.join("")}</table>`;
}

function itemsHtml(items: readonly PageItem[], length: number): string {
  if (items.length === 0) return "";
  const rows = items.map(
    (item, index) =>
      `<tr><td>${index}</td><td><i class="dot ${phaseClass(item.phase)}"></i>${item.phase}</td><td><code>${escapeHtml(item.item)}</code></td><td class="line">${barHtml(item, length)}</td><td>${escapeHtml(tookText(item))}</td><td>${escapeHtml(item.message ?? "")}</td></tr>`,
  );
  return `<h3>Items</h3><table class="items">${rows.join("")}</table>`;
}

function barHtml({ from, to, phase }: PageBar, length: number): string {
  if (from === undefined) return "";
  const share = (value: number): number => Math.min(100, (100 * value) / Math.max(1, length));
  const left = share(from);
  const width = Math.max(0.3, share((to ?? length) - from));
  return `<b class="${phaseClass(phase)}" style="left:${left.toFixed(2)}%;width:${width.toFixed(2)}%"></b>`;
}

function phaseClass(phase: string): string {
  return phase.toLowerCase();
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

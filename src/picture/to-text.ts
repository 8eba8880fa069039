// The DAG as boxes and arrows for a terminal: Graphviz lays it out, every cell of a grid collects the lines through it.

import { instance } from "@viz-js/viz";
import type { GraphModel, GraphNode } from "./graph-model.ts";

// Points of one character cell. Graphviz works in points, 72 an inch.
const CELL = { width: 8, height: 16 } as const;
const [NORTH, EAST, SOUTH, WEST] = [1, 2, 4, 8];
const LINES = " ╵╶└╷│┌├╴┘─┴┐┤┬┼";

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Layout {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos?: string }[];
  readonly edges?: readonly { readonly pos?: string }[];
}

export async function toText(model: GraphModel): Promise<string> {
  const viz = await instance();
  const text = viz.renderString(layoutDot(model), { format: "json0" });
  const layout: Layout = JSON.parse(text);
  const [, , , top = 0] = layout.bb.split(",").map(Number);
  const cellOf = ({ x, y }: Point): Point => ({
    x: Math.round(x / CELL.width),
    y: Math.round((top - y) / CELL.height),
  });
  const grid = new Grid();
  const nodes = new Map(model.nodes.map((node) => [node.id, node]));
  for (const { name, pos } of layout.objects ?? []) {
    const node = nodes.get(name);
    if (node === undefined || pos === undefined) continue;
    const [x = 0, y = 0] = pos.split(",").map(Number);
    grid.box(linesOf(node), cellOf({ x, y }));
  }
  // After the boxes, so that a route ends where its box begins.
  for (const { pos } of layout.edges ?? []) {
    if (pos !== undefined) grid.path(pointsOf(pos).map(cellOf));
  }
  return grid.toString();
}

function layoutDot({ nodes, edges }: GraphModel): string {
  const boxes = nodes.map((node) => {
    const lines = linesOf(node);
    const width = (Math.max(...lines.map((line) => line.length)) + 3) * CELL.width;
    const height = (lines.length + 1) * CELL.height;
    return `"${node.id}" [width=${width / 72} height=${height / 72}]`;
  });
  const arrows = edges.map(({ from, to }) => `"${from}" -> "${to}"`);
  return `digraph { graph [splines=ortho ranksep=0.75 nodesep=0.5] node [shape=box fixedsize=true label=""]
${[...boxes, ...arrows].join("\n")} }`;
}

const MARKS = { task: "", "short-circuit": "⊘ ", branch: "◇ ", mapped: "≡ " } as const;

function linesOf({ id, kind, notes }: GraphNode): string[] {
  return [`${MARKS[kind]}${id}`, ...notes];
}

/** The corners of an edge: Graphviz gives Bézier points, of which an orthogonal route needs every third. */
function pointsOf(pos: string): Point[] {
  const points = pos.split(" ").map((text) => {
    const [x = 0, y = 0] = text
      .replace(/^[es],/, "")
      .split(",")
      .map(Number);
    return { x, y };
  });
  const [tip, ...route] = points;
  const corners = route.filter((_, index) => index % 3 === 0);
  return pos.startsWith("e,") && tip !== undefined ? [...corners, tip] : points;
}

class Grid {
  readonly #cells = new Map<string, string | number>();
  #width = 0;
  #height = 0;

  /** Draws a route between two boxes: what lies inside a box stays hidden, and the last free cell is the head. */
  path(points: readonly Point[]): void {
    const cells = cellsAlong(points).filter((cell) => !this.#isBox(cell));
    const head = cells.at(-1);
    for (const [index, cell] of cells.entries()) {
      const next = cells[index + 1];
      if (next === undefined) continue;
      this.#line(cell, directionTo(cell, next));
      this.#line(next, directionTo(next, cell));
    }
    const before = cells.at(-2);
    if (head !== undefined) {
      this.#put(head, headOf(before === undefined ? SOUTH : directionTo(before, head)));
    }
  }

  box(lines: readonly string[], centre: Point): void {
    const inner = Math.max(...lines.map((line) => line.length)) + 2;
    const left = centre.x - Math.floor((inner + 1) / 2);
    const top = centre.y - Math.floor((lines.length + 1) / 2);
    this.#text({ x: left, y: top }, `┌${"─".repeat(inner)}┐`);
    for (const [index, line] of lines.entries()) {
      this.#text({ x: left, y: top + 1 + index }, `│ ${line.padEnd(inner - 2)} │`);
    }
    this.#text({ x: left, y: top + lines.length + 1 }, `└${"─".repeat(inner)}┘`);
  }

  toString(): string {
    const keys = [...this.#cells.keys()].map((key) => key.split(" ").map(Number));
    const least = keys.reduce((min, [x = 0]) => Math.min(min, x), this.#width);
    const first = keys.reduce((min, [, y = 0]) => Math.min(min, y), this.#height);
    const rows: string[] = [];
    for (let y = first; y <= this.#height; y++) {
      let row = "";
      for (let x = least; x <= this.#width; x++) row += charOf(this.#cells.get(`${x} ${y}`));
      rows.push(row.trimEnd());
    }
    return `${rows.join("\n")}\n`;
  }

  #isBox({ x, y }: Point): boolean {
    const cell = this.#cells.get(`${x} ${y}`);
    return typeof cell === "string" && !HEADS.includes(cell);
  }

  #line(at: Point, direction: number): void {
    const there = this.#cells.get(`${at.x} ${at.y}`);
    this.#put(at, typeof there === "string" ? there : (there ?? 0) | direction);
  }

  #text(at: Point, text: string): void {
    for (const [index, char] of [...text].entries()) this.#put({ x: at.x + index, y: at.y }, char);
  }

  #put({ x, y }: Point, cell: string | number): void {
    this.#cells.set(`${x} ${y}`, cell);
    this.#width = Math.max(this.#width, x);
    this.#height = Math.max(this.#height, y);
  }
}

/** Every cell of a route, down or up before across where rounding left both. */
function cellsAlong(points: readonly Point[]): Point[] {
  const cells: Point[] = [];
  for (const point of points) {
    let { x, y } = cells.at(-1) ?? point;
    if (cells.length === 0) cells.push(point);
    while (y !== point.y) {
      y += Math.sign(point.y - y);
      cells.push({ x, y });
    }
    while (x !== point.x) {
      x += Math.sign(point.x - x);
      cells.push({ x, y });
    }
  }
  return cells;
}

function directionTo(from: Point, to: Point): number {
  if (from.y !== to.y) return to.y > from.y ? SOUTH : NORTH;
  return to.x > from.x ? EAST : WEST;
}

const HEADS = "▼▲▶◀";

function headOf(heading: number): string {
  if (heading === SOUTH) return "▼";
  if (heading === NORTH) return "▲";
  return heading === EAST ? "▶" : "◀";
}

function charOf(cell: string | number | undefined): string {
  if (cell === undefined) return " ";
  return typeof cell === "string" ? cell : (LINES[cell] ?? " ");
}

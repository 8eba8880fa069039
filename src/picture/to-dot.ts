import type { GraphEdge, GraphModel, GraphNode, NodeKind } from "./graph-model.ts";

const SHAPES: { readonly [Kind in NodeKind]: string } = {
  task: 'shape=box style="rounded,filled"',
  "short-circuit": "shape=octagon style=filled",
  branch: "shape=hexagon style=filled",
  mapped: 'shape=box style="rounded,filled" peripheries=2',
};

/** The DAG in Graphviz's language; classes name the kind and the phase of each task. */
export function toDot(model: GraphModel): string {
  return [
    `digraph ${quote(model.title)} {`,
    '  graph [rankdir=LR bgcolor=transparent fontname="Helvetica,Arial,sans-serif" fontsize=11 nodesep=0.25 ranksep=0.6]',
    '  node [fontname="Helvetica,Arial,sans-serif" fontsize=12 fillcolor=white margin="0.16,0.08"]',
    '  edge [fontname="Helvetica,Arial,sans-serif" fontsize=10 arrowsize=0.7]',
    ...groupLines(model.nodes),
    ...model.edges.map(edgeLine),
    "}",
    "",
  ].join("\n");
}

/** Nodes without a group first, then a cluster for each group. */
function groupLines(nodes: readonly GraphNode[]): string[] {
  const groups = new Map<string | undefined, GraphNode[]>();
  for (const node of nodes) groups.set(node.group, [...(groups.get(node.group) ?? []), node]);
  return [...groups].flatMap(([group, members], index) => {
    if (group === undefined) return members.map((node) => nodeLine(node, "  "));
    return [
      `  subgraph cluster_${index} {`,
      `    label=${quote(group)} labeljust=l class="group"`,
      ...members.map((node) => nodeLine(node, "    ")),
      "  }",
    ];
  });
}

function nodeLine({ id, kind, notes, phase }: GraphNode, indent: string): string {
  const classes = [kind, ...(phase === undefined ? [] : [phase.toLowerCase()])].join(" ");
  // Wide enough for whichever font the reader's machine has: Graphviz only knows the metrics of one.
  const letters = Math.max(
    ...[id, ...notes.map((note) => note.slice(0, Math.ceil(note.length * 0.85)))].map(
      (line) => line.length,
    ),
  );
  const width = ((letters * 7.6 + 26) / 72).toFixed(2);
  const label = quote([id, ...notes].join("\n"));
  return `${indent}${quote(id)} [${SHAPES[kind]} class="${classes}" width=${width} label=${label}]`;
}

function edgeLine({ from, to, labels, gated }: GraphEdge): string {
  const attributes = [
    ...(labels.length === 0 ? [] : [`label=${quote(` ${labels.join(", ")} `)}`]),
    ...(gated ? ["style=dashed"] : []),
  ];
  const list = attributes.length === 0 ? "" : ` [${attributes.join(" ")}]`;
  return `  ${quote(from)} -> ${quote(to)}${list}`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

import type { GraphModel, GraphNode, NodeKind } from "./graph-model.ts";

const BRACKETS: { readonly [Kind in NodeKind]: readonly [string, string] } = {
  task: ["(", ")"],
  "short-circuit": ["{{", "}}"],
  branch: ["{", "}"],
  mapped: ["[[", "]]"],
};

const COLOURS = {
  Succeeded: "fill:#d9f2e0,stroke:#2f9e56,color:#143d24",
  Failed: "fill:#fbdada,stroke:#cf3b3b,color:#5c1414",
  Error: "fill:#fbdada,stroke:#cf3b3b,color:#5c1414",
  Skipped: "fill:#eef0f3,stroke:#98a2b3,color:#475467",
  Omitted: "fill:#fdeed3,stroke:#d28a1c,color:#5c3d0a",
  Running: "fill:#dbe8fd,stroke:#3b77d8,color:#173763",
  Pending: "fill:#ffffff,stroke:#98a2b3,color:#475467",
} as const;

/** The DAG as a Mermaid flowchart, which GitHub and GitLab draw in a README. */
export function toMermaid(model: GraphModel): string {
  const groups = new Map<string, GraphNode[]>();
  const free: GraphNode[] = [];
  for (const node of model.nodes) {
    if (node.group === undefined) free.push(node);
    else groups.set(node.group, [...(groups.get(node.group) ?? []), node]);
  }
  const lines = ["flowchart LR", ...free.map((node) => `  ${nodeText(node)}`)];
  for (const [group, members] of groups) {
    lines.push(`  subgraph g_${idOf(group)}["${group}"]`);
    lines.push(...members.map((node) => `    ${nodeText(node)}`), "  end");
  }
  for (const { from, to, labels, gated } of model.edges) {
    const arrow = gated ? "-.->" : "-->";
    const label = labels.length === 0 ? "" : `|"${labels.join(", ")}"|`;
    lines.push(`  ${idOf(from)} ${arrow}${label} ${idOf(to)}`);
  }
  const phases = new Set(model.nodes.flatMap(({ phase }) => phase ?? []));
  for (const phase of phases) {
    lines.push(`  classDef ${phase} ${COLOURS[phase]}`);
    const members = model.nodes.filter((node) => node.phase === phase);
    lines.push(`  class ${members.map(({ id }) => idOf(id)).join(",")} ${phase}`);
  }
  return `${lines.join("\n")}\n`;
}

function nodeText({ id, kind, notes }: GraphNode): string {
  const [open, close] = BRACKETS[kind];
  return `${idOf(id)}${open}"${[id, ...notes].join("<br/>")}"${close}`;
}

// Mermaid reserves words such as `end`, and reads hyphens in ids; a task id holds no underscore, so none clash.
function idOf(taskId: string): string {
  return `t_${taskId.replaceAll("-", "_")}`;
}

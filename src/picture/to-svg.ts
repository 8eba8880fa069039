import { instance } from "@viz-js/viz";
import type { GraphModel } from "./graph-model.ts";
import { toDot } from "./to-dot.ts";

// One picture for light and dark: a rule in a style sheet wins over the attributes that Graphviz writes.
const STYLE = `
  svg { --ink:#1d2939; --line:#667085; --paper:#ffffff; --soft:#98a2b3; }
  .node path,.node polygon { stroke:var(--ink) } .node :is(path,polygon):not([fill=none]) { fill:var(--paper) }
  .node text { fill:var(--ink) } .node text ~ text { font-size:10px; fill:var(--line) }
  .edge path { stroke:var(--line) } .edge polygon { fill:var(--line); stroke:var(--line) } .edge text { fill:var(--line) }
  .group path,.group polygon { fill:none; stroke:var(--soft); stroke-dasharray:4 3 } .group text { fill:var(--line) }
  .short-circuit :is(path,polygon):not([fill=none]) { fill:#fff6e5 } .branch :is(path,polygon):not([fill=none]) { fill:#eaf1ff }
  .succeeded :is(path,polygon):not([fill=none]) { fill:#d9f2e0 } .succeeded :is(path,polygon) { stroke:#2f9e56 }
  :is(.failed,.error) :is(path,polygon):not([fill=none]) { fill:#fbdada } :is(.failed,.error) :is(path,polygon) { stroke:#cf3b3b }
  .skipped :is(path,polygon):not([fill=none]) { fill:#eef0f3 } .skipped :is(path,polygon) { stroke:#98a2b3 } .skipped text { fill:#667085 }
  .omitted :is(path,polygon):not([fill=none]) { fill:#fdeed3 } .omitted :is(path,polygon) { stroke:#d28a1c }
  .running :is(path,polygon):not([fill=none]) { fill:#dbe8fd } .running :is(path,polygon) { stroke:#3b77d8 }
  @media (prefers-color-scheme: dark) {
    svg { --ink:#eaecf0; --line:#98a2b3; --paper:#1d2433; --soft:#475467; }
    .short-circuit :is(path,polygon):not([fill=none]) { fill:#3d3320 } .branch :is(path,polygon):not([fill=none]) { fill:#22304d }
    .succeeded :is(path,polygon):not([fill=none]) { fill:#173a25 }
    :is(.failed,.error) :is(path,polygon):not([fill=none]) { fill:#471b1b }
    .skipped :is(path,polygon):not([fill=none]) { fill:#23272f } .skipped text { fill:#98a2b3 }
    .omitted :is(path,polygon):not([fill=none]) { fill:#43320f }
    .running :is(path,polygon):not([fill=none]) { fill:#1a2f52 }
  }
`;

/** The DAG as an SVG that reads well in light and in dark, laid out by Graphviz. */
export async function toSvg(model: GraphModel): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(toDot(model), { format: "svg" });
  // Only the element: a page may hold it, and a file needs neither the declaration nor the document type.
  const element = svg.slice(svg.indexOf("<svg"));
  return element.replace(/<svg[^>]*>/, (open) => `${open}\n<style>${STYLE}</style>`);
}

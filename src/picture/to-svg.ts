import { instance } from "@viz-js/viz";
import type { GraphModel } from "./graph-model.ts";
import { toDot } from "./to-dot.ts";

// One picture for light and dark: a rule in a style sheet wins over the attributes that Graphviz writes.
const STYLE = `
  svg { --ink:#1d2939; --line:#667085; --paper:#ffffff; --soft:#98a2b3; }
  .node path,.node polygon { fill:var(--paper); stroke:var(--ink) }
  .node text { fill:var(--ink) }
  .edge path { stroke:var(--line) } .edge polygon { fill:var(--line); stroke:var(--line) } .edge text { fill:var(--line) }
  .group path,.group polygon { fill:none; stroke:var(--soft); stroke-dasharray:4 3 } .group text { fill:var(--line) }
  .short-circuit path,.short-circuit polygon { fill:#fff6e5 } .branch path,.branch polygon { fill:#eaf1ff }
  .succeeded path,.succeeded polygon { fill:#d9f2e0; stroke:#2f9e56 }
  .failed path,.failed polygon,.error path,.error polygon { fill:#fbdada; stroke:#cf3b3b }
  .skipped path,.skipped polygon { fill:#eef0f3; stroke:#98a2b3 } .skipped text { fill:#667085 }
  .omitted path,.omitted polygon { fill:#fdeed3; stroke:#d28a1c }
  .running path,.running polygon { fill:#dbe8fd; stroke:#3b77d8 }
  @media (prefers-color-scheme: dark) {
    svg { --ink:#eaecf0; --line:#98a2b3; --paper:#1d2433; --soft:#475467; }
    .short-circuit path,.short-circuit polygon { fill:#3d3320 } .branch path,.branch polygon { fill:#22304d }
    .succeeded path,.succeeded polygon { fill:#173a25 }
    .failed path,.failed polygon,.error path,.error polygon { fill:#471b1b }
    .skipped path,.skipped polygon { fill:#23272f } .skipped text { fill:#98a2b3 }
    .omitted path,.omitted polygon { fill:#43320f }
    .running path,.running polygon { fill:#1a2f52 }
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

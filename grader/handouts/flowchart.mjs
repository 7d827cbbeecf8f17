// Flow charts. The Markdown has them as Mermaid's, which GitHub draws. Here Graphviz draws them, with dashed arrows in red: they carry
// gradients.
import { drawing } from "./drawing.mjs";

const node = /^([A-Za-z0-9_]+)(?:\(\("([^"]*)"\)\)|\["([^"]*)"\])?/;
const arrow = /^(-\.->|-->)(?:\|"?([^|"]*)"?\|)?/;

// Returns the lines as a graph in Graphviz's language. Throws for a line that it does not know.
export function graphOf(lines) {
  const nodes = new Map();
  const edges = [];
  for (const line of lines.slice(1)) {
    let rest = line;
    let before = null;
    let link = null;
    while (rest) {
      const place = node.exec(rest);
      if (!place) throw new Error(`a flow chart has the line ${line}, which cannot be drawn`);
      const [text, name, round, square] = place;
      if (!nodes.has(name) || round || square) nodes.set(name, { label: round ?? square ?? name, round: round !== undefined });
      if (before) edges.push({ from: before, to: name, ...link });
      rest = rest.slice(text.length).trim();
      before = name;
      const next = arrow.exec(rest);
      if (rest && !next) throw new Error(`a flow chart has the line ${line}, which cannot be drawn`);
      if (next) { link = { back: next[1] === "-.->", label: next[2] ?? "" }; rest = rest.slice(next[0].length).trim(); }
    }
  }
  const quoted = JSON.stringify;
  return `digraph { rankdir=LR; ranksep=0.35; nodesep=0.3; bgcolor="transparent";
node [fontname="Helvetica,Arial,sans-serif", fontsize=13, margin="0.2,0.04", height=0.35]; edge [fontname="Helvetica,Arial,sans-serif", fontsize=11, arrowsize=0.7];
${[...nodes].map(([name, { label, round }]) => `${quoted(name)} [label=${quoted(label)}, shape=${round ? "ellipse" : "box"}${round ? "" : ", style=rounded"}];`).join("\n")}
${edges.map(({ from, to, back, label }) => `${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}${back ? ', style=dashed, color="#d62728", fontcolor="#d62728", constraint=false' : ""}];`).join("\n")}
}`;
}

let graphviz;

export async function flowchart(require, lines) {
  graphviz ??= await require("@viz-js/viz").instance();
  const names = lines.slice(1).join("; ").replace(/[^A-Za-z0-9 ]+/g, " ").trim();
  return drawing(graphviz.renderString(graphOf(lines), { format: "svg" }), `Flow chart: ${names}`);
}

// Charts. The Markdown has them as Mermaid's xychart, which GitHub draws. Here Vega draws them, as in reports.
import { drawing } from "./drawing.mjs";

// Returns { title, x: {title, from, to} or {title, names: [...]}, y: {title, from, to}, lines: [[...]], colors: [...] }. Throws for a line that it does not know.
export function readChart(source) {
  const parsed = { lines: [], colors: [] };
  for (const line of source.split("\n").map((text) => text.trim()).filter(Boolean)) {
    const palette = /"plotColorPalette": "([^"]*)"/.exec(line);
    const axis = /^([xy])-axis "([^"]*)" (\S+) --> (\S+)$/.exec(line);
    const names = /^x-axis "([^"]*)" (\[[^\]]*\])$/.exec(line);
    const title = /^title "([^"]*)"$/.exec(line);
    const numbers = /^line (\[[^\]]*\])$/.exec(line);
    if (palette) parsed.colors = palette[1].split(",").map((color) => color.trim());
    else if (axis) parsed[axis[1]] = { title: axis[2], from: Number(axis[3]), to: Number(axis[4]) };
    else if (names) parsed.x = { title: names[1], names: JSON.parse(names[2]) };
    else if (title) parsed.title = title[1];
    else if (numbers) parsed.lines.push(JSON.parse(numbers[1]));
    else if (line !== "xychart-beta" && !line.startsWith("%%{")) throw new Error(`a chart has the line ${line}, which cannot be drawn`);
  }
  if (!parsed.title || !parsed.x || !parsed.y || parsed.lines.length === 0) throw new Error("a chart lacks its title, an axis or its lines");
  return parsed;
}

function specification({ x, y, lines, colors }) {
  const place = (i, count) => x.names ? x.names[i] : x.from + (x.to - x.from) * (count === 1 ? 0 : i / (count - 1));
  const values = lines.flatMap((line, series) => line.map((value, i) => ({ series: String(series), x: place(i, line.length), y: value })));
  const axis = ({ title, from, to }) => ({ type: "quantitative", title, scale: { domain: [from, to], nice: false, zero: false } });
  return {
    width: 360, height: 220, background: null, data: { values }, mark: { type: "line", strokeWidth: 2.5, clip: true },
    encoding: {
      x: { field: "x", ...(x.names ? { type: "ordinal", title: x.title, sort: null, axis: { labelAngle: 0 } } : axis(x)) }, y: { field: "y", ...axis(y) },
      color: { field: "series", type: "nominal", legend: null, scale: { domain: lines.map((_, i) => String(i)), range: colors.length ? colors : undefined } },
    },
    config: {
      font: "system-ui, sans-serif", view: { stroke: "currentColor", strokeOpacity: 0.3 },
      axis: { labelColor: "currentColor", titleColor: "currentColor", tickColor: "currentColor", domainColor: "currentColor",
              gridColor: "currentColor", gridOpacity: 0.15, labelFontSize: 13, titleFontSize: 13, titleFontWeight: "normal" },
    },
  };
}

export async function chart(require, source) {
  const parsed = readChart(source);
  const vega = require("vega");
  const { compile } = require("vega-lite");
  const view = new vega.View(vega.parse(compile(specification(parsed)).spec), { renderer: "none" });
  return drawing(await view.toSVG(), parsed.title, parsed.title);
}

// A drawing within a page: it takes the page's colours, and scrolls by itself where the window is narrower than it can be read.

// Returns a figure with this SVG document, whose drawn width is in its viewBox. `name` is what a screen reader says.
export function drawing(svg, name, caption = "") {
  const begin = svg.indexOf("<svg");
  const inline = svg.slice(begin)
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/<title>[\s\S]*?<\/title>\n?/g, "")
    .replace(/ id="[^"]*"/g, "")
    .replace(/fill="white" stroke="(transparent|none)"/g, 'fill="none" stroke="none"')
    .replace(/(stroke|fill)="black"/g, '$1="currentColor"');
  const width = Number(/viewBox="\S+ \S+ (\S+) \S+"/.exec(inline)[1]);
  const tag = inline.slice(0, inline.indexOf(">") + 1).replace(/ (width|height|style|role|aria-label)="[^"]*"/g, "");
  const text = tag.replace("<svg", `<svg role="img" aria-label="${name.replace(/[&<"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", '"': "&quot;" })[c])}" style="min-width:${Math.round(width * 0.8)}px;max-width:${Math.round(width * 1.3)}px"`);
  const figcaption = caption ? `<figcaption>${caption}</figcaption>\n` : "";
  return `<figure class="drawing">\n${figcaption}<div class="scroll" tabindex="0" role="group" aria-label="Drawing">\n${text}${inline.slice(inline.indexOf(">") + 1)}</div>\n</figure>\n`;
}

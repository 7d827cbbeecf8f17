// page.mjs MODULES FOLDER TEXT.md...: makes a page of each handout or other text of the course, in FOLDER for the course and in FOLDER/kit
// for kits. MODULES has node_modules in it. A page is one file that needs no network: formulas, charts and the colours of code are set
// here, and the page runs no script. Ends with one sentence and code 1 when something in a text cannot be set, so that no page shows a
// formula as source. Without the modules it makes no page and says so.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chart } from "./chart.mjs";
import { flowchart } from "./flowchart.mjs";
import { Formulas } from "./formulas.mjs";
import { pageOfLink } from "./links.mjs";
import { drawing } from "./drawing.mjs";

const here = dirname(fileURLToPath(import.meta.url));

// Fences with these words are not code of a language.
const plain = new Set(["", "text"]);

export async function pageOf(modules, file, place) {
  const require = createRequire(resolve(modules) + "/");
  const MarkdownIt = require("markdown-it");
  const katexRules = require("@vscode/markdown-it-katex");
  const highlighter = require("highlight.js/lib/core");
  for (const [name, language] of [["cpp", "cpp"], ["sh", "bash"], ["python", "python"], ["json", "json"]])
    highlighter.registerLanguage(name, require("highlight.js/lib/languages/" + language));

  const source = readFileSync(file, "utf8");
  const text = textFor(place, source);
  const formulas = new Formulas(require);
  const markdown = new MarkdownIt({ html: false });
  const escape = markdown.utils.escapeHtml;
  markdown.use(katexRules.default ?? katexRules);
  const rules = markdown.renderer.rules;

  const drawn = new Map();  // what has to be awaited, by the token's content
  async function draw(tokens) {
    for (const token of tokens) {
      if (token.type !== "fence" || token.info.trim() !== "mermaid") continue;
      const lines = token.content.split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("%%{"));
      drawn.set(token.content, lines[0].startsWith("flowchart") ? await flowchart(require, lines) : await chart(require, token.content));
    }
  }

  rules.math_inline = (tokens, i) => formulas.inline(tokens[i].content);
  const shown = (content, shapes) => {
    const fold = shapes ? `<details class="shapes"><summary>Shapes</summary><p>${shapes}</p></details>\n` : "";
    return `<div class="formula"><div class="scroll" tabindex="0" role="group" aria-label="Formula">${formulas.display(content)}</div>\n${fold}</div>\n`;
  };
  rules.math_block = rules.math_inline_block = (tokens, i) => shown(tokens[i].content, tokens[i].meta?.shapes);
  rules.fence = (tokens, i) => {
    const { content, info, meta } = tokens[i];
    const language = info.trim();
    if (language === "math") return shown(content, meta?.shapes);
    if (language === "mermaid") return drawn.get(content);
    if (plain.has(language)) return `<pre tabindex="0"><code>${escape(content)}</code></pre>\n`;
    if (!highlighter.getLanguage(language)) throw new Error(`no highlighter for the language ${language}`);
    return `<pre tabindex="0"><code class="hljs">${highlighter.highlight(content, { language }).value}</code></pre>\n`;
  };
  // What is measured is folded, so that a reader can predict it first.
  markdown.block.ruler.before("fence", "fold", (state, line, last, silent) => {
    const text = state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]);
    const opened = /^<details><summary>([^<>]*)<\/summary>$/.exec(text);
    if (!opened && text !== "</details>") return false;
    if (silent) return true;
    const token = state.push(opened ? "fold_open" : "fold_close", "details", opened ? 1 : -1);
    token.content = opened?.[1] ?? "";
    state.line = line + 1;
    return true;
  });
  rules.fold_open = (tokens, i) => `<details class="fold"><summary>${escape(tokens[i].content)}</summary>\n`;
  rules.fold_close = () => "</details>\n";
  rules.table_open = () => `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n`;
  rules.table_close = () => "</table></div>\n";
  rules.th_open = (tokens, i, options, env, self) => {
    tokens[i].attrSet("scope", "col");
    return self.renderToken(tokens, i, options);
  };
  rules.link_open = (tokens, i, options, env, self) => {
    const target = pageOfLink(tokens[i].attrGet("href"), place);
    if (target === null) { tokens[i].tag = "span"; tokens[i].attrs = []; closings.push("span"); }
    else { tokens[i].attrSet("href", target); closings.push("a"); }
    return self.renderToken(tokens, i, options);
  };
  const closings = [];
  rules.link_close = () => `</${closings.pop()}>`;
  rules.image = (tokens, i) => {
    const name = join(dirname(file), tokens[i].attrGet("src"));
    if (!name.endsWith(".svg") || !existsSync(name)) throw new Error(`the picture ${tokens[i].attrGet("src")} is no SVG file beside the text`);
    return drawing(readFileSync(name, "utf8"), tokens[i].content);
  };

  const tokens = markdown.parse(text, {});
  const contents = nameSections(tokens);
  giveShapes(markdown, tokens);
  await draw(tokens);
  const body = markdown.renderer.render(tokens, markdown.options, {});
  const title = tokens[tokens.findIndex((token) => token.type === "heading_open") + 1].children.map((child) => child.content).join("");
  const hash = createHash("sha256").update(source).digest("hex");
  const policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="source" content="${hash}">
<title>${escape(title)}</title>
<style>
${styleOfReports()}${readFileSync(join(here, "page.css"), "utf8")}${formulas.style(body)}</style>
</head>
<body class="handout">
${navigation(contents, markdown)}<main>
${body}</main>
</body>
</html>
`;
}

// Returns the text that is for the course's repository or for kits: grader/kit/handout.hpp has the form.
export const textFor = (place, source) =>
  source.replace(/^<!-- course -->\n([^]*?)^<!-- kit\n([^]*?)^-->\n/gm, (_, course, kit) => (place === "kit" ? kit : course));

// The colours and the layout that the pages of reports have.
function styleOfReports() {
  const header = readFileSync(join(here, "../report/page/html_style.hpp"), "utf8");
  return /R"css\(\n([\s\S]*?)\)css"/.exec(header)[1];
}

// Gives each heading the anchor that Markdown viewers and the reports give it. Returns the sections of the two upper levels.
function nameSections(tokens) {
  const sections = [];
  const taken = new Map();
  tokens.forEach((token, i) => {
    if (token.type !== "heading_open") return;
    const text = tokens[i + 1].content;
    let anchor = text.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replace(/ /g, "-");
    const before = taken.get(anchor) ?? 0;
    taken.set(anchor, before + 1);
    if (before > 0) anchor += `-${before}`;
    token.attrSet("id", anchor);
    if (token.tag === "h2" || token.tag === "h3") sections.push({ level: token.tag, anchor, inline: tokens[i + 1] });
  });
  return sections;
}

// Lets each displayed formula of a section carry the section's paragraph "Shapes."
function giveShapes(markdown, tokens) {
  let formulas = [];
  let shapes = "";
  const finish = () => { for (const token of formulas) token.meta = { ...token.meta, shapes }; formulas = []; shapes = ""; };
  tokens.forEach((token, i) => {
    if (token.type === "heading_open") finish();
    if (token.type === "math_block" || (token.type === "fence" && token.info.trim() === "math")) formulas.push(token);
    if (token.type === "inline") {
      for (const child of token.children) if (child.type === "math_inline_block") formulas.push(child);
      if (token.content.startsWith("**Shapes.**")) {
        const [paragraph] = markdown.parseInline(token.content.slice("**Shapes.**".length).trim(), {});
        shapes = markdown.renderer.render([paragraph], markdown.options, {});
      }
    }
  });
  finish();
}

function navigation(sections, markdown) {
  const items = sections.map(({ level, anchor, inline }) => {
    const text = markdown.renderer.renderInline(inline.children, markdown.options, {});
    return `<li class="${level}"><a href="#${anchor}">${text}</a></li>\n`;
  });
  return `<nav aria-label="Sections"><details><summary>Sections</summary>\n<ul>\n${items.join("")}</ul>\n</details></nav>\n`;
}

// The name of a text's page: an assignment's handout is called by its folder.
export const nameOf = (file) => basename(file) === "handout.md" ? basename(dirname(file)) : basename(file, ".md");

async function makePages(modules, folder, files) {
  if (!existsSync(join(modules, "node_modules/katex"))) {
    console.error("KaTeX is not installed: the handouts will not be made pages.");
    return;
  }
  mkdirSync(join(folder, "kit"), { recursive: true });
  for (const file of files) {
    for (const [place, to] of [["course", folder], ["kit", join(folder, "kit")]]) {
      const page = join(to, nameOf(file) + ".html");
      writeFileSync(page + ".new", await pageOf(modules, file, place).catch((error) => { throw new Error(`${file}: ${error.message}`); }));
      renameSync(page + ".new", page);
    }
  }
  writeFileSync(join(folder, "made"), "");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [modules, folder, ...files] = process.argv.slice(2);
  await makePages(modules, folder, files).catch((error) => { console.error(error.message); process.exit(1); });
}

// Tests of the pages that are made of Markdown. MODULES is the folder of node_modules. PagesInChromium looks at the pages themselves.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readChart } from "./chart.mjs";
import { graphOf } from "./flowchart.mjs";
import { pageOfLink } from "./links.mjs";
import { pageOf } from "./page.mjs";

const modules = process.env.MODULES;
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

async function made(markdown, place = "course") {
  const folder = mkdtempSync(join(tmpdir(), "handout-"));
  try {
    const file = join(folder, "text.md");
    writeFileSync(file, markdown);
    return await pageOf(modules, file, place);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// The page's body without what MathML keeps of the source for screen readers and for copying.
const body = (page) => page.slice(page.indexOf("<body")).replace(/<annotation[^>]*>[^<]*<\/annotation>/g, "");
const count = (text, part) => text.split(part).length - 1;

test("a formula is set, in a line and on a line of its own", async () => {
  const named = chart.replace("0 --> 10", '["0.5", "1", "2"]');
  assert.deepEqual(readChart(named).x, { title: "step", names: ["0.5", "1", "2"] });
  assert.match(body(await made("# T\n\n```mermaid\n" + named + "```\n")), />0\.5</);
  const page = body(await made("# T\n\nThe slope $\\frac{1}{2}$ is\n\n$$\nz (1 - z)\n$$\n"));
  assert.equal(count(page, 'class="katex"'), 2);
  assert.equal(count(page, 'class="katex-display"'), 1);
  assert.doesNotMatch(page, /\$|\\frac/);
});

test("a formula that cannot be set stops the page and is named", async () => {
  await assert.rejects(made("# T\n\n$\\nosuchword$\n"), /the formula \\nosuchword cannot be set/);
});

test("a displayed formula carries the shapes of its section, and of no other", async () => {
  const page = body(await made("# T\n\n## 1 `a`\n\n$$\nx\n$$\n\n**Shapes.** $x$: $(N, D)$ only.\n\n## 2 `b`\n\n$$\ny\n$$\n"));
  assert.equal(count(page, "<summary>Shapes</summary>"), 1);
  assert.ok(page.indexOf("<summary>Shapes") < page.indexOf('id="2-b"'));
  assert.match(page.slice(page.indexOf("<summary>Shapes")), /only\./);
});

test("a heading has the anchor that reports link to", async () => {
  const page = await made("# T\n\n### 2.1 `affine`\n\n## One unit: $a b^T$ (2 points)\n\n### 2.1 `affine`\n");
  for (const anchor of ["21-affine", "one-unit-a-bt-2-points", "21-affine-1"]) assert.match(page, new RegExp(`id="${anchor}"`));
});

test("code is coloured, escaped, and only in known languages", async () => {
  const page = await made("# T\n\n```cpp\nreturn a < b;\n```\n\n```\n<script>\n```\n");
  assert.match(page, /<span class="hljs-keyword">return<\/span> a &lt; b;/);
  assert.match(page, /&lt;script&gt;/);
  await assert.rejects(made("# T\n\n```cobol\nMOVE\n```\n"), /no highlighter for the language cobol/);
});

test("HTML in the text stays text, and a page runs no script", async () => {
  const page = await made("# T\n\n<script>alert(1)</script>\n");
  assert.doesNotMatch(page, /<script/);
  assert.match(page, /default-src 'none'/);
});

test("a kit's page has the text for kits", async () => {
  const text = "# T\n\n<!-- course -->\nmake grade\n<!-- kit\nmake check\n-->\n\nboth\n\n<!-- course -->\nA\n<!-- kit\nB\n-->\n";
  const course = body(await made(text));
  const kit = body(await made(text, "kit"));
  for (const part of ["<p>make grade</p>", "<p>both</p>", "<p>A</p>"]) assert.match(course, new RegExp(part));
  for (const part of ["<p>make check</p>", "<p>both</p>", "<p>B</p>"]) assert.match(kit, new RegExp(part));
  assert.doesNotMatch(course, /make check|B|!--/);
  assert.doesNotMatch(kit, /make grade|A|!--/);
});

test("links lead to pages where there are pages", () => {
  assert.equal(pageOfLink("../a1-gates/handout.md#21-affine", "course"), "a1-gates.html#21-affine");
  assert.equal(pageOfLink("../a1-gates/handout.md", "kit"), null);
  assert.equal(pageOfLink("../../starter/cheat-sheet.md", "course"), "cheat-sheet.html");
  assert.equal(pageOfLink("../../starter/cheat-sheet.md", "kit"), "starter/cheat-sheet.html");
  assert.equal(pageOfLink("cheat-sheet.md", "kit"), "cheat-sheet.html");
  assert.equal(pageOfLink("../../datasets/words/README.md", "course"), null);
  assert.equal(pageOfLink("https://example.org/x.md", "kit"), "https://example.org/x.md");
  assert.equal(pageOfLink("#here", "kit"), "#here");
});

const chart = 'xychart-beta\n  title "Loss"\n  x-axis "step" 0 --> 10\n  y-axis "loss" -2 --> 3\n  line [1, 2.5, -1]\n';

test("a chart has its title, axes and lines", async () => {
  assert.deepEqual(readChart(chart), { title: "Loss", x: { title: "step", from: 0, to: 10 }, y: { title: "loss", from: -2, to: 3 }, lines: [[1, 2.5, -1]], colors: [] });
  assert.throws(() => readChart(chart + "bar [1]\n"), /the line bar \[1\]/);
  const page = body(await made("# T\n\n```mermaid\n%%{init: {}}%%\n" + chart + "```\n").catch((error) => error.message));
  assert.match(page, /<figcaption>Loss<\/figcaption>/);
  assert.match(page, /<svg[^>]*role="img"/);
});

test("a flow chart has its nodes and arrows", () => {
  const graph = graphOf(["flowchart LR", 'x(("x")) -->|forward| f["gate f"] --> L', 'f -.->|"back: dx"| x']);
  assert.match(graph, /"x" \[label="x", shape=ellipse\]/);
  assert.match(graph, /"x" -> "f" \[label="forward"\]/);
  assert.match(graph, /"f" -> "L" \[label=""\]/);
  assert.match(graph, /"f" -> "x" \[label="back: dx", style=dashed, color="#d62728"/);
  assert.throws(() => graphOf(["flowchart LR", "x ==> y"]), /x ==> y/);
});

// Counted in the text, by other rules than those that set them.
for (const id of readdirSync(join(root, "assignments")).filter((name) => /^a\d/.test(name))) {
  test(`the handout of ${id} has every formula and every chart`, async () => {
    const file = join(root, "assignments", id, "handout.md");
    const lines = readFileSync(file, "utf8").split("\n");
    const page = body(await pageOf(modules, file, "course"));
    const displayed = lines.filter((line) => line === "$$").length / 2 + lines.filter((line) => line === "```math").length;
    assert.ok(displayed > 0);
    assert.equal(count(page.replace(/<details class="shapes">[\s\S]*?<\/details>/g, ""), 'class="katex-display"'), displayed);
    assert.equal(count(page, '<figure class="drawing">'), lines.filter((line) => line === "```mermaid" || /^!\[/.test(line)).length);
    assert.doesNotMatch(page.replace(/<(pre|code)[^>]*>[\s\S]*?<\/\1>/g, ""), /\$|```|\\[a-z]+\{/);
  });
}

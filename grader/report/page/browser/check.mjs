// check.mjs MODULES PAGE...: opens each page in Chromium as a light phone and as a dark desktop show it, without a network, and says what is
// not as it should be: scripts that fail or must not run, figures that are not drawn, pages wider than the window, findings of axe-core.
// A page in the folder mailed/ has been parted from figures.js: it must say so and show the data. A page of a handout must not show the
// source of a formula or chart, and must hold the fonts of its formulas.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...pages] = process.argv.slice(2);
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");
const axe = require("axe-core");

async function complaintsOf(page, url) {
  const complaints = [];
  const mailed = url.includes("/mailed/");
  page.on("pageerror", (error) => complaints.push(`a script failed: ${error.message}`));
  page.on("dialog", (dialog) => { complaints.push("hostile text ran: " + dialog.message()); dialog.dismiss(); });
  page.on("console", (message) => { if (message.type() === "error" && !(mailed && message.text().includes("ERR_FILE_NOT_FOUND"))) complaints.push(`console: ${message.text()}`); });
  page.on("request", (request) => { if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) complaints.push(`it asks the network: ${request.url()}`); });
  await page.goto(url);
  const charts = await page.locator(".chart").count();
  for (let i = 0; i < charts; ++i) {
    if (mailed) {
      const figure = page.locator("figure").nth(i);
      if (!(await figure.locator(".chart").textContent()).includes("without figures.js")) complaints.push(`figure ${i + 1} does not say why it is empty`);
      if (!(await figure.locator("details table").isVisible())) complaints.push(`the data of figure ${i + 1} are hidden`);
      continue;
    }
    const drawn = page.locator(".chart").nth(i).locator("svg path, svg rect, svg line");
    await drawn.first().waitFor({ state: "attached", timeout: 30000 }).catch(() => complaints.push(`figure ${i + 1} is not drawn`));
  }
  const figures = await page.locator("figure").count();
  if (process.env.EXPECT_CHARTS && charts !== figures) complaints.push(`${charts} of ${figures} figures have a place to be drawn`);
  await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
  // What does not fit must be within reach: in a part that scrolls by itself.
  const cut = await page.evaluate(() => [...document.querySelectorAll("pre, p, td, code, figure, summary")].filter((element) => {
    const style = getComputedStyle(element);
    const clipped = element.scrollWidth > element.clientWidth + 1 && ["hidden", "clip"].includes(style.overflowX);
    return style.display !== "inline" && (clipped || style.textOverflow === "ellipsis");
  }).length);
  if (cut > 0) complaints.push(`${cut} elements are cut`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) complaints.push(`it is ${wide} pixels wider than the window`);
  const lost = await page.evaluate(() => [...document.querySelectorAll("a[href^='#']")].map((link) => link.getAttribute("href").slice(1))
    .filter((target) => document.querySelectorAll(`[id="${target}"]`).length !== 1));
  for (const target of lost) complaints.push(`the link to ${target} leads nowhere`);
  complaints.push(...(await sorting(page)));
  if ((await page.locator("body.handout").count()) === 1) complaints.push(...(await page.evaluate(faultsOfHandout)));
  if (await page.evaluate(() => window.hostile !== undefined)) complaints.push("hostile text ran");
  return complaints;
}

// Each sortable table must sort by its first column, up and down.
async function sorting(page) {
  const complaints = [];
  for (const table of await page.locator("table.sortable").all()) {
    const cells = () => table.locator("tbody tr > :first-child").allTextContents();
    const button = table.locator("thead button").first();
    const value = (text) => (Number.isNaN(Number.parseFloat(text)) ? text : Number.parseFloat(text));
    const compare = (a, b) => (typeof value(a) === "number" ? value(a) - value(b) : a.localeCompare(b, "en", { numeric: true }));
    const sorted = (await cells()).sort(compare);
    await button.click();
    if (JSON.stringify(await cells()) !== JSON.stringify(sorted)) complaints.push("a table is not sorted: " + (await cells()));
    await button.click();
    if (JSON.stringify((await cells()).map(value)) !== JSON.stringify(sorted.map(value).reverse())) complaints.push("a table is not sorted the other way: " + (await cells()));
  }
  return complaints;
}

// Runs in the page.
function faultsOfHandout() {
  const faults = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("code, pre, annotation")) continue;
    if (/\$|\\[A-Za-z]+|[_^]\{|```|xychart|\]\(/.test(text.data)) faults.push(`it shows source: ${text.data.trim().slice(0, 80)}`);
  }
  const faces = [...document.fonts].map((face) => [face.family.replaceAll('"', ""), face.weight === "bold" ? "700" : face.weight === "normal" ? "400" : face.weight, face.style].join(" "));
  const missing = new Set();
  for (const element of document.querySelectorAll(".katex-html *")) {
    if (!element.textContent.trim() || element.children.length > 0) continue;
    const style = getComputedStyle(element);
    const face = [style.fontFamily.split(",")[0].replaceAll('"', ""), style.fontWeight, style.fontStyle].join(" ");
    if (!faces.includes(face)) missing.add(face);
  }
  for (const face of missing) faults.push(`it lacks the font ${face}`);
  for (const face of document.fonts) if (face.status === "error") faults.push(`the font ${face.family} cannot be read`);
  for (const svg of document.querySelectorAll(".drawing svg")) {
    const { width, height } = svg.getBoundingClientRect();
    if (width < 200 || height < 30) faults.push(`a drawing has ${width} x ${height} pixels`);
  }
  return faults;
}

async function accessibility(page) {
  // Not part of the page, so its policy does not hold for it: the devtools protocol evaluates it.
  await page.evaluate(axe.source);
  // Formulas are nine tenths of the elements of a handout, and axe-core has no rule about MathML: its text takes its place.
  await page.evaluate(() => document.querySelectorAll(".katex").forEach((formula) => { formula.textContent = formula.querySelector("annotation").textContent; }));
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `axe: ${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`);
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
let failed = false;
// The width decides what fits, and the scheme which colours there are: neither has anything to do with the other.
const looks = [{ width: 390, colorScheme: "light" }, { width: 1280, colorScheme: "dark" }];
for (const file of pages) {
  for (const { width, colorScheme } of looks) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, offline: true });
    const page = await context.newPage();
    const complaints = await complaintsOf(page, pathToFileURL(file).href);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${width}-${colorScheme}.png`, fullPage: true });
    complaints.push(...(await accessibility(page)));
    for (const complaint of complaints) console.log(`${file} at ${width} px, ${colorScheme}: ${complaint}`);
    failed ||= complaints.length > 0;
    await context.close();
  }
}
await browser.close();
process.exit(failed ? 1 : 0);

// Formulas, set by KaTeX, and the fonts that they need.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

// KaTeX's classes whose text is in another font than the two that most formulas need.
const fontsOfClasses = [
  [/\b(amsrm|mathbb|textbb|mathscr)\b/, "AMS-Regular"], [/\b(mathbf|textbf)\b/, "Main-Bold"], [/\bboldsymbol\b/, "Math-BoldItalic"],
  [/\b(mathit|textit)\b/, "Main-Italic"], [/\b(mathcal)\b/, "Caligraphic-Regular"], [/\b(mathtt|texttt)\b/, "Typewriter-Regular"],
  [/\b(mathsf|textsf)\b/, "SansSerif-Regular"],
];
const always = ["Main-Regular", "Math-Italic", "Size1-Regular", "Size2-Regular", "Size3-Regular", "Size4-Regular"];

export class Formulas {
  constructor(require) {
    this.katex = require("katex");
    this.folder = dirname(require.resolve("katex/dist/katex.min.css"));
  }

  inline(source) { return this.#set(source, false); }
  display(source) { return this.#set(source, true); }

  // Throws with the formula's source when KaTeX does not know it.
  #set(source, displayMode) {
    try {
      return this.katex.renderToString(source, { displayMode, throwOnError: true, strict: "error", output: "htmlAndMathml" });
    } catch (error) {
      throw new Error(`the formula ${source.trim()} cannot be set: ${error.message}`);
    }
  }

  // KaTeX's style sheet with the fonts that `html` needs in it.
  style(html) {
    const classes = [...html.matchAll(/class="([^"]*)"/g)].map((match) => match[1]).join(" ");
    const fonts = always.concat(fontsOfClasses.filter(([name]) => name.test(classes)).map(([, font]) => font));
    const sheet = readFileSync(join(this.folder, "katex.min.css"), "utf8");
    return sheet.replace(/@font-face\{[^}]*?url\(fonts\/KaTeX_([A-Za-z0-9-]+)\.woff2\)[^}]*\}/g, (rule, font) => {
      if (!fonts.includes(font)) return "";
      const data = readFileSync(join(this.folder, "fonts", `KaTeX_${font}.woff2`)).toString("base64");
      return rule.replace(/src:[^}]*/, `src:url(data:font/woff2;base64,${data}) format("woff2")`);
    });
  }
}

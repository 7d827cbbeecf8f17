// node compare.mjs FOLDER: compares 0.cpp, 1.cpp, ... in FOLDER, leaving out what is in starter.cpp, and
// prints {"pairs": [[0, 1, similarity, shared, longest], ...]}, the most similar first. Similarity is between
// 0 and 1. `shared` is the number of different fingerprints that both files have; `longest` is the length of
// their longest common run.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { File } from "@dodona/dolos-core";
import { CustomTreeSitterLanguage, Dolos } from "@dodona/dolos-lib";
import Parser from "tree-sitter";

const SMALLEST_CLASS_WITH_A_COMMON_ANSWER = 10;
const LEAST_SIMILARITY = 0.5;
const MOST_PAIRS = 1000;

async function cpp() {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-cpp/tree-sitter-cpp.wasm");
  return Parser.Language.load(grammar);
}

const folder = process.argv[2];
const read = (name) => new File(name, fs.readFileSync(path.join(folder, name), "utf8"));
const files = fs.readdirSync(folder).filter((name) => /^\d+\.cpp$/.test(name)).map(read);

const dolos = new Dolos({
  language: "cpp",
  // A fingerprint that occurs in more files than this is taken for the common answer.
  maxFingerprintCount: Math.max(SMALLEST_CLASS_WITH_A_COMMON_ANSWER, Math.ceil(files.length / 5)),
});
dolos.languagePicker.byName.set("cpp", new CustomTreeSitterLanguage("cpp", [".cpp"], cpp));
const report = await dolos.analyze(files, "class", read("starter.cpp"));

// Dolos does not count how often a file repeats ignored code. With a starter in every file, that is most of
// it.
const counted = (entry) =>
  [...entry.ignored].reduce((left, ignored) => left - ignored.occurrencesOf(entry.file).length, entry.kgrams.length);
const similarity = (pair) =>
  (pair.leftCovered + pair.rightCovered) / Math.max(1, counted(pair.leftEntry) + counted(pair.rightEntry));

const number = (file) => Number.parseInt(file.path, 10);
const pairs = report
  .allPairs()
  .map((pair) => {
    const [first, second] = [number(pair.leftFile), number(pair.rightFile)].sort((a, b) => a - b);
    return [first, second, similarity(pair), pair.shared.length, pair.longest];
  })
  .filter((pair) => pair[2] >= LEAST_SIMILARITY)
  .sort((a, b) => b[2] - a[2] || b[3] - a[3] || a[0] - b[0] || a[1] - b[1])
  .slice(0, MOST_PAIRS);
console.log(JSON.stringify({ pairs }));

// node compare.mjs FOLDER [NUMBER...]: compares 0.cpp, 1.cpp, ... in FOLDER, without the files of these numbers,
// leaving out what is in starter.cpp, and prints
//
//     {"pairs": [[0, 1, similarity, shared, longest], ...], "left_out": [2, ...]}
//
// with the most similar first. Similarity is between 0 and 1. `shared` is the number of different fingerprints
// that both files have; `longest` is the length of their longest common run. `left_out` has the files that
// cannot be read as C++ in a few seconds. On stderr, "reading 3" says which file is being read, so that one that
// ends this program can be left out too.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { File, FingerprintIndex, Region } from "@dodona/dolos-core";
import { CustomTreeSitterLanguage, Dolos } from "@dodona/dolos-lib";
import Parser from "tree-sitter";
import { longestCommonRun } from "./runs.mjs";

const SMALLEST_CLASS_WITH_A_COMMON_ANSWER = 10;
const LEAST_SIMILARITY = 0.5;
const MOST_PAIRS = 1000;
const MOST_SECONDS_FOR_A_FILE = 5;

async function cpp() {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve("tree-sitter-cpp/tree-sitter-cpp.wasm");
  return Parser.Language.load(grammar);
}

// Does what Dolos's own method does, without recursion: a file may nest deeper than a stack allows.
function tokenizeNode(root, tokens) {
  const open = (node) => {
    const { startPosition: start, endPosition: end } = node;
    const frame = {
      location: new Region(start.row, start.column, end.row, end.column),
      children: node.namedChildren,
      next: 0,
      kept: !node.type.includes("comment") || this.options.includeComments,
    };
    if (frame.kept) tokens.push(this.newToken("(", frame.location), this.newToken(node.type, frame.location));
    return frame;
  };
  const frames = [open(root)];
  for (;;) {
    const frame = frames.at(-1);
    if (frame.next < frame.children.length) {
      frames.push(open(frame.children[frame.next++]));
      continue;
    }
    const { location } = frame;
    if (frame.kept) tokens.push(this.newToken(")", location));
    frames.pop();
    if (frames.length === 0) return [location.startRow, location.startCol];
    // What a child has captured is not the parent's.
    const parent = frames.at(-1).location;
    if (location.startRow < parent.endRow || (location.startRow === parent.endRow && location.startCol < parent.endCol)) {
      parent.endRow = location.startRow;
      parent.endCol = location.startCol;
    }
  }
}

const [folder, ...excluded] = process.argv.slice(2);
const read = (name) => new File(name, fs.readFileSync(path.join(folder, name), "utf8"));
const number = (file) => Number.parseInt(file.path, 10);
const files = fs
  .readdirSync(folder)
  .filter((name) => /^\d+\.cpp$/.test(name))
  .map(read)
  .sort((a, b) => number(a) - number(b));

const dolos = new Dolos({ language: "cpp" });
dolos.languagePicker.byName.set("cpp", new CustomTreeSitterLanguage("cpp", [".cpp"], cpp));
const language = await dolos.languagePicker.findLanguage("cpp");
const tokenizer = await language.createTokenizer({ includeComments: false });
tokenizer.tokenizeNode = tokenizeNode;
tokenizer.parser.setTimeoutMicros(MOST_SECONDS_FOR_A_FILE * 1e6);

const { kgramLength, kgramsInWindow, kgramData } = dolos.options;
const index = new FingerprintIndex(kgramLength, kgramsInWindow, kgramData);
// A fingerprint that occurs in more files than this is taken for the common answer.
index.updateMaxFingerprintFileCount(Math.max(SMALLEST_CLASS_WITH_A_COMMON_ANSWER, Math.ceil(files.length / 5)));

const leftOut = [];
for (const file of files) {
  try {
    if (excluded.includes(String(number(file)))) throw new Error("excluded");
    fs.writeSync(2, `reading ${number(file)}\n`);
    index.addFiles([tokenizer.tokenizeFile(file)]);
  } catch {
    tokenizer.parser.reset();
    leftOut.push(number(file));
  }
}
index.addIgnoredFile(tokenizer.tokenizeFile(read("starter.cpp")));
fs.writeSync(2, "comparing\n");

// Dolos does not count how often a file repeats ignored code. With a starter in every file, that is most of
// it.
const counted = (entry) =>
  [...entry.ignored].reduce((left, ignored) => left - ignored.occurrencesOf(entry.file).length, entry.kgrams.length);

const entries = index
  .entries()
  .filter((entry) => !leftOut.includes(number(entry.file.file)))
  .map((entry) => ({ ...entry, number: number(entry.file.file), counted: counted(entry) }));

// Returns the fingerprints of the file that the other has too, in the order of the file.
const occurrences = (shared, file) =>
  shared
    .flatMap((fingerprint) =>
      fingerprint.occurrencesOf(file).map(({ side }) => ({ hash: fingerprint.hash, index: side.index })))
    .sort((a, b) => a.index - b.index);

function compare(first, second) {
  const [small, large] = first.shared.size < second.shared.size ? [first, second] : [second, first];
  const shared = [...small.shared].filter((fingerprint) => large.shared.has(fingerprint));
  const left = occurrences(shared, first.file);
  const right = occurrences(shared, second.file);
  const similarity = (left.length + right.length) / Math.max(1, first.counted + second.counted);
  if (similarity < LEAST_SIMILARITY) return [];
  return [[first.number, second.number, similarity, shared.length, longestCommonRun(left, right)]];
}

const pairs = entries
  .flatMap((first, i) => entries.slice(i + 1).flatMap((second) => compare(first, second)))
  .sort((a, b) => b[2] - a[2] || b[3] - a[3] || a[0] - b[0] || a[1] - b[1])
  .slice(0, MOST_PAIRS);
console.log(JSON.stringify({ pairs, left_out: leftOut }));

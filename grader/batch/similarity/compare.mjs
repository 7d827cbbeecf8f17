// node compare.mjs FOLDER SIZE [NUMBER...]: compares 0.cpp, 1.cpp, ... in FOLDER, without the files of these numbers,
// leaving out what is in starter.cpp. The first SIZE files are the class. The others (solutions, earlier years) are
// compared with the class and not with each other. Prints
//
//     {"pairs": [[0, 1, similarity, shared, longest, rarity, [[first, last, row], ...]], ...], "left_out": [2, ...]}
//
// with those first that share the most that few share. Similarity is between 0 and 1. `shared` is the number of
// different fingerprints that both files have; `longest` is the length of their longest common run. `rarity` is the
// sum over the shared fingerprints of log2(SIZE / how many of the class have it). The list has the largest fragments
// that both share: the first and last row in the first file, and the row in the second. `left_out` has the files
// that cannot be read as C++ in a few seconds. On stderr, "reading 3" says which file is being read, so that one that
// ends this program can be left out too.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { File, FingerprintIndex, Region } from "@dodona/dolos-core";
import { CustomTreeSitterLanguage, Dolos } from "@dodona/dolos-lib";
import Parser from "tree-sitter";
import { commonRuns, longestRuns } from "./runs.mjs";

const FEWEST_WITH_A_COMMON_ANSWER = 4;
const MOST_FRAGMENTS = 3;
const LEAST_SIMILARITY = 0.5;
const LEAST_RARITY = 4;  // in a class that is large enough to tell what is rare
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

const [folder, size, ...excluded] = process.argv.slice(2);
const classSize = Number.parseInt(size, 10);
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

// A fingerprint that more of the class have than this is taken for the common answer: it is evidence of nothing.
const inClass = (fingerprint) => fingerprint.files().filter((file) => number(file.file) < classSize).length;
const mostForEvidence = Math.max(FEWEST_WITH_A_COMMON_ANSWER, Math.ceil(classSize / 5));
index.addIgnoredHashes(
  index.sharedFingerprints().filter((each) => !each.ignored && inClass(each) > mostForEvidence).map((each) => each.hash));
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
      fingerprint.occurrencesOf(file).map(({ side }) => ({ hash: fingerprint.hash, index: side.index, location: side.location })))
    .sort((a, b) => a.index - b.index);

// Returns the largest fragments: the longest runs of shared fingerprints that both files have.
const fragments = (left, right) =>
  longestRuns(left, right, MOST_FRAGMENTS).map((run) => {
    const rows = left.slice(run.left, run.left + run.length).map(({ location }) => location.endRow);
    const end = rows.reduce((last, row) => Math.max(last, row), 0);
    return [left[run.left].location.startRow, end, right[run.right].location.startRow];
  });

function compare(first, second) {
  const [small, large] = first.shared.size < second.shared.size ? [first, second] : [second, first];
  const shared = [...small.shared].filter((fingerprint) => large.shared.has(fingerprint));
  const left = occurrences(shared, first.file);
  const right = occurrences(shared, second.file);
  const similarity = (left.length + right.length) / Math.max(1, first.counted + second.counted);
  if (similarity < LEAST_SIMILARITY) return [];
  const rarity = shared.reduce((sum, each) => sum + Math.log2(classSize / Math.min(classSize, inClass(each))), 0);
  if (classSize >= FEWEST_WITH_A_COMMON_ANSWER && rarity < LEAST_RARITY) return [];
  const longest = commonRuns(left, right).reduce((most, run) => Math.max(most, run), 0);
  return [[first.number, second.number, similarity, shared.length, longest, rarity, fragments(left, right)]];
}

const pairs = entries
  .filter((first) => first.number < classSize)
  .flatMap((first) => entries.filter((second) => second.number > first.number).flatMap((second) => compare(first, second)))
  .sort((a, b) => b[5] - a[5] || b[2] - a[2] || a[0] - b[0] || a[1] - b[1])
  .slice(0, MOST_PAIRS);
console.log(JSON.stringify({ pairs, left_out: leftOut }));

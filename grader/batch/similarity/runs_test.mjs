// node --test runs_test.mjs
import assert from "node:assert/strict";
import { test } from "node:test";
import { commonRuns, longestRuns } from "./runs.mjs";

// "abc.de" are five hashes with a gap after the third.
const list = (text) => [...text].map((hash, index) => ({ hash, index })).filter(({ hash }) => hash !== ".");
const at = (list, place) => list[place].index;
const runsOf = (left, right, most = 3) =>
  longestRuns(list(left), list(right), most).map((run) => [at(list(left), run.left), at(list(right), run.right), run.length]);

test("The longest run has no gap in either list", () => {
  assert.deepEqual(commonRuns(list("abc.de"), list("xabcde")), [0, 1, 2, 3, 1, 2]);
  assert.deepEqual(commonRuns(list("abcde"), list("abc.de")), [1, 2, 3, 1, 2]);
  assert.deepEqual(commonRuns(list("ab"), []), []);
});

test("A copy has its runs where the original has them", () => {
  const text = "ab.xabcd.ab.cdefgh.ab.q";
  for (const [left, right] of runsOf(text, text, 9)) assert.equal(left, right);
  assert.deepEqual(runsOf(text, text), [[12, 12, 6], [3, 3, 5], [0, 0, 2]]);
});

test("A run is where the whole of it is, not where its first element is", () => {
  assert.deepEqual(runsOf("abcdef", "a.b.xx.abcdef"), [[0, 7, 6]]);
  assert.deepEqual(runsOf("..aabaab", "aabaaabaab"), [[2, 4, 6]]);
});

test("Runs do not overlap", () => {
  assert.deepEqual(runsOf("abcdefg", "abcd.cdefg"), [[2, 5, 5], [0, 0, 2]]);
  assert.deepEqual(runsOf("abcdefg", "abcde.defg"), [[0, 0, 5], [5, 8, 2]]);
  assert.deepEqual(runsOf("abc", "xyz"), []);
});

test("Endless repetition takes no time", () => {
  const long = list("ab".repeat(20_000));
  const started = Date.now();
  assert.deepEqual(longestRuns(long, list("ba".repeat(20_000)), 1), [{ left: 0, right: 1, length: 39_999 }]);
  assert.ok(Date.now() - started < 20_000);
});

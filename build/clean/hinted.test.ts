import assert from "node:assert/strict";
import { test } from "node:test";
import { type Hints, Journal } from "./flow.ts";
import { learnGrammar } from "./joins.ts";
import { findOrder } from "./order.ts";
import { readPlain } from "./read.ts";

const KNOWN = new Set(["harbour", "window", "garden", "kitchen", "market", "silver", "winter"]);

function ordered(
  text: string,
  hints: Hints,
): { readonly lines: string[]; readonly said: string; readonly asked: number } {
  const sheets = readPlain(text).sections.map((lines, side) => ({ side, lines, folios: [], head: null, mixed: false }));
  const sense = {
    grammar: learnGrammar([], new Map()),
    vocabulary: new Map<string, number>(),
    lexicon: { langs: ["en"], has: (word: string) => KNOWN.has(word) },
  };
  const journal = new Journal({ file: "x.txt", text });
  const { pages, order } = findOrder(sheets, sense, hints, journal);
  return {
    lines: pages.flatMap((page) => page.lines.map(({ letters }) => letters.text)),
    said: order.hypothesis,
    asked: journal.questions.length,
  };
}

test("cuts name the pages in reading order, also where two met inside a line", () => {
  const text = "The ferry\nleft at noon and the bell rings on.\nIn the town\na dog slept while the";
  const { lines, said } = ordered(text, { cuts: ["In the town a dog", "bell rings", "The ferry left"] });
  assert.deepEqual(lines, [
    "In the town",
    "a dog slept while the",
    "bell rings on.",
    "The ferry",
    "left at noon and the",
  ]);
  assert.equal(said, "cuts");
});

test("what stands before all cuts comes first, and a cut that is not there is asked about", () => {
  const { lines, asked } = ordered("A title\nsecond page\nfirst page", { cuts: ["first", "second", "third"] });
  assert.deepEqual(lines, ["A title", "first page", "second page"]);
  assert.equal(asked, 1);
});

test("reversed: the last page stands first", () => {
  assert.deepEqual(ordered("three\n\ftwo\n\fone", { order: "reversed" }).lines, ["one", "two", "three"]);
  assert.equal(ordered("three\ntwo\none", { order: "reversed" }).asked, 1);
});

test("sheets: each of four pages is folded by itself", () => {
  const page = (begins: string, ends: string): string =>
    [`${begins} here it goes on.`, "a line of it.", "a line more.", `it ends in ${ends}`].join("\n");
  const pages = [
    page("First", "har-"),
    page("bour", "win-"),
    page("dow", "gar-"),
    page("den", "kit-"),
    page("chen", "mar-"),
    page("ket", "sil-"),
    page("ver", "win-"),
    page("ter", "the end."),
  ];
  const sides = [
    [4, 1],
    [2, 3],
    [8, 5],
    [6, 7],
  ].map((side) => side.map((at) => pages[at - 1]).join("\n"));
  const { lines } = ordered(sides.join("\n\f"), { order: "sheets" });
  assert.deepEqual(lines, pages.join("\n").split("\n"));
});

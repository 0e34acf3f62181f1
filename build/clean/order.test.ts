import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "./flow.ts";
import { learnGrammar } from "./joins.ts";
import { findOrder } from "./order.ts";
import type { Sheet } from "./pages.ts";
import { readPlain } from "./read.ts";

const WORDS = ["har-bour", "win-dow", "gar-den", "kit-chen", "mar-ket", "sil-ver", "win-ter"];
const KNOWN = new Set(WORDS.map((word) => word.replace("-", "")));

/** Page `page` of eight, torn from its neighbours inside a word. */
function sheet(side: number, page: number, folio: number | null): Sheet {
  const begins = WORDS[page - 2]?.split("-")[1] ?? "First";
  const ends = page < 8 ? `${WORDS[page - 1]!.split("-")[0]}-` : "the end.";
  return {
    side,
    lines: readPlain(`${begins} of page ${page}\nand then the ${ends}\n`).sections[0]!,
    folios: folio === null ? [] : [{ value: folio, style: "arabic" }],
    head: null,
    mixed: false,
  };
}

/** The sides of a booklet of eight pages, with the folios that are printed. */
function booklet(printed: (page: number) => boolean): Sheet[] {
  const sides = [
    [8, 1],
    [2, 7],
    [6, 3],
    [4, 5],
  ];
  return sides.flatMap((pages, side) => pages.map((page) => sheet(side, page, printed(page) ? page : null)));
}

function firstLines(sheets: readonly Sheet[]): string[] {
  const lexicon = { langs: ["en"], has: (word: string) => KNOWN.has(word) };
  const grammar = learnGrammar([], new Map());
  const journal = new Journal({ file: "x.txt", text: "" });
  const { pages } = findOrder(sheets, { grammar, vocabulary: new Map(), lexicon }, {}, journal);
  return pages.map((page) => /\d/.exec(page.lines[0]!.letters.text)![0]);
}

test("a page without a folio gets what its side's sum leaves", () => {
  assert.equal(firstLines(booklet((page) => page !== 1)).join(""), "12345678");
  assert.equal(firstLines(booklet((page) => page !== 6)).join(""), "12345678");
});

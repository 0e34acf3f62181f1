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

const SENSE = {
  grammar: learnGrammar([], new Map()),
  vocabulary: new Map(),
  lexicon: { langs: ["en"], has: (word: string) => KNOWN.has(word) },
};

function firstLines(sheets: readonly Sheet[]): string[] {
  const journal = new Journal({ file: "x.txt", text: "" });
  const { pages } = findOrder(sheets, SENSE, {}, journal);
  return pages.map((page) => /\d/.exec(page.lines[0]!.letters.text)![0]);
}

test("a page without a folio gets what its side's sum leaves", () => {
  assert.equal(firstLines(booklet((page) => page !== 1)).join(""), "12345678");
  assert.equal(firstLines(booklet((page) => page !== 6)).join(""), "12345678");
});

/** What is left of the lines, and what was set aside. */
function keptOf(text: string): { readonly lines: string[]; readonly aside: string[] } {
  const journal = new Journal({ file: "x.txt", text });
  const lines = readPlain(text).sections.flat();
  const sense = {
    grammar: learnGrammar([], new Map()),
    vocabulary: new Map(),
    lexicon: { langs: [], has: () => false },
  };
  const { pages } = findOrder([{ side: 0, lines, folios: [], head: null, mixed: false }], sense, {}, journal);
  return {
    lines: pages.flatMap((page) => page.lines.map(({ letters }) => letters.text)),
    aside: journal.asides.map(({ kind, text: words }) => `${kind}: ${words}`),
  };
}

test("a strip that was read twice goes; a phrase said twice stays", () => {
  const { lines, aside } = keptOf(
    "The ferry left without the miller's daughter.\nut the miller's daug\nthe miller's daughter",
  );
  assert.deepEqual(lines, ["The ferry left without the miller's daughter.", "the miller's daughter"]);
  assert.deepEqual(aside, ["debris: ut the miller's daug"]);
});

test("the folios of whole sides say how many pages there are, unless a hint does", () => {
  const sheets = booklet(() => false);
  const hypothesis = (pages?: number): string =>
    findOrder(
      sheets,
      SENSE,
      { order: "booklet", ...(pages === undefined ? {} : { pages }) },
      new Journal({ file: "x.txt", text: "" }),
      8,
    ).order.hypothesis;
  assert.equal(hypothesis(), "booklet of 8 pages");
  assert.equal(hypothesis(12), "booklet of 12 pages");
});

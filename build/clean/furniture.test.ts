import assert from "node:assert/strict";
import { test } from "node:test";
import { ContentsKeys } from "./contents.ts";
import { Journal } from "./flow.ts";
import { findPages } from "./pages.ts";
import { readPlain } from "./read.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Twenty lines that stand on no other page. */
function body(page: number): string[] {
  return Array.from(
    { length: 20 },
    (_, line) => `the ${LETTERS[page]}${LETTERS[line]} ferry and the old lamp by the water`,
  );
}

/** What stays of pages between form feeds, and their folios. */
function pagesOf(pages: readonly (readonly string[])[]) {
  const source = { file: "x.txt", text: pages.map((lines) => lines.join("\n")).join("\n\f") };
  const journal = new Journal(source);
  const { sheets } = findPages(readPlain(source.text), new ContentsKeys(), journal);
  return {
    lines: sheets.map((sheet) => sheet.lines.map((line) => line.letters.text)),
    folios: sheets.map((sheet) => sheet.folios[0]?.value ?? null),
    asides: journal.asides.map((aside) => aside.text),
  };
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test("what a printing program writes around each page goes", () => {
  const { lines, folios } = pagesOf(
    range(8).map((i) => [
      "1/2/27, 6:53 AM",
      "",
      "The Long Winter",
      "",
      ...body(i),
      "",
      "https://example.org/winter.html",
      "",
      `${i + 1}/8`,
    ]),
  );
  assert.deepEqual(lines, range(8).map(body));
  assert.deepEqual(folios, [1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a head that stands on one page only goes with its folio, if the folios count", () => {
  const heads = ["The Ferry", "The Lamp", "The Rope"];
  const { lines } = pagesOf(range(3).map((i) => [`${heads[i]}    ${i + 14}`, "", ...body(i)]));
  assert.deepEqual(lines, range(3).map(body));
});

test("a title in the place of a head stays where its number does not count", () => {
  const { lines } = pagesOf(range(4).map((i) => [i === 1 ? "The Winter of 1916" : `${i + 14}`, "", ...body(i)]));
  assert.equal(lines[1]![0], "The Winter of 1916");
});

test("a folio above and below goes twice; a note's number stays", () => {
  const { lines } = pagesOf(
    range(6).map((i) => [`${i + 3}`, ...body(i), "", `${i + 2}`, `See the ${LETTERS[i]} book.`, `${i + 3}`]),
  );
  assert.deepEqual(
    lines,
    range(6).map((i) => [...body(i), `${i + 2}`, `See the ${LETTERS[i]} book.`]),
  );
});

test("a year in a head is no folio", () => {
  const { folios, lines } = pagesOf(
    range(6).map((i) =>
      i % 2 ? [`${i + 1}`, "", "Bo Sample", "", ...body(i)] : ["The Thaw, 1921", "", `${i + 1}`, "", ...body(i)],
    ),
  );
  assert.deepEqual(folios, [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(lines, range(6).map(body));
});

test("a chapter's title with a year in it stays, where its heads have the year before the folio", () => {
  const { lines, folios } = pagesOf(
    range(8).map((i) => [
      ...(i % 2 === 0 ? [i === 0 ? "The Thaw, 1921" : `The Thaw, 1921    ${i + 1}`] : [`${i + 1}    The Long Winter`]),
      "",
      ...body(i),
      ...(i === 0 ? ["", "1"] : []),
    ]),
  );
  assert.deepEqual(
    lines,
    range(8).map((i) => [...(i === 0 ? ["The Thaw, 1921"] : []), ...body(i)]),
  );
  assert.deepEqual(folios, [1, 2, 3, 4, 5, 6, 7, 8]);
});

test("folios count on behind leaves that are missing", () => {
  const folio = (i: number): number => (i < 9 ? i + 1 : i + 3);
  const { folios } = pagesOf(range(14).map((i) => [`${folio(i)}`, "", "The Long Winter", "", ...body(i)]));
  assert.deepEqual(folios, range(14).map(folio));
});

test("the figure that counts in a line that repeats is the folio", () => {
  const { folios } = pagesOf(range(8).map((k) => [...body(k), `https://example.org/winter.html ${k + 1}/8`]));
  assert.deepEqual(folios, [1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a folio that was misread follows from the other one of its side", () => {
  const page = (folio: string, k: number): string[] => [`${folio} The Long Winter`, ...body(k)];
  const read = (folio: number): string => (folio === 5 ? "S" : `${folio}`);
  const { folios } = pagesOf(range(8).map((side) => [...page(`${16 - side}`, 9), ...page(read(1 + side), side)]));
  assert.deepEqual(
    folios,
    range(8).flatMap((side) => [16 - side, 1 + side]),
  );
});

test("a page that opens a chapter without a head is parted from the page before", () => {
  const page = (folio: number): string[] => [`${folio} ${folio < 5 ? "The Long Winter" : "The Thaw"}`, ...body(folio)];
  const pages = range(12).map((i) => page(i + 1));
  pages[3] = [...pages[3]!, "The Thaw", ...body(20)];
  const { lines } = pagesOf(pages);
  assert.equal(lines.length, 13);
  assert.deepEqual(lines[4], ["The Thaw", ...body(20)]);
});

test("a work cited on page after page is no head", () => {
  const works = ["Op. Cit., p. ", "Example, The Long Winter, p. "];
  const cited = range(8).map((i) => [
    ...body(i),
    "",
    `${works[i % 2]}${40 + ((i * 37) % 90)}`,
    "",
    "The Ferry",
    "",
    `${i + 1}`,
  ]);
  const { asides } = pagesOf(cited);
  assert.deepEqual([...new Set(asides.filter((text) => /\D/.test(text)))], ["The Ferry"]);
});

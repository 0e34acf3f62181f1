import assert from "node:assert/strict";
import { test } from "node:test";
import { unfold } from "./booklet.ts";
import { Journal } from "./flow.ts";
import { learnGrammar, type WordSense } from "./joins.ts";
import { findOrder } from "./order.ts";
import type { Sheet } from "./pages.ts";
import { setText } from "./prose.fixture.ts";
import { readPlain } from "./read.ts";
import { findSeams } from "./seams.ts";
import { countWords } from "./vocabulary.ts";

const LEXICON = { langs: ["en"], has: () => false };

/** Pages of about twenty lines that end inside a word; the first has a title, the last ends its sentence. */
function pagesOf(count: number): string[][] {
  const lines = setText({ indent: 0, justified: true }, 7, 120).flat();
  const pages: string[][] = [["", "The mill by the river", ""]];
  for (const line of lines) {
    const page = pages.at(-1)!;
    page.push(line);
    if (pages.length === count && page.length >= 16 && line.endsWith(".")) return pages;
    if (pages.length < count && page.length >= 18 && line.endsWith("-")) pages.push([]);
  }
  throw new Error("the prose is too short");
}

function senseOf(sheets: readonly Sheet[]): WordSense {
  const vocabulary = countWords(sheets.map((sheet) => sheet.lines));
  const grammar = learnGrammar(
    sheets.flatMap((sheet) => sheet.lines.map((line) => line.letters.text)),
    vocabulary,
  );
  return { grammar, vocabulary, lexicon: LEXICON };
}

/** Page numbers of a booklet's sides, left and right. */
function sidesOf(pages: number): number[][] {
  return Array.from({ length: pages / 2 }, (_, i) => (i % 2 === 0 ? [pages - i, i + 1] : [i + 1, pages - i]));
}

function sheetsOf(text: string): Sheet[] {
  return readPlain(text).sections.map((lines, side) => ({ side, lines, folios: [], head: null, mixed: false }));
}

/** The lines in the order found. */
function unfolded(text: string, pages: number | null = null): string[] | undefined {
  const sheets = sheetsOf(text);
  return unfold(sheets, senseOf(sheets), pages)
    ?.runs.inOrder.flat()
    .map(({ letters }) => letters.text);
}

/** Sides of a booklet of `count` pages, those of them that are printed. */
function imposed(pages: readonly string[][], count: number): string[][] {
  return sidesOf(count).map((side) => side.flatMap((page) => pages[page - 1] ?? []));
}

test("sides between form feeds are parted where their pages meet, and unfolded", () => {
  for (const count of [12, 24, 32]) {
    const pages = pagesOf(count);
    const text = imposed(pages, count)
      .map((lines) => lines.join("\n"))
      .join("\n\f");
    assert.deepEqual(unfolded(text), pages.flat().filter(Boolean));
  }
});

test("blank pages at the end leave the first sides with one page", () => {
  const pages = pagesOf(21);
  const text = imposed(pages, 24)
    .map((lines) => lines.join("\n"))
    .join("\n\f");
  assert.deepEqual(unfolded(text), pages.flat().filter(Boolean));
});

test("a short last page, which goes on within a word, stands at the end and not before the first", () => {
  const [opening = [], ...inner] = pagesOf(23);
  const ending = inner.at(-1)!;
  const short = ending.slice(0, ending.findIndex((line, i) => i > 2 && line.endsWith(".")) + 1);
  const title = ["", "The mill by the river", "", "A. Miller", ""];
  const pages = [title, opening.slice(3), ...inner.slice(0, -1), short];
  // the first page stands left of the last, as where sides are turned
  const text = sidesOf(24).flatMap(([left, right]) => [pages[right! - 1]!, pages[left! - 1]!]);
  const printed = text.map((lines) => lines.join("\n")).join("\n ");
  assert.deepEqual(unfolded(printed, 24), pages.flat().filter(Boolean));
});

test("where form feeds became lone blanks the page count is found", () => {
  const pages = pagesOf(24);
  const sheets = sheetsOf(
    imposed(pages, 24)
      .map((lines) => lines.join("\n"))
      .join("\n "),
  );
  const folded = unfold(sheets, senseOf(sheets), null)!;
  assert.equal(folded.pages, 24);
  assert.ok(folded.rival && folded.rival.gain < folded.gain);
  assert.deepEqual(
    folded.runs.inOrder.flat().map(({ letters }) => letters.text),
    pages.flat().filter(Boolean),
  );
});

test("pages in order stay as they are, with form feeds and without", () => {
  const pages = pagesOf(24).map((lines) => lines.join("\n"));
  for (const text of [pages.join("\n\f"), pages.join("\n "), pages.join("\n\n")]) {
    const sheets = sheetsOf(text);
    const { order } = findOrder(sheets, senseOf(sheets), {}, new Journal({ file: "x.txt", text }));
    assert.equal(order.hypothesis, "plain");
  }
});

test("a page may begin behind a glossary's entries, which end without a stop, but not behind a title", () => {
  const prose = setText({ indent: 0, justified: true }, 7, 30).map((lines) => lines.join("\n"));
  const behind = (above: readonly string[]): number => {
    const sheets = sheetsOf([...prose.slice(0, 15), ...above, ...prose.slice(15)].join("\n\n"));
    const { lines, all, edge } = findSeams(sheets, senseOf(sheets), null)!;
    const first = prose[15]!.split("\n")[0];
    return edge[all.findIndex(({ line }) => lines[line]!.letters.text === first)]!;
  };
  const title = behind(["The mill in winter"]);
  const entries = behind(["Anchor: what holds a boat", "Barge: a boat without sails"]);
  assert.ok(entries > title + 1, `${entries} and ${title}`);
  assert.ok(Math.abs(behind(["Part Two\nThe mill in winter"]) - title) < 0.1);
});

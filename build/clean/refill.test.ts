import assert from "node:assert/strict";
import { test } from "node:test";
import { MEASURE, setText } from "./prose.fixture.ts";
import { findLines, findPages, type Line, learnSetting, type PageWords } from "./refill.ts";

const wordsOf = (lines: readonly string[]): string[] => lines.join(" ").split(" ");

/** Pages of words, and the lines they were set in. */
function pagesOf(indent: number): { readonly pages: PageWords[]; readonly lines: string[][] } {
  const set = setText({ indent, justified: true }, 19, 80);
  const lines = Array.from({ length: 20 }, (_, page) => set.slice(page * 4, page * 4 + 4).flat());
  return { pages: lines.map((page) => ({ text: wordsOf(page), notes: [] })), lines };
}

/** Learned once: it takes a while. */
const SET = pagesOf(1.6);
const SETTING = learnSetting(SET.pages)!;

function read(words: readonly string[], lines: readonly Line[]): string[] {
  return lines.map(({ start }, i) => words.slice(start, lines[i + 1]?.start ?? words.length).join(" "));
}

test("hyphens and the ends of pages tell the measure and the indent words were set to", () => {
  assert.ok(Math.abs(SETTING.measure - MEASURE) < 0.5, `${SETTING.measure} ems`);
  assert.ok(SETTING.indent >= 1.2 && SETTING.indent <= 2, `${SETTING.indent} ems`);
});

test("most lines are found as they were set, and no word is lost", () => {
  const { pages, lines } = SET;
  const found = findPages(pages, SETTING).map(({ text }, i) => read(pages[i]!.text, text));
  assert.deepEqual(
    found.map((page) => page.join(" ")),
    pages.map(({ text }) => text.join(" ")),
  );
  const known = new Set(lines.flat());
  const same = found.flat().filter((line) => known.has(line)).length;
  assert.ok(same > lines.flat().length * 0.7, `${same} of ${lines.flat().length} lines`);
});

test("a note has more on its lines, and so has the rest of one that goes on at the foot of a page", () => {
  const setting = { ...SETTING, small: MEASURE * 1.25 };
  const small = setText({ indent: 0, justified: true, scale: () => 0.8 }, 7, 1)[0]!.slice(0, 12);
  const words = wordsOf([...SET.lines[0]!.slice(0, -2), ...small]);
  const rest = findLines(words, setting).filter((line) => line.small);
  assert.equal(words.slice(rest[0]!.start).join(" "), small.join(" "));
  assert.deepEqual(read(words, rest).slice(0, 5), small.slice(0, 5));
  const [note] = findPages([{ text: [], notes: [wordsOf(small)] }], setting)[0]!.notes;
  assert.deepEqual(read(wordsOf(small), note!).slice(0, 5), small.slice(0, 5));
});

test("without hyphens nothing is said", () => {
  assert.equal(learnSetting([{ text: ["some", "words", "of", "a", "page."], notes: [] }]), null);
  assert.deepEqual(findLines([], SETTING), []);
});

test("a title ends before a common word that begins a sentence", () => {
  const [before, after] = [SET.lines[0]!.slice(0, 8), SET.lines[1]!.slice(0, 8)];
  const end = wordsOf(before).findLastIndex((word) => word.endsWith("."));
  const start = wordsOf(after).findIndex((word) => /^\p{Lu}/u.test(word) && SETTING.common.has(word.toLowerCase()));
  const rest = wordsOf(after).slice(start);
  const words = [...wordsOf(before).slice(0, end + 1), "Ferries", "and", "bridges", ...rest];
  const found = read(words, findLines(words, SETTING));
  assert.ok(found.includes("Ferries and bridges"), found.join("\n"));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { MEASURE, setText } from "./prose.fixture.ts";
import { findLines, learnSetting } from "./refill.ts";

/** Pages of words, and the lines they were set in. */
function pagesOf(indent: number): { readonly pages: string[][]; readonly lines: string[][] } {
  const set = setText({ indent, justified: true }, 19, 80);
  const lines = Array.from({ length: 20 }, (_, page) => set.slice(page * 4, page * 4 + 4).flat());
  return { pages: lines.map((page) => page.join(" ").split(" ")), lines };
}

test("hyphens tell the measure and the indent words were set to", () => {
  const setting = learnSetting(pagesOf(1.6).pages);
  assert.ok(setting && Math.abs(setting.measure - MEASURE) < 0.4, `${setting?.measure} ems`);
  assert.ok(setting.indent >= 1.2 && setting.indent <= 2);
});

test("most lines are found as they were set, and no word is lost", () => {
  const { pages, lines } = pagesOf(1.6);
  const setting = learnSetting(pages)!;
  const found = pages.map((words) => {
    const starts = findLines(words, setting);
    return starts.map((start, i) => words.slice(start, starts[i + 1] ?? words.length).join(" "));
  });
  assert.deepEqual(
    found.map((page) => page.join(" ")),
    pages.map((page) => page.join(" ")),
  );
  const known = new Set(lines.flat());
  const same = found.flat().filter((line) => known.has(line)).length;
  assert.ok(same > lines.flat().length * 0.7, `${same} of ${lines.flat().length} lines`);
});

test("without hyphens nothing is said", () => {
  assert.equal(learnSetting([["some", "words", "of", "a", "page."]]), null);
  assert.deepEqual(findLines([], { measure: 28, indent: 0 }), []);
});

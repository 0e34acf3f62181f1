import assert from "node:assert/strict";
import { test } from "node:test";
import { findFittings } from "./furniture.ts";
import { readPlain } from "./read.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

function body(page: number): string[] {
  return Array.from(
    { length: 12 },
    (_, line) => `the ${LETTERS[page]}${LETTERS[line]} ferry and the old lamp by the water`,
  );
}

/**
 * Sides of a booklet of 24 pages as an extraction that mixes them gives them: heads stand behind the text. Odd pages have
 * the chapter's head, even pages the author's name; `titleOf` says what stands on an odd page instead.
 */
function mixedSides(titleOf: (odd: number) => string): readonly (readonly string[])[] {
  const sides = Array.from({ length: 12 }, (_, i) => i + 1).map((low) => {
    const high = 25 - low;
    const [odd, even] = low % 2 === 1 ? [low, high] : [high, low];
    const lines = [...body(low), "", `${odd}`, "", titleOf(odd), "", "Ada Example", "", `${even}`, "", ...body(high)];
    return lines;
  });
  const { sections } = readPlain(sides.map((lines) => lines.join("\n")).join("\n\f"));
  const leaves = sections.map((lines, side) => ({ side, lines }));
  const { of: fittings } = findFittings(leaves, true);
  return leaves.map(({ lines }, i) => {
    const left = lines.filter((_, k) => !fittings[i]!.some((each) => each.line === k));
    return left.map(({ letters }) => letters.text).filter((text) => !text.startsWith("the "));
  });
}

const chapterOf = (odd: number): string => (odd < 9 ? "Frost" : odd < 17 ? "Winter" : "The Thaw");

test("on a side of two pages the head of a chapter's first page is its title and stays", () => {
  const left = mixedSides(chapterOf);
  // side 0: pages 1 and 24; 8: 9 and 16; 7: 17 and 8
  assert.deepEqual(
    left.map((lines) => lines.join()),
    ["Frost", "", "", "", "", "", "", "The Thaw", "Winter", "", "", ""],
  );
});

test("where the odd page before has no head, the chapter opened there under another title", () => {
  const left = mixedSides((odd) => (odd === 15 ? body(25)[0]! : chapterOf(odd)));
  assert.ok(!left.flat().includes("The Thaw"));
  assert.ok(left.flat().includes("Winter"));
});

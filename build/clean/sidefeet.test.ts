import assert from "node:assert/strict";
import { test } from "node:test";
import { Journal } from "./flow.ts";
import { readPlain } from "./read.ts";
import { takeSideFeet } from "./sidefeet.ts";

function taken(text: string): { left: string[]; pages: number | null; asides: string[] } {
  const journal = new Journal({ file: "x.txt", text });
  const { sections, pages } = takeSideFeet(readPlain(text).sections, journal);
  return {
    left: sections.flat().map(({ letters }) => letters.text),
    pages,
    asides: journal.asides.map(({ kind }) => kind),
  };
}

test("feet of whole sides whose folios make one sum go, and tell how many pages there are", () => {
  assert.deepEqual(taken("One.\n12 • The Mill • 21\nTwo.\n8    The Mill    25\nThree.\n9 Men in 24"), {
    left: ["One.", "Two.", "Three.", "9 Men in 24"],
    pages: 32,
    asides: ["furniture", "furniture"],
  });
});

test("the same foot twice, and numbers around words of a sentence, are text", () => {
  const text = "12  The Mill  21\n12  The Mill  21\n8 Boats left by 25";
  assert.deepEqual(taken(text), { left: text.split("\n"), pages: null, asides: [] });
});

test("two sums that no booklet's pages make tell nothing", () => {
  assert.equal(taken("12  The Mill  22\nOne.\n8  The Mill  26").pages, null);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Theme } from "../page.ts";
import { fitToSignature } from "./fit.ts";

const theme = {
  page: { name: "test", width: 396, height: 595 },
  margins: { inner: 43, outer: 43, top: 48, bottom: 57 },
  text: { size: 10.5, leading: 13.5 },
  quote: { size: 10, leading: 13.5 },
  verse: { size: 10, leading: 13.5 },
  note: { size: 8.5, leading: 10.5 },
  headings: [{ size: 12, leading: 13.5 }],
} as unknown as Theme;

/** A book of so many letters, of which a page holds lines × letters of a line, with a quarter of its pages fixed. */
function book(letters: number): (theme: Theme) => number {
  return ({ page, margins, text }) => {
    const lines = Math.floor((page.height - margins.top - margins.bottom) / text.leading + 1e-6);
    const across = ((page.width - margins.inner - margins.outer) / text.size) * 2.3;
    return Math.ceil((0.75 * letters) / (lines * across) + (0.25 * letters) / 2450);
  };
}

test("a zine that is a few pages too long gets a little more on each page, and says what it changed", () => {
  const fit = fitToSignature(theme, 16, book(240_000));
  assert.equal(fit.pagesBefore, 99);
  assert.equal(fit.target, 96);
  assert.ok(fit.pages >= 95 && fit.pages <= 96);
  assert.deepEqual(fit.changes, ["side margins 43 → 37.33 pt"]);
});

test("a zine that is a few pages too short opens up instead", () => {
  const fit = fitToSignature(theme, 16, book(224_000));
  assert.equal(fit.pagesBefore, 92);
  assert.equal(fit.target, 96);
  assert.ok(fit.theme.text.leading > 13.5 || fit.theme.margins.outer > 43);
});

test("what fits is left as it is, and set once", () => {
  let set = 0;
  const fit = fitToSignature(theme, 4, (each) => {
    set += 1;
    return book(97_000)(each);
  });
  assert.deepEqual([fit.pagesBefore, fit.target, fit.changes, set], [40, 40, [], 1]);
});

test("a zine half a signature away from whole ones is left as it is", () => {
  const fit = fitToSignature(theme, 32, book(116_000));
  assert.equal(fit.pagesBefore, 48);
  assert.equal(fit.target, null);
  assert.equal(fit.theme, theme);
});

test("a search sets the book at most eleven times", () => {
  for (let letters = 60_000; letters < 300_000; letters += 7_000) {
    let set = 0;
    fitToSignature(theme, 16, (each) => {
      set += 1;
      return book(letters)(each);
    });
    assert.ok(set <= 11, String(set));
  }
});

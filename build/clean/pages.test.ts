import assert from "node:assert/strict";
import { test } from "node:test";
import { ContentsKeys } from "./contents.ts";
import { Journal } from "./flow.ts";
import { findPages } from "./pages.ts";
import { readPlain } from "./read.ts";

/** A booklet's sides: left and right page. */
const SIDES = Array.from({ length: 8 }, (_, side) => (side % 2 === 0 ? [16 - side, side + 1] : [side + 1, 16 - side]));

const WORDS = ["harbour", "orchard", "weather", "lantern", "parlour", "kitchen", "bargain", "thunder"];

const head = (folio: number): string => (folio % 2 === 0 ? `${folio} The Long Winter` : `The Long Winter ${folio}`);

/** Thirty lines of which none is like another. */
const body = (folio: number): string =>
  Array.from({ length: 30 }, (_, line) => {
    const word = (step: number): string => WORDS[(folio * step + line * (step + 2) + ((folio * line) >> 2)) % 8]!;
    return `the ${word(1)} of one ${word(3)}${line % 3 === 0 ? ` and ${word(5)}` : ""} told ${word(folio)} ${word(line)}`;
  }).join("\n");

test("where the second head stands in the middle of each side, the pages stand one behind the other", () => {
  const page = (folio: number): string => `${head(folio)}\n\n${body(folio)}\n`;
  const text = SIDES.map((side) => side.map(page).join("\n")).join("\f");
  const { sheets } = findPages(readPlain(text), new ContentsKeys(), new Journal({ file: "case.txt", text }));
  assert.deepEqual(
    sheets.map(({ folios, lines, mixed }) => [folios[0]?.value, lines.length, mixed]),
    SIDES.flat().map((folio) => [folio, 30, false]),
  );
});

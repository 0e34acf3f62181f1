import assert from "node:assert/strict";
import { test } from "node:test";
import { partGluedFolios } from "./gluedfolios.ts";
import { readPlain } from "./read.ts";

function parted(text: string): string[] {
  return partGluedFolios(readPlain(text).sections)
    .flat()
    .map(({ letters }) => letters.text);
}

const SIDES = "One.\n12\n\nThe Mill\n\fTwo.\n13\n\nThe Mill\n\fThree.\n14\n\nThe Mill\n\f";

test("a folio read as the end of a page's last word, above the head of the book, stands alone again", () => {
  assert.deepEqual(parted(`${SIDES}They were sub15\n\nThe Mill\n`).slice(-3), ["They were sub", "15", "The Mill"]);
});

test("a call above anything else, or a year, stays", () => {
  assert.deepEqual(parted(`${SIDES}It rained.15\n\nThe Mill\n`).at(-2), "It rained.15");
  assert.deepEqual(parted(`${SIDES}It was in the sub15\n\nThe Weir\n`).at(-2), "It was in the sub15");
});

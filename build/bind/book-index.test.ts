import assert from "node:assert/strict";
import { test } from "node:test";
import { rangesOf } from "./book-index.ts";

function ranges(...pages: readonly number[]): string[] {
  const places = pages.map((index) => ({ index, folio: `${index}`, id: `p${index}` }));
  return rangesOf(places).map(([from, to]) => (from === to ? from.folio : `${from.folio}–${to.folio}`));
}

test("three and more pages in a row are a range, two are not", () => {
  assert.deepEqual(ranges(1, 2, 3, 7, 9, 10, 12, 13, 14, 15), ["1–3", "7", "9", "10", "12–15"]);
  assert.deepEqual(ranges(), []);
});

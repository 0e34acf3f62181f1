import assert from "node:assert/strict";
import { test } from "node:test";
import type { RuleMark } from "../page.ts";
import { booklet } from "./booklet.ts";
import { type MarkedSide, sheetMarks } from "./marks.ts";
import { octavo } from "./octavo.ts";
import { quarto } from "./quarto.ts";
import type { Scheme } from "./scheme.ts";

/** Cells of 100 × 150, each filled by its page. */
function side(scheme: Scheme, which: "front" | "back", sheets = 1, sheet = sheets - 1, signature = 0): MarkedSide {
  const width = scheme.columns * 100;
  const height = scheme.rows * 150;
  return {
    scheme,
    width,
    height,
    printerMargin: 10,
    signature,
    signatures: 4,
    cells: scheme.lay(sheet, sheets)[which]!,
    length: sheets * scheme.perSheet,
    boxes: [{ x: 0, y: 0, width: 100, height: 150 }],
  };
}

const rules = (each: MarkedSide): RuleMark[] => sheetMarks(each).filter((mark) => mark.type === "rule");
const stitches = (each: MarkedSide) => rules(each).filter(({ width }) => width === 6);
const bars = (each: MarkedSide) => rules(each).filter(({ width }) => width === 3);

test("needle and staple go in between the two middle pages, on the innermost sheet only", () => {
  assert.deepEqual(
    stitches(side(booklet, "back", 3)).map(({ x }) => x),
    [97, 97],
  );
  assert.equal(stitches(side(booklet, "front", 3)).length, 0);
  assert.equal(stitches(side(booklet, "back", 3, 0)).length, 0);
});

test("in a quarto they stand in the upper row of the front, in an octavo between its third and fourth column", () => {
  const four = stitches(side(quarto, "front"));
  assert.ok(four.length > 1 && four.every(({ x, y }) => x === 97 && y < 150));
  const eight = stitches(side(octavo, "front"));
  assert.ok(eight.length > 1 && eight.every(({ x, y }) => x === 297 && y < 150));
  assert.equal(stitches(side(octavo, "back")).length, 0);
});

test("the collation bar steps down the back of each signature", () => {
  const [first, second] = [0, 1].map((signature) => bars(side(octavo, "front", 1, 0, signature))[0]!);
  assert.equal(first!.x, 298.5);
  assert.ok(first!.y > 150 && second!.y > first!.y);
  assert.equal(bars(side(octavo, "back")).length, 0);
});

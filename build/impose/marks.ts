// Takes a side's geometry, gives the marks that hands need: folds (dashes), cuts and trims (lines), sewing stations
// (ticks on the innermost fold) and the collation mark (a bar on the back fold of each signature, a step lower each time).
//
//          |                 :  fold                 |
//        --+-----------------:-----------------------+--   trim
//          |                 :                       |
//          |                 +  sewing station       |
//          |                 ■  collation mark       |
//
// Marks keep to the unprinted edge, to the fold and to the strips that are trimmed off; none stands on a page's text.

import type { Box, Mark, RuleMark } from "../page.ts";
import type { Grid, Line, Scheme } from "./scheme.ts";

export interface MarkedSide {
  readonly scheme: Scheme;
  readonly width: number;
  readonly height: number;
  readonly printerMargin: number;
  readonly signature: number;
  readonly signatures: number;
  /** Pages counted from 1 in the signature, row by row; and how many the signature has. */
  readonly cells: Grid;
  readonly length: number;
  readonly boxes: readonly Box[];
}

const HAIR = 0.35;
const LENGTH = 9;
const BLACK = 0;

const rule = (x: number, y: number, width: number, height: number): RuleMark => ({
  type: "rule",
  x,
  y,
  width,
  height,
  colour: BLACK,
});

export function sheetMarks(side: MarkedSide): Mark[] {
  if (side.scheme.orientation === "page") return [];
  return [...gridMarks(side), ...trimMarks(side), ...sewingMarks(side), ...collationMarks(side)];
}

// ---------------------------------------------------------------------------------------------------- folds and cuts

function gridMarks(side: MarkedSide): Mark[] {
  const { scheme, width, height, printerMargin: edge } = side;
  const marks: Mark[] = [];
  for (const [at, line] of scheme.vertical.entries()) {
    const x = ((at + 1) * width) / scheme.columns;
    marks.push(...upright(line, x, edge), ...upright(line, x, height - edge - LENGTH));
  }
  for (const [at, line] of scheme.horizontal.entries()) {
    const y = ((at + 1) * height) / scheme.rows;
    marks.push(...level(line, edge, y), ...level(line, width - edge - LENGTH, y));
  }
  return [...marks, ...slitMarks(side)];
}

/** A fold is three dashes, a cut a line. */
function upright(line: Line, x: number, y: number): Mark[] {
  if (line === "none") return [];
  if (line === "cut") return [rule(x - HAIR / 2, y, HAIR, LENGTH)];
  return [0, 1, 2].map((dash) => rule(x - HAIR / 2, y + (dash * LENGTH) / 2.5, HAIR, LENGTH / 5));
}

function level(line: Line, x: number, y: number): Mark[] {
  if (line === "none") return [];
  if (line === "cut") return [rule(x, y - HAIR / 2, LENGTH, HAIR)];
  return [0, 1, 2].map((dash) => rule(x + (dash * LENGTH) / 2.5, y - HAIR / 2, LENGTH / 5, HAIR));
}

/** Slits are drawn whole, as fine lines: they run between panels. */
function slitMarks({ scheme, width, height }: MarkedSide): Mark[] {
  const marks: Mark[] = [];
  for (const step of scheme.each) {
    if (step.do !== "slit") continue;
    for (const line of step.lines) {
      for (let at = 1; at < line.length; at += 1) {
        const [c0, r0] = line[at - 1]!;
        const [c1, r1] = line[at]!;
        const x = (Math.min(c0, c1) * width) / step.columns;
        const y = (Math.min(r0, r1) * height) / step.rows;
        const across = (Math.abs(c1 - c0) * width) / step.columns;
        const down = (Math.abs(r1 - r0) * height) / step.rows;
        marks.push(rule(x - HAIR / 2, y - HAIR / 2, across + HAIR, down + HAIR));
      }
    }
  }
  return marks;
}

// ---------------------------------------------------------------------------------------------------- trim

/** Corner marks of the block of pages as it is trimmed, where the sheet is larger than that by enough to draw them. */
function trimMarks({ scheme, width, boxes, printerMargin }: MarkedSide): Mark[] {
  if (scheme.align !== "spine" || boxes.length === 0) return [];
  const top = Math.min(...boxes.map((box) => box.y));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  const pageWidth = boxes[0]!.width;
  const left = width / scheme.columns - pageWidth;
  const right = width - left;
  const marks: Mark[] = [];
  const gapAbove = top - printerMargin;
  const gapBeside = left - printerMargin;
  const reach = Math.min(LENGTH, gapAbove);
  if (reach > 1 && left > 0.5 && scheme.vertical[0] === "fold") {
    for (const x of [left, right]) {
      marks.push(rule(x - HAIR / 2, top - reach, HAIR, reach), rule(x - HAIR / 2, bottom, HAIR, reach));
    }
  }
  const across = Math.min(LENGTH, gapBeside);
  if (across > 1 && top > 0.5) {
    for (const y of [top, bottom]) {
      marks.push(rule(left - across, y - HAIR / 2, across, HAIR), rule(right, y - HAIR / 2, across, HAIR));
    }
  }
  return marks;
}

// ---------------------------------------------------------------------------------------------------- sewing

/** Stations on the fold between the two pages in the middle, where the needle goes in: kettle stitches near head and tail. */
function sewingMarks(side: MarkedSide): Mark[] {
  const { binding } = side.scheme;
  if (binding !== "sew" && binding !== "staple") return [];
  const fold = foldBetween(side, side.length / 2, side.length / 2 + 1);
  if (fold === null) return [];
  return stations(binding, fold.height).map((y) => rule(fold.x - 3, fold.y + y - HAIR / 2, 6, HAIR));
}

/** Distances from the head of the page. Two staples stand at a quarter of the height; kettle stitches 12 mm from the ends. */
export function stations(binding: "sew" | "staple", height: number): number[] {
  if (binding === "staple") return [height / 4, (3 * height) / 4];
  const kettle = Math.min(34, height / 6);
  const inside = height - 2 * kettle;
  const count = Math.max(2, Math.round(inside / 110) + 1);
  return Array.from({ length: count }, (_, at) => kettle + (at * inside) / (count - 1));
}

/** Where two pages of the signature stand side by side: the fold between them, as high as the page. */
function foldBetween(
  { scheme, cells, width, height, boxes }: MarkedSide,
  one: number,
  other: number,
): { x: number; y: number; height: number } | null {
  const [box] = boxes;
  if (!box) return null;
  for (const [row, numbers] of cells.entries()) {
    for (const [column, number] of numbers.entries()) {
      const next = Math.abs(numbers[column + 1] ?? 0);
      const pair = [Math.abs(number), next];
      if (!pair.includes(one) || !pair.includes(other)) continue;
      const cellHeight = height / scheme.rows;
      const x = ((column + 1) * width) / scheme.columns;
      return { x, y: row * cellHeight + (cellHeight - box.height) / 2, height: box.height };
    }
  }
  return null;
}

/** Outside of the outermost sheet, between its last page and its first: a bar that steps down from signature to signature. */
function collationMarks(side: MarkedSide): Mark[] {
  const { scheme, signature, signatures } = side;
  if (scheme.binding !== "sew" || signatures < 2) return [];
  const fold = foldBetween(side, side.length, 1);
  if (fold === null) return [];
  const room = fold.height * 0.6;
  const bar = Math.min(14, room / signatures);
  const step = Math.min(bar * 1.1, room / signatures);
  return [rule(fold.x - 1.5, fold.y + fold.height * 0.2 + signature * step, 3, bar)];
}

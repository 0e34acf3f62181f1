// Takes a bound book, gives what imposition needs of it: how many pages, their size, and how near to the edges they print.

import { never } from "../diagnostic.ts";
import type { Bound, Mark, Page, ShapedWord } from "../page.ts";

export interface PageSet {
  /** Pages in the order they are read, by index; null is a blank. */
  readonly sequence: readonly (number | null)[];
  /** What is printed on each page as its number, by index; "" where nothing is. */
  readonly names: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Least distance between an edge and anything printed, over all pages. */
  readonly clear: Clearance;
}

export interface Clearance {
  readonly inner: number;
  readonly outer: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pages of one size, as all of a bound book's pages are. */
export function pageSet(bound: Bound, sequence: PageSet["sequence"] = bound.pages.map((_, at) => at)): PageSet {
  const { width, height } = bound.theme.page;
  let [inner, outer, top, bottom] = [width / 2, width / 2, height / 2, height / 2];
  const extents = bound.settings.map((setting) => setting.bodies.map((body) => extent(body.marks, setting.words)));
  for (const page of bound.pages) {
    const boxes = [extent(page.furniture, page.words)];
    const body = page.body && extents[page.body.setting]?.[page.body.body];
    if (page.body && body) boxes.push(moved(body, page.body.x, page.body.y));
    for (const box of boxes) {
      if (box === null) continue;
      const left = box.left;
      const right = page.width - box.right;
      inner = Math.min(inner, page.side === "recto" ? left : right);
      outer = Math.min(outer, page.side === "recto" ? right : left);
      top = Math.min(top, box.top);
      bottom = Math.min(bottom, page.height - box.bottom);
    }
  }
  return { sequence, names: bound.pages.map(printedFolio), width, height, clear: { inner, outer, top, bottom } };
}

function printedFolio({ furniture, words, folio }: Page): string {
  const printed = furniture.some(
    (mark) => mark.type === "text" && mark.words.map((word) => words[word]!.unicode.join("")).join("") === folio,
  );
  return printed ? folio : "";
}

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function moved(box: Extent, x: number, y: number): Extent {
  return { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y };
}

/** Rises and falls of letters as parts of their size; generous for any text face. */
const ASCENT = 0.75;
const DESCENT = 0.25;

function extent(marks: readonly Mark[], words: readonly ShapedWord[]): Extent | null {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const mark of marks) {
    if (mark.type === "anchor" || mark.type === "link") continue;
    const box = markExtent(mark, words);
    left = Math.min(left, box.left);
    right = Math.max(right, box.right);
    top = Math.min(top, box.top);
    bottom = Math.max(bottom, box.bottom);
  }
  return left === Infinity ? null : { left, right, top, bottom };
}

function markExtent(mark: Exclude<Mark, { type: "anchor" | "link" }>, words: readonly ShapedWord[]): Extent {
  switch (mark.type) {
    case "rule":
    case "image":
      return { left: mark.x, right: mark.x + mark.width, top: mark.y, bottom: mark.y + mark.height };
    case "text": {
      const glyphs = mark.words.reduce((sum, word) => sum + words[word]!.width, 0) * (mark.size / 1000) * mark.stretch;
      const gaps = mark.gaps.slice(0, -1).reduce((sum, gap) => sum + Math.max(0, gap), 0);
      const { x, y, size } = mark;
      return { left: x, right: x + glyphs + gaps, top: y - size * ASCENT, bottom: y + size * DESCENT };
    }
    case "path": {
      const numbers = (mark.d.match(/-?[\d.]+(?:e-?\d+)?/gi) ?? []).map(Number);
      const xs = numbers.filter((_, at) => at % 2 === 0);
      const ys = numbers.filter((_, at) => at % 2 === 1);
      return {
        left: mark.x + least(xs),
        right: mark.x - least(xs.map((x) => -x)),
        top: mark.y + least(ys),
        bottom: mark.y - least(ys.map((y) => -y)),
      };
    }
    default:
      return never(mark);
  }
}

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);

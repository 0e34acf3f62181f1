// Draws one broken line: marks with their blanks, links, anchors, and the line as text.

import type { BodyLine, Colour, LinkMark } from "../page.ts";
import type { Items, Style } from "./items.ts";
import { round, type Scene, type Sheet } from "./scene.ts";
import { Sep } from "./words.ts";

export interface LineShape {
  readonly items: Items;
  readonly first: number;
  readonly last: number;
  readonly ratio: number;
  /** Left edge and width of the line. */
  readonly x: number;
  readonly width: number;
  readonly align: "justify" | "left" | "right" | "centre";
  readonly expansion: number;
  readonly colour: Colour;
  readonly block: string;
  readonly kind: BodyLine["kind"];
  /** What stands before the items' text in the block's plain text. */
  readonly base: number;
  /** Leading: the height of active rectangles. */
  readonly leading: number;
  /** The next mark goes on with its last word. */
  readonly goesOn: boolean;
}

export function draw(scene: Scene, sheet: Sheet, line: LineShape, baseline: number): void {
  const { items, first, last } = line;
  const hyphenated = items.sep[last] === Sep.hyphen;
  const { blanks, stretch } = fit(line, hyphenated);
  let x = startOf(line, blanks, stretch, hyphenated);
  const y = round(baseline);
  let point = items.points.findIndex((each) => each.piece >= first);
  let i = first;
  while (i <= last) {
    const style = items.styles[i]!;
    const face = items.words[i]!.face;
    const words: number[] = [];
    const gaps: number[] = [];
    const markX = x;
    while (i <= last && items.styles[i] === style && items.words[i]!.face === face) {
      const word = items.words[i]!;
      const start = items.glyphStart[i]!;
      const from = i;
      while (
        i < last &&
        items.words[i + 1] === word &&
        items.glyphStart[i + 1] === items.glyphEnd[i] &&
        items.styles[i + 1] === style &&
        joins(items.sep[i]!)
      ) {
        i += 1;
      }
      const divided = i === last && hyphenated;
      for (; point !== -1 && point < items.points.length && items.points[point]!.piece <= i; point += 1) {
        sheet.anchor(items.points[point]!.id, x, baseline - 0.8 * line.leading);
      }
      words.push(wordIndex(scene, items, from, start, items.glyphEnd[i]!, divided, style));
      for (let piece = from; piece <= i; piece += 1) x += items.width[piece]! * stretch;
      if (divided) x += items.hyphen[i]! * stretch;
      const sep = items.sep[i]!;
      const blank = sep === Sep.blank || sep === Sep.tie;
      if (i === last) gaps.push(sep === Sep.hyphen || sep === Sep.joint || line.goesOn ? -1 : 0);
      else if (blank) {
        const gap = gapOf(items, i, blanks);
        gaps.push(round(gap));
        x += gap;
      } else gaps.push(-1);
      i += 1;
    }
    sheet.marks.push({
      type: "text",
      x: round(markX),
      y: round(y - style.rise),
      size: style.size,
      stretch,
      colour: line.colour,
      words,
      gaps,
      node: style.node,
    });
    const right = gaps.at(-1)! > 0 ? x - gaps.at(-1)! : x;
    if (style.link) addLink(sheet, style, markX, right, baseline, line.leading);
  }
  for (; point !== -1 && point < items.points.length && last === items.count - 1; point += 1) {
    sheet.anchor(items.points[point]!.id, x, baseline - 0.8 * line.leading);
  }
  if (items.plain !== "") sheet.lines.push(bodyLine(line, y, hyphenated));
}

function joins(sep: number): boolean {
  return sep === Sep.touch || sep === Sep.hyphen || sep === Sep.joint;
}

function wordIndex(
  scene: Scene,
  items: Items,
  piece: number,
  start: number,
  end: number,
  divided: boolean,
  style: Style,
): number {
  const word = items.words[piece]!;
  const folio = items.folios.find((each) => each.piece === piece);
  if (!folio) return scene.word(word, start, end, divided ? style : null);
  const index = scene.ownWord({ ...word });
  const { family, italic, bold, features } = style;
  scene.folios.push({
    word: index,
    target: folio.target,
    style: { family, italic, bold, smallCaps: features === "small-caps" },
  });
  return index;
}

/** The stretch of the glyphs, and the ratio that fills the line with blanks once they are stretched. */
function fit(line: LineShape, hyphenated: boolean): { readonly blanks: number; readonly stretch: number } {
  const { items, first, last, ratio, expansion } = line;
  const end = items.sep[last] === Sep.end || items.sep[last] === Sep.forced;
  if (line.align !== "justify" || ratio === 0 || (end && ratio > 0)) return { blanks: 0, stretch: 1 };
  let glyphs = hyphenated ? items.hyphen[last]! : 0;
  let natural = 0;
  let more = 0;
  let less = 0;
  for (let i = first; i <= last; i += 1) {
    glyphs += items.width[i]!;
    if (i < last) {
      natural += items.blank[i]!;
      more += items.stretch[i]!;
      less += items.shrink[i]!;
    }
  }
  const target = line.width + items.leftHang[first]! + items.rightHang[last]!;
  const wanted = (target - natural) / glyphs - 1;
  const stretch = 1 + Math.round(1000 * Math.max(-expansion, Math.min(expansion, wanted))) / 1000;
  const free = target - glyphs * stretch - natural;
  const give = free > 0 ? more : less;
  return { blanks: give > 0 ? Math.max(NARROWEST, free / give) : 0, stretch };
}

/** What is narrower than ratio -1 is overfull. */
const NARROWEST = -1.0001;

/** The blank behind piece `i` of a line whose blanks are stretched (or shrunk) at ratio `blanks`. */
function gapOf(items: Items, i: number, blanks: number): number {
  return items.blank[i]! + blanks * (blanks > 0 ? items.stretch[i]! : items.shrink[i]!);
}

function startOf(line: LineShape, blanks: number, stretch: number, hyphenated: boolean): number {
  const { items, first, last, x, align } = line;
  if (align === "justify" || align === "left") return x - items.leftHang[first]!;
  let width = hyphenated ? items.hyphen[last]! : 0;
  for (let i = first; i <= last; i += 1) {
    width += items.width[i]! * stretch + (i < last ? gapOf(items, i, blanks) : 0);
  }
  const free = line.width - width;
  return align === "right" ? x + free : x + free / 2;
}

function addLink(sheet: Sheet, style: Style, left: number, right: number, baseline: number, leading: number): void {
  const link = style.link!;
  const before = sheet.marks.at(-2);
  const y = round(baseline - 0.75 * leading);
  if (before?.type === "link" && before.node === link.node && before.y === y) {
    sheet.marks[sheet.marks.length - 2] = { ...before, width: round(right - before.x) };
    return;
  }
  const mark: LinkMark = {
    type: "link",
    x: round(left),
    y,
    width: round(right - left),
    height: leading,
    target: link.target,
    contents: link.contents,
    node: link.node,
  };
  sheet.marks.push(mark);
}

function bodyLine(line: LineShape, y: number, hyphenated: boolean): BodyLine {
  const { items, first, last } = line;
  const from = first === 0 ? 0 : items.at[first]!;
  const ends = last === items.count - 1;
  const text = ends ? `${items.plain.slice(from)}\n` : items.plain.slice(from, items.at[last + 1]!);
  const ratio = Number.isFinite(line.ratio) ? Math.round(line.ratio * 100) / 100 : 0;
  return { block: line.block, kind: line.kind, text, y, offset: line.base + from, ratio, hyphenated };
}

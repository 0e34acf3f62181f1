// A pen for sides that are drawn by the build itself: labels on sheets, the assembly sheet, covers. It collects marks and
// words; y grows downward, text stands on its baseline.

import type { Box, FaceStyle, Mark, Shape, ShapedLine, ShapedWord, Side } from "../page.ts";

export interface Lettering {
  readonly size: number;
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** Where x is: the text's left end (default), middle or right end. */
  readonly anchor?: "left" | "middle" | "right";
  readonly colour?: number;
}

export interface Paragraph extends Lettering {
  readonly width: number;
  readonly leading: number;
  /** Lines after the first begin this much further in. */
  readonly hang?: number;
}

export class Sketch {
  readonly marks: Mark[] = [];
  readonly words: ShapedWord[] = [];
  private readonly known = new Map<ShapedWord, number>();

  constructor(
    private readonly shape: Shape,
    private readonly family: string,
  ) {}

  /** One line; gives its width. */
  text(x: number, y: number, text: string, lettering: Lettering): number {
    const line = this.shape(text, this.style(lettering));
    const width = (line.width * lettering.size) / 1000;
    const start = lettering.anchor === "middle" ? x - width / 2 : lettering.anchor === "right" ? x - width : x;
    this.line(line, 0, line.words.length, start, y, lettering);
    return width;
  }

  width(text: string, lettering: Lettering): number {
    return (this.shape(text, this.style(lettering)).width * lettering.size) / 1000;
  }

  /** Fills lines as long as words fit, flush left; gives the baseline after the last one. */
  paragraph(x: number, y: number, text: string, set: Paragraph): number {
    const shaped = this.shape(text, this.style(set));
    let baseline = y;
    for (const [from, to] of breakLines(shaped, set)) {
      const indent = from === 0 ? 0 : (set.hang ?? 0);
      this.line(shaped, from, to, x + indent, baseline, set);
      baseline += set.leading;
    }
    return baseline;
  }

  /** Like `paragraph`, each line about `x`. */
  centred(x: number, y: number, text: string, set: Paragraph): number {
    const shaped = this.shape(text, this.style(set));
    let baseline = y;
    for (const [from, to] of breakLines(shaped, set)) {
      const words = shaped.words.slice(from, to).reduce((sum, word) => sum + word.width, 0);
      const gaps = shaped.gaps.slice(from, to - 1).reduce((sum, gap) => sum + Math.max(0, gap), 0);
      this.line(shaped, from, to, x - ((words + gaps) * set.size) / 2000, baseline, set);
      baseline += set.leading;
    }
    return baseline;
  }

  image(image: string, x: number, y: number, width: number, height: number): void {
    this.marks.push({ type: "image", x, y, width, height, image, node: -1 });
  }

  rule(x: number, y: number, width: number, height: number, colour = 0): void {
    this.marks.push({ type: "rule", x, y, width, height, colour });
  }

  path(d: string, stroke: number | null, weight = 0.6, fill: number | null = null): void {
    this.marks.push({ type: "path", x: 0, y: 0, d, fill, stroke, weight, node: -1 });
  }

  box(
    x: number,
    y: number,
    width: number,
    height: number,
    stroke: number | null = 0,
    fill: number | null = null,
  ): void {
    this.path(
      `M${n(x)} ${n(y)}L${n(x + width)} ${n(y)}L${n(x + width)} ${n(y + height)}L${n(x)} ${n(y + height)}Z`,
      stroke,
      0.6,
      fill,
    );
  }

  lineTo(x0: number, y0: number, x1: number, y1: number, weight = 0.6, colour = 0): void {
    this.path(`M${n(x0)} ${n(y0)}L${n(x1)} ${n(y1)}`, colour, weight);
  }

  dashed(x0: number, y0: number, x1: number, y1: number, weight = 0.6, colour = 0): void {
    const length = Math.hypot(x1 - x0, y1 - y0);
    const count = Math.max(1, Math.round(length / 5));
    let d = "";
    for (let at = 0; at < count; at += 1) {
      const [a, b] = [(at + 0.15) / count, (at + 0.75) / count];
      d += `M${n(x0 + (x1 - x0) * a)} ${n(y0 + (y1 - y0) * a)}L${n(x0 + (x1 - x0) * b)} ${n(y0 + (y1 - y0) * b)}`;
    }
    this.path(d, colour, weight);
  }

  /** From one point to another, bowed to its left by `bow` points at the middle, with a head. */
  arrow(x0: number, y0: number, x1: number, y1: number, bow = 0, weight = 1, colour = 0): void {
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = Math.hypot(dx, dy) || 1;
    const [cx, cy] = [(x0 + x1) / 2 + (dy / length) * bow * 2, (y0 + y1) / 2 - (dx / length) * bow * 2];
    const [p, q] = [(2 / 3) * cx + x0 / 3, (2 / 3) * cy + y0 / 3];
    const [r, s] = [(2 / 3) * cx + x1 / 3, (2 / 3) * cy + y1 / 3];
    this.path(`M${n(x0)} ${n(y0)}C${n(p)} ${n(q)} ${n(r)} ${n(s)} ${n(x1)} ${n(y1)}`, colour, weight);
    const angle = Math.atan2(y1 - s, x1 - r);
    const head = 4 + 3 * weight;
    const tip = [x1 + (head / 2) * Math.cos(angle), y1 + (head / 2) * Math.sin(angle)] as const;
    const wing = (turn: number) =>
      `${n(tip[0] - head * Math.cos(angle + turn))} ${n(tip[1] - head * Math.sin(angle + turn))}`;
    this.path(`M${n(tip[0])} ${n(tip[1])}L${wing(0.42)}L${wing(-0.42)}Z`, null, 0, colour);
  }

  circle(
    x: number,
    y: number,
    radius: number,
    stroke: number | null = 0,
    fill: number | null = null,
    weight = 0.6,
  ): void {
    const k = radius * 0.5523;
    this.path(
      `M${n(x + radius)} ${n(y)}C${n(x + radius)} ${n(y + k)} ${n(x + k)} ${n(y + radius)} ${n(x)} ${n(y + radius)}` +
        `C${n(x - k)} ${n(y + radius)} ${n(x - radius)} ${n(y + k)} ${n(x - radius)} ${n(y)}` +
        `C${n(x - radius)} ${n(y - k)} ${n(x - k)} ${n(y - radius)} ${n(x)} ${n(y - radius)}` +
        `C${n(x + k)} ${n(y - radius)} ${n(x + radius)} ${n(y - k)} ${n(x + radius)} ${n(y)}Z`,
      stroke,
      weight,
      fill,
    );
  }

  side(width: number, height: number, label: string, trim: Box | null = null): Side {
    return { width, height, placements: [], marks: this.marks, words: this.words, trim, bleed: null, label };
  }

  private style({ bold = false, italic = false }: Lettering): FaceStyle {
    return { family: this.family, bold, italic, smallCaps: false };
  }

  private line(
    line: ShapedLine,
    from: number,
    to: number,
    x: number,
    y: number,
    { size, colour = 0 }: Lettering,
  ): void {
    if (to <= from) return;
    // A mark has one face; a line in two faces is two marks.
    let start = from;
    let left = x;
    while (start < to) {
      let end = start + 1;
      while (end < to && line.words[end]!.face === line.words[start]!.face) end += 1;
      const words = line.words.slice(start, end);
      const gaps = words.map((_, at) => (start + at === to - 1 ? 0 : blank(line.gaps[start + at]!, size)));
      this.marks.push({
        type: "text",
        x: left,
        y,
        size,
        stretch: 1,
        colour,
        words: words.map((word) => this.index(word)),
        gaps,
        node: -1,
      });
      left += words.reduce((sum, word, at) => sum + (word.width * size) / 1000 + Math.max(0, gaps[at]!), 0);
      start = end;
    }
  }

  private index(word: ShapedWord): number {
    const known = this.known.get(word);
    if (known !== undefined) return known;
    this.words.push(word);
    this.known.set(word, this.words.length - 1);
    return this.words.length - 1;
  }
}

const blank = (gap: number, size: number): number => (gap < 0 ? -1 : (gap * size) / 1000);

/** Coordinates with three decimals: enough for any printer, and the same on every machine. */
export const n = (value: number): string => String(Math.round(value * 1000) / 1000);

/** Words [from, to) of each line. */
function breakLines({ words, gaps }: ShapedLine, { width, size, hang = 0 }: Paragraph): [number, number][] {
  const lines: [number, number][] = [];
  let from = 0;
  let used = 0;
  let lastBreak = 0;
  for (const [at, word] of words.entries()) {
    used += (word.width * size) / 1000;
    const room = width - (lines.length === 0 ? 0 : hang);
    if (used > room && lastBreak > from) {
      lines.push([from, lastBreak]);
      from = lastBreak;
      used = 0;
      for (let back = from; back <= at; back += 1) {
        used += (words[back]!.width * size) / 1000 + (back < at ? Math.max(0, blank(gaps[back]!, size)) : 0);
      }
    }
    const gap = gaps[at]!;
    if (gap >= 0) lastBreak = at + 1;
    used += Math.max(0, blank(gap, size));
  }
  if (from < words.length) lines.push([from, words.length]);
  return lines;
}

// Takes the lines of a side; gives its columns. An extraction that keeps the look of the page prints two pages of an
// imposed side, or two columns of a page, on the same lines:
//
//     left page's line          right page's line
//     left page's line                             <- the right page has no line here
//                               right page's line
//               gutter: hardly a line has letters here

import type { SourceLine } from "./flow.ts";
import { makeLine, type Section } from "./read.ts";

interface Row {
  readonly line: SourceLine;
  /** With its indent. */
  readonly text: string;
}

const NARROWEST = 18;

/** The sections with their columns apart; a section of one column stays as it is. Pages are not yet renumbered. */
export function splitColumns(sections: readonly Section[]): readonly (readonly Section[])[] {
  const found = sections.map((section) => findGutter(section.map(asRow), 0.3, NARROWEST));
  const share = found.filter((gutter) => gutter !== null).length / Math.max(1, sections.length);
  if (share < 0.4) return sections.map((section) => [section]);
  const gutters = found.flatMap((gutter) => gutter ?? []).sort((a, b) => a - b);
  const usual = gutters[gutters.length >> 1]!;
  return sections.map((section, i) => {
    const rows = section.map(asRow);
    const gutter = found[i] ?? findGutter(rows, 0.15, 8) ?? emptyGutter(rows, usual);
    return gutter === null ? [section] : cutAt(section, gutter);
  });
}

/** How far the gutter of a side may be from that of most, and lines that make a column where it stands. */
const AROUND = 10;
const LEAST_LINES = 3;

/** Where most sides have their gutter, the column that no row has letters in, with a few lines behind it: the page has little text. */
function emptyGutter(rows: readonly Row[], usual: number): number | null {
  const columns = Array.from({ length: 2 * AROUND + 1 }, (_, i) => usual - AROUND + i);
  const behind = (start: number): number => rows.filter(({ text }) => text.length > start + 8).length;
  const free = columns.filter((start) => rows.every((row) => !crosses(row, start)) && behind(start) >= LEAST_LINES);
  return free[free.length >> 1] ?? null;
}

function asRow(line: SourceLine): Row {
  return { line, text: " ".repeat(line.indent) + line.letters.text };
}

/** Column where the right page begins, or null. `share` of the rows must show it, at `least` columns from the left. */
function findGutter(rows: readonly Row[], share: number, least: number): number | null {
  const votes = new Map<number, number>();
  let prose = 0;
  for (const row of rows) {
    for (const start of rightStarts(row, least)) {
      if (row.text.length - start >= NARROWEST) prose += 1;
      votes.set(start, (votes.get(start) ?? 0) + 1);
    }
  }
  if (prose < Math.max(1, rows.length * share)) return null;
  let best: number | null = null;
  let most = 0;
  for (const start of votes.keys()) {
    const support = [...votes].reduce(
      (sum, [each, count]) => sum + (each >= start - 1 && each <= start + 10 ? count : 0),
      0,
    );
    if (support < rows.length * share) continue;
    const crossing = rows.filter((row) => crosses(row, start)).length;
    if (crossing > rows.length * 0.15) continue;
    const score = support + votes.get(start)! / 2 - 3 * crossing;
    if (score > most) {
      most = score;
      best = start;
    }
  }
  return best;
}

/** Whether letters stand where the gutter should be. */
function crosses(row: Row, start: number): boolean {
  return row.text.length > start + 1 && /\S/.test(row.text.slice(start - 1, start)) && row.line.indent < start - 1;
}

/** Columns where, after a wide gap, something begins in the right part of the row. */
function rightStarts(row: Row, least: number): number[] {
  const starts: number[] = [];
  if (row.line.indent >= Math.min(NARROWEST * 2, least * 2)) starts.push(row.line.indent);
  for (const gap of row.text.slice(row.line.indent).matchAll(/ {3,}(?=\S)/g)) {
    const start = row.line.indent + gap.index + gap[0].length;
    if (start >= least) starts.push(start);
  }
  return starts;
}

function cutAt(section: Section, gutter: number): Section[] {
  const left: SourceLine[] = [];
  const right: SourceLine[] = [];
  let leftBlank = 0;
  let rightBlank = 0;
  for (const line of section) {
    const cut = cutOf(asRow(line), gutter) - line.indent;
    const before = line.letters.slice(0, Math.max(0, Math.min(cut, line.letters.length)));
    const after = line.letters.slice(Math.max(0, Math.min(cut, line.letters.length)));
    leftBlank += line.blankBefore;
    rightBlank += line.blankBefore;
    if (before.text.trim() === "") leftBlank += 1;
    else {
      left.push(makeLine(before, { blankBefore: leftBlank, page: line.page, indent: line.indent }));
      leftBlank = 0;
    }
    if (after.text.trim() === "") rightBlank += 1;
    else {
      const indent = Math.max(0, line.indent + Math.max(0, cut) - gutter);
      right.push(makeLine(after, { blankBefore: rightBlank, page: line.page, indent }));
      rightBlank = 0;
    }
  }
  return [left, right].filter((half) => half.length > 0);
}

/** Where this row is cut: at the gutter, or at the wide gap nearest to it. */
function cutOf(row: Row, gutter: number): number {
  if (row.line.indent >= gutter - 2) return 0;
  if (row.text.length <= gutter - 2) return row.text.length;
  if (/\s/.test(row.text.slice(gutter - 2, gutter))) return gutter - 1;
  let best = row.text.length;
  for (const gap of row.text.matchAll(/ {2,}(?=\S)/g)) {
    const start = gap.index + gap[0].length - 1;
    if (start > row.line.indent && Math.abs(start - gutter) < Math.abs(best - gutter) && Math.abs(start - gutter) <= 14)
      best = start;
  }
  return best;
}

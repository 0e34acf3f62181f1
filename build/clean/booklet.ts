// Takes sheets whose pages nobody numbered; gives the reading order as runs of text, where a folded booklet explains the
// file better than its own order. The one idea: each page count is a hypothesis of its own; the best of each is found
// (fold.ts), and how sure one may be is how far it stands above the file's order and above its rivals.

import type { SourceLine } from "./flow.ts";
import { bestFold, type Path, type Side } from "./fold.ts";
import type { WordSense } from "./joins.ts";
import type { Sheet } from "./pages.ts";
import { continuity, findSeams, loneBlanks, type Seams, someSeams } from "./seams.ts";

/** Pages, or several that follow each other in the file. */
export interface Runs {
  /** Lines of each, in reading order; a line may have been parted where pages met inside it. */
  readonly inOrder: readonly (readonly SourceLine[])[];
  /** Index of the side that each line stands on, in the order of the file. */
  readonly sideOf: ReadonlyMap<SourceLine, number>;
}

export interface Folded {
  readonly runs: Runs;
  /** Nats gained over the order of the file. */
  readonly gain: number;
  readonly pages: number;
  /** The best other page count. */
  readonly rival: { readonly pages: number; readonly gain: number } | null;
}

interface Hypothesis {
  readonly sides: readonly Side[];
  readonly gain: number;
  readonly pages: number;
}

/** The best folding order, or null where nothing suggests one. `pages`: how many a person says there are. */
export function unfold(sheets: readonly Sheet[], sense: WordSense, pages: number | null): Folded | null {
  const lines = sheets.flatMap((sheet) => sheet.lines);
  const sides = new Set(sheets.map((sheet) => sheet.side)).size;
  if (pages === null && sides < LEAST_SIDES && !looksShuffled(lines, sense)) return null;
  const seams = findSeams(sheets, sense, pages);
  if (seams === null) return null;
  const { some, index } = someSeams(seams, likeliest(seams));
  const found = heightsOf(seams, pages).flatMap((height) => hypothesisOf(some, height));
  const rivals = leaders(found).flatMap((rough) => closer(seams, mapped(rough, index), [1]));
  const first = greatest(rivals);
  if (!first) return null;
  const best = greatest([first, ...closer(seams, first, [0.96, 1.04])])!;
  const rival = greatest([...rivals, ...found].filter((each) => each.pages !== best.pages));
  return {
    runs: runsOf(best.sides, seams),
    gain: best.gain,
    pages: pages ?? best.pages,
    rival: pages === null && rival ? { pages: rival.pages, gain: rival.gain } : null,
  };
}

/** Page counts that are looked at closely. */
const LEADERS = 3;

/** The best hypotheses of different page counts. */
function leaders(found: readonly Hypothesis[]): Hypothesis[] {
  const counts = new Set<number>();
  return [...found]
    .sort((a, b) => b.gain - a.gain)
    .filter(({ pages }) => !counts.has(pages) && counts.add(pages))
    .slice(0, LEADERS);
}

/** Seams on a usual page that are looked at while the page's height is not known. */
const SCANNED = 12;
const USUAL_PAGE = 36;

/** Between lines, those that look most like edges. */
function likeliest({ all, places, edge, natural, sides }: Seams): (index: number) => boolean {
  const looks = all.flatMap(({ at }, i) => (at === 0 ? [edge[i]! - natural[i]!] : [])).sort((a, b) => b - a);
  const least = looks[Math.ceil((places.at(-1)! / USUAL_PAGE) * SCANNED)] ?? Number.NEGATIVE_INFINITY;
  const hard = new Set([0, all.length - 1, ...sides]);
  return (i) => hard.has(i) || (all[i]!.at === 0 && edge[i]! - natural[i]! >= least);
}

function mapped(found: Hypothesis, index: readonly number[]): Hypothesis {
  const sides = found.sides.map((side) => ({
    ...side,
    from: index[side.from]!,
    cut: index[side.cut]!,
    to: index[side.to]!,
  }));
  return { ...found, sides };
}

/** Sides of one sheet. */
const SHEET = 2;

/** Sheets folded one by one and laid on one another; null where nothing tells where a side ends. */
export function unfoldSheets(sheets: readonly Sheet[], sense: WordSense): readonly (readonly SourceLine[])[] | null {
  const seams = findSeams(sheets, sense, null);
  if (seams === null || seams.sides.length === 0) return null;
  const [height] = heightsOf(seams, null);
  const ends = [0, ...seams.sides].filter((_, i, all) => i % SHEET === 0 || i === all.length - 1);
  const paths = ends.slice(1).map((end, i) => bestFold(seams, ends[i]!, end, height!));
  if (paths.some((path) => path === null)) return null;
  return paths.flatMap((path) => runsOf(path!.sides, seams).inOrder);
}

function greatest(all: readonly Hypothesis[]): Hypothesis | null {
  return all.reduce<Hypothesis | null>((best, each) => (best && best.gain >= each.gain ? best : each), null);
}

/** Sides from which a text with form feeds may be a booklet. */
const LEAST_SIDES = 4;
/** Part of the sides that are no higher than two full pages. */
const FULL_SIDES = 0.8;
/** Parts of a booklet's pages that hold text: covers, empty and missing pages make the others higher than the mean. */
const FULL_PAGES = [1, 0.93, 0.86, 0.8, 0.74, 0.68];
/** Printed lines of a page. */
const HIGHEST_PAGE = 64;
const LOWEST_PAGE = 18;
const STEP = 1.12;

/** Heights a page may have. */
function heightsOf({ places, sides }: Seams, pages: number | null): number[] {
  const total = places.at(-1)!;
  if (sides.length > 0) {
    const heights = sides.map((side, i) => places[side]! - places[sides[i - 1] ?? 0]!).sort((a, b) => a - b);
    return [heights[Math.floor(heights.length * FULL_SIDES)]! / 2];
  }
  if (pages !== null) return FULL_PAGES.map((part) => total / pages / part);
  const heights: number[] = [];
  for (let height = HIGHEST_PAGE; height > LOWEST_PAGE && height < total; height /= STEP) heights.push(height);
  return heights;
}

function hypothesisOf(seams: Seams, height: number): Hypothesis[] {
  const path = bestFold(seams, 0, seams.all.length - 1, height);
  return path ? [{ sides: path.sides, gain: path.gain, pages: pagesOf(path, seams, height) }] : [];
}

/** With heights about that of the pages found. */
function closer(seams: Seams, best: Hypothesis, parts: readonly number[]): Hypothesis[] {
  const { places } = seams;
  const heights = best.sides
    .flatMap(({ from, cut, to, kind }) =>
      kind === "AD" || kind === "DA"
        ? [
            [from, cut],
            [cut, to],
          ]
        : [],
    )
    .map(([from, to]) => places[to!]! - places[from!]!)
    .sort((a, b) => a - b);
  const median = heights[Math.floor(heights.length / 2)];
  return median === undefined ? [best] : parts.flatMap((part) => hypothesisOf(seams, median * part));
}

function pagesOf({ sides }: Path, { places }: Seams, height: number): number {
  let count = 0;
  for (const side of sides) {
    const alone = (places[side.to]! - places[side.from]!) / height;
    count += side.kind === "openingA" ? Math.max(1, Math.ceil(alone - 0.15)) : 1;
  }
  return Math.ceil((count * 2) / 4) * 4;
}

/** Open ends at empty lines that tell enough, and the part of their fit that half a booklet in order still shows. */
const OPEN_ENDS = 5;
const SHUFFLED = 0.55;

function looksShuffled(lines: readonly SourceLine[], sense: WordSense): boolean {
  const { open, surplus } = continuity(lines, sense);
  if (loneBlanks(lines).size >= OPEN_ENDS) return true;
  return open >= OPEN_ENDS && surplus / Math.sqrt(open) < SHUFFLED;
}

function runsOf(sides: readonly Side[], seams: Seams): Runs {
  const forward: Stretch[] = [];
  const backward: Stretch[] = [];
  sides.forEach(({ from, cut, to, kind }, side) => {
    const firstIsA = kind === "AD" || kind === "fold" || kind === "openingA";
    (firstIsA ? forward : backward).push({ from, to: cut, side });
    (firstIsA ? backward : forward).push({ from: cut, to, side });
  });
  const merged: Stretch[][] = [];
  for (const stretch of [...forward, ...backward.reverse()]) {
    if (stretch.to <= stretch.from) continue;
    if (merged.at(-1)?.at(-1)?.to === stretch.from && seams.all[stretch.from]!.at > 0) merged.at(-1)!.push(stretch);
    else merged.push([stretch]);
  }
  const sideOf = new Map<SourceLine, number>();
  const inOrder = merged.map((stretches) => {
    const lines = linesBetween(seams, stretches[0]!.from, stretches.at(-1)!.to);
    const starts = stretches.map(({ from }) => placeOf(seams, from));
    for (const line of lines) {
      const place = line.letters.placeAt(0);
      const own = starts.findLastIndex((start) => start <= place);
      sideOf.set(line, stretches[Math.max(0, own)]!.side);
    }
    return lines;
  });
  return { inOrder, sideOf };
}

/** Offset of a seam in the source. */
function placeOf({ all, lines }: Seams, seam: number): number {
  const { line, at } = all[seam]!;
  return lines[line]!.letters.placeAt(at);
}

/** From one seam to another. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly side: number;
}

function linesBetween({ all, lines }: Seams, from: number, to: number): SourceLine[] {
  const start = all[from]!;
  const end = all[to]!;
  const own: SourceLine[] = [];
  for (let i = start.line; i <= Math.min(end.line, lines.length - 1); i += 1) {
    const line = lines[i]!;
    const first = i === start.line ? start.at : 0;
    const last = i === end.line ? end.at : line.letters.length;
    if (last <= first) continue;
    if (first === 0 && last === line.letters.length) own.push(line);
    else
      own.push({
        ...line,
        letters: line.letters.slice(first, last).trim(),
        blankBefore: first > 0 ? 0 : line.blankBefore,
      });
  }
  return own;
}

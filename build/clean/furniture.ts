// Takes leaves of lines; finds running heads, feet and folios. The one idea: furniture counts. A line is a running head
// because its words come again with other numbers; a lone number is a folio because it continues a series.

import type { Folio, SourceLine } from "./flow.ts";
import { headKey, headWithFolio, isHeadWords, LONGEST, loneFolio } from "./folios.ts";
import { append, most } from "./many.ts";
import { type Fitting, findRepeats, type Leaf, numbersChapter, standsApart } from "./repeats.ts";
import { findSeries, type Series, type Sight } from "./series.ts";
import { openingTitles } from "./sideheads.ts";

export interface Fittings {
  readonly of: readonly (readonly Fitting[])[];
  /** Whether folios run up and down at once, as on the sides of a booklet. */
  readonly paired: boolean;
}

/** A head as seen once. */
interface Sighting {
  readonly leaf: number;
  readonly line: number;
  readonly words: string;
  readonly key: string;
  readonly folio: Folio | null;
}

/**
 * The fittings of every leaf. `fed`: leaves are bounded by form feeds, so that edges mean something; `known`: lines that
 * are heads or folios for certain.
 */
export function findFittings(
  leaves: readonly Leaf[],
  fed: boolean,
  known: ReadonlySet<SourceLine> = new Set(),
): Fittings {
  const sightings = withoutYears(
    leaves.flatMap((leaf, i) => sightingsOf(leaf, i, fed)),
    leaves,
  );
  const heads = headKeys(sightings.filter((each) => each.folio !== null || atEdge(leaves[each.leaf]!, each.line)));
  const counting = fed ? countingHeads(sightings, leaves) : new Set<Sighting>();
  const found: Fitting[][] = fed ? findRepeats(leaves) : leaves.map(() => []);
  leaves.forEach((leaf, i) => {
    append(found[i]!, knownFittings(leaf, known));
  });
  for (const sighting of sightings) {
    if (!heads.has(sighting.key) && !counting.has(sighting)) continue;
    if (found[sighting.leaf]!.some((each) => each.line === sighting.line)) continue;
    found[sighting.leaf]!.push({ line: sighting.line, folio: sighting.folio, head: sighting.words });
  }
  leaves.forEach((leaf, i) => {
    append(found[i]!, misreadHeads(leaf, found[i]!, heads));
  });
  const numbers = leaves.map((leaf, i) => lonesOf(leaf, found[i]!));
  const lones = leaves.map((leaf, i) => numbers[i]!.filter((each) => mayBeFolio(leaf, each.line, found[i]!, fed)));
  const sides = new Set(leaves.map((leaf) => leaf.side)).size;
  const alone = leaves.map(({ side }, i) => leaves[i - 1]?.side !== side && leaves[i + 1]?.side !== side);
  const series = findSeries(sightsOf(leaves, found, lones), sides);
  const doubled = fed && isDoubled(leaves, found, lones, series);
  leaves.forEach((leaf, i) => {
    const add = (lone: Fitting): void => {
      const value = lone.folio!.value;
      const twin = found[i]!.find((each) => each.folio?.value === value);
      if (twin && !(doubled && atOtherEnd(leaf, twin.line, lone.line))) return;
      if (series.some((each) => each.fits(leaf.side, value))) found[i]!.push(lone);
    };
    lones[i]!.forEach(add);
    // two pages of one side may stand one under the other: the first one's folio is anywhere
    if (alone[i] && found[i]!.filter(({ folio }) => folio !== null).length === 1) numbers[i]!.forEach(add);
  });
  if (fed) {
    const titles = [...heads].filter(([, count]) => count >= sides * BOOK_TITLE).map(([key]) => key);
    leaves.forEach((leaf, i) => {
      append(found[i]!, headsInside(leaf, found[i]!, new Set(titles)));
    });
    addFoliosBetween(leaves, found, lones);
    addHeadsBesideFolios(leaves, found);
  } else {
    leaves.forEach((leaf, i) => {
      const taken = new Set(found[i]!.map((fitting) => fitting.line));
      const free = [...lones[i]!, ...capitalHeads(leaf)].filter((each) => !taken.has(each.line));
      const fixed = found[i]!.filter((each) => each.folio?.style === "arabic");
      append(
        found[i]!,
        runThrough(leaf, [...fixed, ...free]).filter((each) => !taken.has(each.line)),
      );
    });
  }
  if (fed) completeSides(leaves, found, series);
  const folioBeside = withFolioBeside(leaves, found);
  const paired = series.some((each) => each.slope < 0) && series.some((each) => each.slope > 0);
  const titles = paired && fed ? openingTitles(leaves, found, series, headKey) : new Set();
  const books = paired && fed ? bookHeads(found, heads, sides) : new Set<Fitting>();
  const running = found.map((fittings) => fittings.filter((each) => !titles.has(each)));
  return {
    of: running.map((fittings, i) => withoutTitles(fittings, leaves[i]!, { folioBeside, books, paired })),
    paired,
  };
}

function knownFittings(leaf: Leaf, known: ReadonlySet<SourceLine>): Fitting[] {
  return leaf.lines.flatMap((each, line): Fitting[] => {
    if (!known.has(each)) return [];
    const text = each.letters.text;
    const folio = loneFolio(text);
    if (folio) return [{ line, folio, head: null }];
    const head = headWithFolio(text);
    return [{ line, folio: head?.folio ?? null, head: head?.words ?? text }];
  });
}

/** Part of all sides a head is seen on that may be the book's, and that is no chapter's. */
const BOOK_TITLE = 0.25;
const BOOK_HEAD = 0.6;

/** The book's head above the second page of a side: right below the first one's folio. */
function headsInside(leaf: Leaf, found: readonly Fitting[], titles: ReadonlySet<string>): Fitting[] {
  const taken = new Set(found.map((fitting) => fitting.line));
  return found.flatMap(({ line, head }): Fitting[] => {
    const below = leaf.lines[line + 1]?.letters.text;
    if (head !== null || below === undefined || taken.has(line + 1) || below.length > LONGEST) return [];
    return titles.has(headKey(below)) ? [{ line: line + 1, folio: null, head: below }] : [];
  });
}

/**
 * Heads that stand for one or two pages only: their words prove nothing, their folios do where those of most leaves count
 * with the leaves.
 */
function countingHeads(sightings: readonly Sighting[], leaves: readonly Leaf[]): ReadonlySet<Sighting> {
  const groups = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const leaf = leaves[sighting.leaf]!;
    const edge = Math.min(sighting.line, leaf.lines.length - 1 - sighting.line);
    if (sighting.folio?.style !== "arabic" || edge > 1 || !mayBeHead(leaf, sighting.line)) continue;
    if (/[.,;:]$/.test(sighting.words) || numbersChapter(sighting.words)) continue;
    // the last line of a note: "(Quay: Rope Press, 1921), part 8."
    if (/^[^\p{L}\d“‘"']|[.,;:]$/u.test(leaf.lines[sighting.line]!.letters.text)) continue;
    for (const slope of [1, -1]) {
      const key = `${slope}:${sighting.folio.value - slope * leaf.side}`;
      (groups.get(key) ?? groups.set(key, []).get(key)!).push(sighting);
    }
  }
  const least = Math.max(2, leaves.length * 0.4);
  const counting = new Set<Sighting>();
  for (const group of groups.values()) {
    if (new Set(group.map((each) => each.leaf)).size < least) continue;
    for (const each of group) counting.add(each);
  }
  return counting;
}

function isTop(leaf: Leaf, line: number): boolean {
  return line < 3 && line < leaf.lines.length / 2;
}

function isBottom(leaf: Leaf, line: number): boolean {
  return line >= leaf.lines.length - 3 && line >= leaf.lines.length / 2;
}

function atOtherEnd(leaf: Leaf, a: number, b: number): boolean {
  return (isTop(leaf, a) && isBottom(leaf, b)) || (isBottom(leaf, a) && isTop(leaf, b));
}

function isBesideHead(lone: Fitting, found: readonly Fitting[]): boolean {
  return found.some((each) => each.head !== null && Math.abs(each.line - lone.line) === 1);
}

/** Whether most leaves carry their folio twice, above and below: then the second is no note call. */
function isDoubled(
  leaves: readonly Leaf[],
  found: readonly (readonly Fitting[])[],
  lones: readonly (readonly Fitting[])[],
  series: readonly Series[],
): boolean {
  let once = 0;
  let twice = 0;
  leaves.forEach((leaf, i) => {
    const own = [...found[i]!, ...lones[i]!].filter(
      ({ folio }) => folio && series.some((each) => each.fits(leaf.side, folio.value)),
    );
    if (own.length === 0) return;
    const both = own.some((a) =>
      own.some((b) => a.folio!.value === b.folio!.value && atOtherEnd(leaf, a.line, b.line)),
    );
    if (both) twice += 1;
    else once += 1;
  });
  return twice >= 2 && twice > once;
}

/** A number alone in a leaf's first or last line that counts with the folio of the leaf before or behind. */
function addFoliosBetween(leaves: readonly Leaf[], found: Fitting[][], lones: readonly (readonly Fitting[])[]): void {
  const values = found.map((own) => own.find((each) => each.folio?.style === "arabic")?.folio?.value ?? null);
  leaves.forEach((leaf, i) => {
    if (values[i] !== null) return;
    const before = values[i - 1] ?? null;
    const after = values[i + 1] ?? null;
    const outer = lones[i]!.filter(({ line }) => line === 0 || line === leaf.lines.length - 1);
    const fitting = outer.find(({ folio }) => {
      const value = folio!.style === "arabic" ? folio!.value : -1;
      return (before !== null && value === before + 1) || (after !== null && value === after - 1);
    });
    if (fitting) found[i]!.push(fitting);
  });
}

/**
 * A head beside a folio, in the line next to it at the leaf's edge, where most folios have a head beside them: its words
 * need not come again.
 */
function addHeadsBesideFolios(leaves: readonly Leaf[], found: Fitting[][]): void {
  for (const isEdge of [isTop, isBottom]) {
    const folios = found.map((own, i) =>
      own.filter(({ folio, head, line }) => folio && head === null && isEdge(leaves[i]!, line)),
    );
    const withFolio = folios.filter((own) => own.length > 0).length;
    const withHead = folios.filter((own, i) => own.some((lone) => isBesideHead(lone, found[i]!))).length;
    if (withHead < 2 || withHead < withFolio * 0.5) continue;
    leaves.forEach((leaf, i) => {
      for (const lone of folios[i]!) {
        if (isBesideHead(lone, found[i]!)) continue;
        const line = [lone.line - 1, lone.line + 1].find((at) => isLooseHead(leaf, at, found[i]!));
        if (line !== undefined)
          found[i]!.push({ line, folio: null, head: leaf.lines[line]!.letters.text.replace(/\s+/g, " ") });
      }
    });
  }
}

function isLooseHead(leaf: Leaf, at: number, found: readonly Fitting[]): boolean {
  const line = leaf.lines[at];
  if (!line || found.some((each) => each.line === at) || !atEdge(leaf, at)) return false;
  const text = line.letters.text;
  return isHeadWords(text) && text.length <= LONGEST && mayBeHead(leaf, at) && !/[.,;:]$/.test(text);
}

function sightingsOf(leaf: Leaf, index: number, fed: boolean): Sighting[] {
  const sightings: Sighting[] = [];
  leaf.lines.forEach((line, i) => {
    const text = line.letters.text;
    if (text.length > LONGEST + 60) return;
    const squeezed = text.replace(/\s+/g, " ");
    const head = headWithFolio(squeezed);
    if (head) sightings.push({ leaf: index, line: i, words: head.words, key: headKey(head.words), folio: head.folio });
    else if (fed && squeezed.length <= LONGEST && isHeadWords(squeezed) && mayBeHead(leaf, i))
      sightings.push({ leaf: index, line: i, words: squeezed, key: headKey(squeezed), folio: null });
  });
  return sightings;
}

/** A number that never changes, or that others have before their folio, is a word of its head: "The Thaw, 1921". */
function withoutYears(sightings: readonly Sighting[], leaves: readonly Leaf[]): readonly Sighting[] {
  const values = new Map<string, Set<number>>();
  const seen = new Map<string, number>();
  const heads = new Set<string>();
  for (const { key, folio, words } of sightings) {
    if (folio) (values.get(key) ?? values.set(key, new Set()).get(key)!).add(folio.value);
    if (folio) heads.add(words);
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return sightings.map((each) => {
    if (each.folio === null) return each;
    const words = leaves[each.leaf]!.lines[each.line]!.letters.text.replace(/\s+/g, " ");
    const unchanging = values.get(each.key)!.size === 1 && seen.get(each.key)! >= 2;
    return unchanging || heads.has(words) ? { ...each, words, folio: null } : each;
  });
}

/** Apart, or at the edge and too short to be a line of the text. */
function mayBeHead(leaf: Leaf, line: number): boolean {
  if (standsApart(leaf, line)) return true;
  if (!atEdge(leaf, line)) return false;
  const widest = most(leaf.lines.map((each) => each.width));
  return leaf.lines[line]!.width < widest * 0.7;
}

/** Within three lines of a leaf's edge, or standing apart near the top. */
function atEdge(leaf: Leaf, line: number): boolean {
  return line < 4 || line >= leaf.lines.length - 3;
}

const LEAST_PAGE = 12;

/**
 * Keys that come again before a page could be full, more often than not: "14. Example, The Long Winter, 313." is a note
 * of a collection, not a head with two folios. Two heads of one side stand in neighbouring lines.
 */
function crowdedKeys(sightings: readonly Sighting[]): ReadonlySet<string> {
  const places = new Map<string, Sighting[]>();
  const seen = new Map<string, number>();
  const close = new Map<string, number>();
  for (const sighting of sightings) {
    const { key, leaf, line } = sighting;
    const before = places.get(key) ?? [];
    const apart = (back: number) => {
      const other = before[before.length - back];
      return other && other.leaf === leaf ? line - other.line : LEAST_PAGE;
    };
    if ((apart(1) > 2 && apart(1) < LEAST_PAGE) || apart(2) < LEAST_PAGE) close.set(key, (close.get(key) ?? 0) + 1);
    places.set(key, [...before.slice(-1), sighting]);
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  return new Set([...close].filter(([key, count]) => count * 4 >= seen.get(key)!).map(([key]) => key));
}

/** Keys of running heads: seen with at least three folios, or on at least three leaves at the edge. */
function headKeys(sightings: readonly Sighting[]): ReadonlyMap<string, number> {
  const folios = new Map<string, Set<number>>();
  const leaves = new Map<string, Set<number>>();
  for (const { key, folio, leaf } of sightings) {
    if (key.length < 3) continue;
    if (folio) (folios.get(key) ?? folios.set(key, new Set()).get(key)!).add(folio.value);
    (leaves.get(key) ?? leaves.set(key, new Set()).get(key)!).add(leaf);
  }
  const heads = new Map<string, number>();
  const crowded = crowdedKeys(sightings);
  for (const [key, seen] of leaves) {
    const count = Math.max(folios.get(key)?.size ?? 0, seen.size);
    if (count >= 3 && !crowded.has(key)) heads.set(key, count);
  }
  for (const key of leaves.keys()) {
    if (heads.has(key) || key.length < 8) continue;
    for (const [known, count] of heads) {
      if (count >= 3 && nearlyEqual(key, known)) {
        heads.set(key, 1);
        break;
      }
    }
  }
  return heads;
}

/** At most two letters apart: what OCR does to a head. */
export function nearlyEqual(a: string, b: string): boolean {
  const limit = a.length >= 8 ? 2 : 0;
  if (Math.abs(a.length - b.length) > limit) return false;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j - 1]! + same, row[j]! + 1, next[j - 1]! + 1));
      least = Math.min(least, next[j]!);
    }
    if (least > limit) return false;
    row = next;
  }
  return row[b.length]! <= limit;
}

/** Lines that are a known head but for a few letters at an edge where OCR misread the folio. */
function misreadHeads(leaf: Leaf, found: readonly Fitting[], heads: ReadonlyMap<string, number>): Fitting[] {
  const taken = new Set(found.map((fitting) => fitting.line));
  const known = [...heads].filter(([key, count]) => count >= 3 && key.length >= 8).map(([key]) => key);
  const misread: Fitting[] = [];
  leaf.lines.forEach((line, i) => {
    const text = line.letters.text;
    if (taken.has(i) || text.length > LONGEST || known.length === 0) return;
    const words = text.split(/\s+/);
    if (words.length < 3) return;
    for (const [edge, rest] of [
      [words.at(-1)!, words.slice(0, -1)],
      [words[0]!, words.slice(1)],
    ] as const) {
      if (edge.length > 3) continue;
      const key = headKey(rest.join(" "));
      if (!known.some((each) => nearlyEqual(key, each))) continue;
      misread.push({ line: i, folio: null, head: rest.join(" "), misread: true });
      return;
    }
  });
  return misread;
}

/** Lone numbers, those beside a head first, then those nearest to the leaf's edge. */
function lonesOf(leaf: Leaf, heads: readonly Fitting[]): Fitting[] {
  const taken = new Set(heads.map((head) => head.line));
  const lones = leaf.lines.flatMap((line, i): Fitting[] => {
    const folio = taken.has(i) || line.letters.length > 16 ? null : loneFolio(line.letters.text);
    return folio ? [{ line: i, folio, head: null }] : [];
  });
  const beside = ({ line }: Fitting): number => (taken.has(line - 1) || taken.has(line + 1) ? 0 : 1);
  const edge = ({ line }: Fitting): number => Math.min(line, leaf.lines.length - 1 - line);
  return lones.sort((a, b) => beside(a) - beside(b) || edge(a) - edge(b));
}

/** At an edge of the leaf, apart, or beside a head. */
function mayBeFolio(leaf: Leaf, line: number, heads: readonly Fitting[], fed: boolean): boolean {
  if (!fed || atEdge(leaf, line) || heads.some((head) => Math.abs(head.line - line) === 1)) return true;
  return leaf.lines[line]!.blankBefore > 0 && (leaf.lines[line + 1]?.blankBefore ?? 1) > 0;
}

/** Heads in capitals with their folio, though seen but once. */
function capitalHeads(leaf: Leaf): Fitting[] {
  return leaf.lines.flatMap((line, i) => {
    const text = line.letters.text.replace(/\s+/g, " ");
    const head = headWithFolio(text);
    if (head?.folio.style !== "arabic" || /\p{Ll}|[.:;,]$/u.test(head.words)) return [];
    return [{ line: i, folio: head.folio, head: head.words }];
  });
}

/** Letters that a page holds at least, and at most. */
const FEWEST_LETTERS = 400;
const MOST_LETTERS = 9000;

/**
 * Folios of a text without form feeds: the longest run of numbers that rise by one from page to page (by two where one is
 * missing). Numbers of chapters rise as well, but never in the middle of a sentence: one folio in four must stand there.
 */
function runThrough(leaf: Leaf, candidates: readonly Fitting[]): Fitting[] {
  const before = [0];
  for (const line of leaf.lines) before.push(before.at(-1)! + line.letters.length);
  const sorted = candidates.filter((each) => each.folio?.style === "arabic").sort((a, b) => a.line - b.line);
  const lengths: number[] = [];
  const previous: number[] = [];
  sorted.forEach((fitting, i) => {
    lengths.push(1);
    previous.push(-1);
    for (let k = i - 1; k >= 0; k -= 1) {
      const letters = before[fitting.line]! - before[sorted[k]!.line]!;
      if (letters > 2 * MOST_LETTERS) break;
      const pages = fitting.folio!.value - sorted[k]!.folio!.value;
      if ((pages !== 1 && pages !== 2) || letters < pages * FEWEST_LETTERS || letters > pages * MOST_LETTERS) continue;
      if (lengths[k]! < lengths[i]!) continue;
      lengths[i] = lengths[k]! + 1;
      previous[i] = k;
    }
  });
  const run: Fitting[] = [];
  let at = lengths.reduce((best, length, i) => (length > (lengths[best] ?? 0) ? i : best), -1);
  for (; at >= 0; at = previous[at]!) run.push(sorted[at]!);
  const furniture = new Set(candidates.map((each) => each.line));
  const torn = run.filter(({ line }) => {
    const next = leaf.lines.find((_, i) => i > line && !furniture.has(i));
    return next !== undefined && /^\p{Ll}/u.test(next.letters.text.trimStart());
  });
  if (run.length < 3 || torn.length * 4 < run.length) return [];
  const beside = candidates.filter(
    ({ line, head }) => head !== null && run.some((each) => Math.abs(each.line - line) === 1),
  );
  return [...new Set([...run, ...beside])];
}

/** Every number that may be a folio. */
function sightsOf(
  leaves: readonly Leaf[],
  heads: readonly (readonly Fitting[])[],
  lones: readonly (readonly Fitting[])[],
): Sight[] {
  return leaves.flatMap(({ side, lines }, i) =>
    [...heads[i]!, ...lones[i]!].flatMap(({ folio, line }) =>
      folio?.style === "arabic" ? [{ side, value: folio.value, edge: Math.min(line, lines.length - 1 - line) }] : [],
    ),
  );
}

/** A head that others have as well, but for a short first or last word. */
function hidesFolio(head: string, printings: ReadonlyMap<string, number>): boolean {
  const words = head.split(/\s+/);
  return [words.slice(0, -1), words.slice(1)].some((rest) => {
    const edge = rest[0] === words[0] ? words.at(-1)! : words[0]!;
    return words.length > 2 && edge.length <= 3 && (printings.get(headKey(rest.join(" "))) ?? 0) >= 3;
  });
}

/**
 * Of the two folios of a booklet's side, one rises and one falls from side to side: where one is read, the other is known,
 * and so is what OCR made of it.
 */
function completeSides(leaves: readonly Leaf[], found: Fitting[][], series: readonly Series[]): void {
  const printings = new Map<string, number>();
  for (const { head } of found.flat())
    if (head !== null) printings.set(headKey(head), (printings.get(headKey(head)) ?? 0) + 1);
  const steps = (slope: number): readonly Series[] => series.filter((each) => each.slope === slope);
  for (const side of new Set(leaves.map((leaf) => leaf.side))) {
    const expected = [1, -1].flatMap((slope) => {
      const values = steps(slope).flatMap((each) => each.at(side) ?? []);
      return values.length === 1 ? values : [];
    });
    if (expected.length < 2 || expected[0] === expected[1]) continue;
    const places = leaves.flatMap((leaf, i) => (leaf.side === side ? found[i]!.map((_, k) => [i, k] as const) : []));
    const values = places.flatMap(([i, k]) => found[i]![k]!.folio?.value ?? []);
    const missing = expected.filter((value) => value > 0 && !values.includes(value));
    const wrong = places.filter(([i, k]) => {
      const { head, folio, misread } = found[i]![k]!;
      return (
        head !== null && (folio === null ? misread || hidesFolio(head, printings) : !expected.includes(folio.value))
      );
    });
    if (missing.length !== 1 || wrong.length !== 1) continue;
    const [i, k] = wrong[0]!;
    found[i]![k] = { ...found[i]![k]!, folio: { value: missing[0]!, style: "arabic" } };
  }
}

/** Keys whose heads carry their folio beside them, as a rule. */
function withFolioBeside(leaves: readonly Leaf[], found: readonly (readonly Fitting[])[]): ReadonlySet<string> {
  const beside = new Map<string, [number, number]>();
  leaves.forEach((_, i) => {
    for (const fitting of found[i]!) {
      if (fitting.head === null) continue;
      const key = headKey(fitting.head);
      const count = beside.get(key) ?? beside.set(key, [0, 0]).get(key)!;
      count[hasFolioBeside(fitting, found[i]!) ? 0 : 1] += 1;
    }
  });
  return new Set([...beside].filter(([, [yes, no]]) => yes > no).map(([key]) => key));
}

/** In its line, in the next, or behind another head that stands between (two pages of one side). */
function hasFolioBeside(fitting: Fitting, all: readonly Fitting[]): boolean {
  if (fitting.folio !== null) return true;
  return all.some((each) => each.head === null && Math.abs(each.line - fitting.line) <= 2);
}

/** What is known of a text's heads. */
interface HeadHabits {
  readonly folioBeside: ReadonlySet<string>;
  readonly books: ReadonlySet<Fitting>;
  readonly paired: boolean;
}

/** Printings of the book's own head, which opens no chapter, on all pages that are counted but the first. */
function bookHeads(
  found: readonly (readonly Fitting[])[],
  heads: ReadonlyMap<string, number>,
  sides: number,
): ReadonlySet<Fitting> {
  const lowest = (fittings: readonly Fitting[]): number =>
    Math.min(...fittings.flatMap(({ folio }) => (folio?.style === "arabic" ? [folio.value] : [])));
  const first = Math.min(...found.map(lowest));
  const counted = found.filter((fittings) => lowest(fittings) !== Number.POSITIVE_INFINITY && lowest(fittings) > first);
  const isBooks = ({ head }: Fitting): boolean => head !== null && (heads.get(headKey(head)) ?? 0) > sides * BOOK_HEAD;
  return new Set(counted.flat().filter(isBooks));
}

/**
 * A chapter's first page has its title where other pages have the head. Where heads carry folios, one without is a
 * title, and stays in the text.
 */
function withoutTitles(
  fittings: readonly Fitting[],
  leaf: Leaf,
  { folioBeside, books, paired }: HeadHabits,
): Fitting[] {
  const mixed = paired && new Set(fittings.flatMap((each) => (each.folio ? [each.folio.value] : []))).size >= 2;
  return fittings
    .filter((fitting) => {
      if (fitting.head === null || fitting.folio !== null || fitting.misread) return true;
      if (books.has(fitting) || hasFolioBeside(fitting, fittings)) return true;
      if (!folioBeside.has(headKey(fitting.head))) return true;
      return mixed && standsApart(leaf, fitting.line);
    })
    .sort((a, b) => a.line - b.line);
}

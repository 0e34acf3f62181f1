// Takes the heads found on sides of two pages; gives those that are titles. The one idea: a chapter's first page has its
// title where its other pages have it as running head, and on a side of two pages nothing but the folios tells which page
// a head belongs to. Chapters' heads stand on right-hand pages, which have odd folios; so the lowest of the odd folios a
// head is seen with is the page that opens the chapter, if the odd page before has another chapter's head.
//
//     side   folios    heads
//     3      29, 4     Winter, The Author
//     4       5, 28    Thaw, The Author          5 opens "Thaw": 3 is a page of "Frost"

import type { Fitting, Leaf } from "./repeats.ts";
import type { Series } from "./series.ts";

/** A head without a folio in its line, on a side of two pages. */
interface Sighting {
  readonly fitting: Fitting;
  readonly key: string;
  readonly odd: number;
  /** Null where that page is empty. */
  readonly even: number | null;
}

/** On fewer sides a head is none; on more, in parts of all sides, it is the book's. */
const FEWEST = 3;
const MOST = 0.6;
/** Part of the sides on which both pages may have a chapter's head. */
const BOTH = 0.3;

export function openingTitles(
  leaves: readonly Leaf[],
  found: readonly (readonly Fitting[])[],
  series: readonly Series[],
  keyOf: (words: string) => string,
): ReadonlySet<Fitting> {
  const sides = leaves.flatMap((leaf, i) => {
    const pages = pagesOn(leaf, found[i]!, series);
    if (pages === null) return [];
    const heads = found[i]!.filter(({ head, folio }) => head !== null && folio === null);
    return [heads.map((fitting): Sighting => ({ fitting, key: keyOf(fitting.head!), ...pages }))];
  });
  const chapters = chapterKeys(sides);
  const own = sides.map((side) => side.filter(({ key }) => chapters.has(key)));
  if (own.filter((side) => keysOf(side).size > 1).length > sides.length * BOTH) return new Set();
  const pages = new Map<string, Set<number>>([...chapters].map((key) => [key, new Set()]));
  for (const side of own) if (keysOf(side).size === 1) pages.get(side[0]!.key)!.add(side[0]!.odd);
  const first = Math.min(...sides.flat().map(({ odd }) => odd));
  const titles = new Set<Fitting>();
  for (const [key, odd] of pages) {
    const from = Math.min(...odd);
    const others = [...pages].some(([other, its]) => other !== key && its.has(from - 2));
    const all = own.flat().filter((each) => each.key === key);
    const left = all.find(({ odd: page, even }) => !odd.has(page) && even !== null && even < from && even >= from - 3);
    const opening = left ?? (others || from === first ? all.find((each) => each.odd === from) : undefined);
    const twice = all.filter((each) => each.odd === opening?.odd).length > 1;
    if (opening && !twice) titles.add(opening.fitting);
  }
  return titles;
}

function keysOf(side: readonly Sighting[]): ReadonlySet<string> {
  return new Set(side.map(({ key }) => key));
}

function chapterKeys(sides: readonly (readonly Sighting[])[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const side of sides) for (const key of keysOf(side)) seen.set(key, (seen.get(key) ?? 0) + 1);
  return new Set([...seen].filter(([, on]) => on >= FEWEST && on <= sides.length * MOST).map(([key]) => key));
}

/** The two pages of a side, by its folios or by those its neighbours have. */
function pagesOn(
  { side }: Leaf,
  fittings: readonly Fitting[],
  series: readonly Series[],
): Pick<Sighting, "odd" | "even"> | null {
  const printed = fittings.flatMap(({ folio }) => (folio?.style === "arabic" ? [folio.value] : []));
  const expected = [1, -1].flatMap((slope) =>
    series.filter((each) => each.slope === slope).flatMap((each) => each.at(side) ?? []),
  );
  const values = [...new Set([...printed, ...expected.filter((value) => value > 0)])];
  const [odd, ...moreOdd] = values.filter((value) => value % 2 === 1);
  const [even = null, ...moreEven] = values.filter((value) => value % 2 === 0);
  if (odd === undefined || moreOdd.length + moreEven.length > 0) return null;
  return { odd, even };
}

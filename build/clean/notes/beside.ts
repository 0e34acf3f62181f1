// From the bodies at pages' feet to the page a place of the source stands on.

import type { SourcePage } from "../flow.ts";
import type { Wanted } from "./wanted.ts";

/** The page beside whose notes a source offset stands, for the pages that have notes. */
export function pageFinder(wanted: readonly Wanted[]): (offset: number) => SourcePage | null {
  const ranges: { start: number; end: number; page: SourcePage }[] = [];
  const seen = new Set<SourcePage>();
  for (const { note } of wanted) {
    const page = note.beside;
    if (page === null || seen.has(page)) continue;
    seen.add(page);
    for (const { letters } of page.lines) {
      if (letters.length === 0) continue;
      ranges.push({ start: letters.placeAt(0), end: letters.placeAt(letters.length), page });
    }
  }
  ranges.sort((a, b) => a.start - b.start);
  return (offset) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low - 1];
    return range && offset <= range.end ? range.page : null;
  };
}

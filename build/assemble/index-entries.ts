// The index: a heading for each term of the glossary that the book uses, and for each index mark; places in reading order.

import type { Chapter, GlossaryEntry, IndexEntry } from "../book.ts";
import { inlinesOfChapter } from "../walk.ts";

interface Heading {
  sort: string;
  places: string[];
  children: Map<string, Heading>;
}

export function buildIndex(
  chapters: readonly Chapter[],
  glossary: readonly GlossaryEntry[],
  marked: ReadonlyMap<string, { readonly places: ReadonlyMap<string, readonly string[]> }>,
): IndexEntry[] {
  const top = new Map<string, Heading>();
  for (const entry of glossary) {
    const places = chapters.flatMap((chapter) => marked.get(chapter.id)?.places.get(entry.id) ?? []);
    if (places.length > 0) headingAt(top, entry.term, entry.sort).places.push(...places);
  }
  for (const chapter of chapters) {
    for (const inline of inlinesOfChapter(chapter)) {
      if (inline.type !== "index_mark" || inline.entry === "") continue;
      const [name, sub] = inline.entry.split("!").map((each) => each.trim());
      const heading = headingAt(top, name!, name!);
      (sub ? headingAt(heading.children, sub, sub) : heading).places.push(inline.id);
    }
  }
  return sorted(top);
}

function headingAt(headings: Map<string, Heading>, name: string, sort: string): Heading {
  const known = headings.get(name);
  if (known) return known;
  const made: Heading = { sort, places: [], children: new Map() };
  headings.set(name, made);
  return made;
}

function sorted(headings: ReadonlyMap<string, Heading>): IndexEntry[] {
  const collator = new Intl.Collator("en", { sensitivity: "base", ignorePunctuation: true });
  return [...headings]
    .map(([heading, { sort, places, children }]) => ({ heading, sort, places, children: sorted(children) }))
    .sort((a, b) => collator.compare(a.sort, b.sort) || (a.heading < b.heading ? -1 : 1));
}

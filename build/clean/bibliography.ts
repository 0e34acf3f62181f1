// Takes pages; says which lines are a list of books, so that a numbered one is not taken for notes. The one idea: a list of
// books has its name above it and years, presses or addresses in it, and no figure in the text calls its numbers.

import type { SourceLine, SourcePage } from "./flow.ts";

const NAME =
  /^[#*_\s]*(?:\d{1,2}[.)]\s|[ivxlc]+[.)]\s)?(?:(?:select(?:ed)?|short|annotated|general)\s)?(?:bibliography|works cited|books cited|further reading|suggested reading|recommended reading|suggestions for further reading|reading list|list of works|bibliographie|bibliografía|bibliografia|literaturverzeichnis|библиография|литература)[.:*_\s]*$/iu;
const EVIDENCE =
  /\b(?:1[5-9]|20)\d\d\b|https?:|www\.|\b(?:pp?|vols?|eds?|trans|transl)\.\s|\b(?:press|publishers?|books|verlag|university|éditions|journal|review)\b/iu;
const OTHER = /^[#*_\s]*(?:(?:end|foot)?notes|index|glossary|chronology|timeline|appendix\b.*)[.:*_\s]*$/i;
const NUMBER = /^\[?(\d{1,3})[\].)]\s/;
/** Lines without a trace of a book from which on the list is over. */
const MOST_BARE = 6;
/** Part of a list's numbers that the text calls, where it is one of notes. */
const CALLED = 0.5;

/** The lines of all lists of books. */
export function findBooks(pages: readonly SourcePage[]): ReadonlySet<SourceLine> {
  const lines = pages.flatMap((page) => page.lines);
  const books = new Set<SourceLine>();
  lines.forEach((line, i) => {
    if (line.letters.length > 60 || !NAME.test(line.letters.text)) return;
    const list = listBelow(lines, i + 1);
    if (list.length > 0 && !isCalled(lines, i, list)) for (const each of list) books.add(each);
  });
  return books;
}

function listBelow(lines: readonly SourceLine[], from: number): readonly SourceLine[] {
  let end = from;
  for (let i = from; i < lines.length && i - end < MOST_BARE; i += 1) {
    const { letters, block } = lines[i]!;
    if (block?.kind === "heading" || OTHER.test(letters.text) || NAME.test(letters.text)) break;
    if (EVIDENCE.test(letters.text)) end = i + 1;
  }
  return lines.slice(from, end);
}

/** Whether figures behind words before the list are its numbers. */
function isCalled(lines: readonly SourceLine[], at: number, list: readonly SourceLine[]): boolean {
  const numbers = new Set(list.flatMap(({ letters }) => NUMBER.exec(letters.text)?.[1] ?? []));
  if (numbers.size === 0) return false;
  const called = new Set<string>();
  for (const { letters } of lines.slice(0, at)) {
    for (const [, call] of letters.text.matchAll(/[\p{L}.,;:!?”"’')](?:\[|\(|<sup>)?(\d{1,3})(?![\d\p{L}])/gu))
      if (numbers.has(call!)) called.add(call!);
  }
  return called.size >= numbers.size * CALLED;
}

export function withoutLines(pages: readonly SourcePage[], lines: ReadonlySet<SourceLine>): readonly SourcePage[] {
  if (lines.size === 0) return pages;
  return pages.map((page) => ({ ...page, lines: page.lines.filter((line) => !lines.has(line)) }));
}

/** Pages with the held lines back where they stood: on a page the places of lines in the source only rise. */
export function withLines(
  pages: readonly SourcePage[],
  before: readonly SourcePage[],
  held: ReadonlySet<SourceLine>,
): readonly SourcePage[] {
  if (held.size === 0) return pages;
  return pages.map((page, i) => {
    const own = before[i]!.lines.filter((line) => held.has(line));
    if (own.length === 0) return page;
    const place = (line: SourceLine): number => line.letters.placeAt(0);
    return { ...page, lines: [...page.lines, ...own].sort((a, b) => place(a) - place(b)) };
  });
}

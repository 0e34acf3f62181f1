// Takes pieces and the chapters as a person named them; gives the pieces parted at those titles. The one idea: what a person
// says of a title wins over what it looks like, and is forgiven a few letters.

import { type ChapterHint, type Journal, Letters, type Piece, type SourceLine, type SourcePage } from "./flow.ts";
import { headKey } from "./folios.ts";
import { nearlyEqual } from "./furniture.ts";
import { plainText } from "./markdown.ts";

/**
 * Each chapter begins where its title stands. The first begins with the source; a title that is not found leaves its
 * chapter empty. Other headings stand below the titles, on levels without gaps. A byline that says no more than the chapter's
 * front matter will is set aside.
 */
export function numberByTitles(given: readonly Piece[], chapters: readonly ChapterHint[], journal: Journal): Piece[] {
  const { pieces, starts } = findTitles(given, chapters, journal);
  let chapter = 0;
  const parted = pieces.map((piece, i) => {
    const begun = starts.indexOf(i);
    if (begun >= 0) chapter = begun;
    return { piece: { ...piece, chapter }, titles: begun >= 0 };
  });
  let above: readonly number[] = [];
  let last = 0;
  return parted.map(({ piece, titles: title }) => {
    if (title || piece.chapter !== last) above = [];
    last = piece.chapter;
    if (title) return { ...piece, kind: "heading" as const, level: 1 };
    if (piece.kind !== "heading") return piece;
    const under = levelBelow(above, piece.level);
    above = under.above;
    return { ...piece, level: under.level };
  });
}

/** A heading's level below its chapter's title, without gaps; `above`: the levels, as printed, of those it stands under. */
export function levelBelow(above: readonly number[], printed: number): { above: readonly number[]; level: number } {
  const level = Math.max(2, printed);
  const under = [...above.filter((each) => each < level), level];
  return { above: under, level: Math.min(6, under.length + 1) };
}

const LONGEST_TITLE = 240;

/** The pieces with each title whole and without its byline, and the index each title stands at, or -1. */
function findTitles(
  given: readonly Piece[],
  chapters: readonly ChapterHint[],
  journal: Journal,
): { readonly pieces: readonly Piece[]; readonly starts: readonly number[] } {
  const keys = given.map((piece) => (piece.letters.length <= LONGEST_TITLE ? headKey(plainText(piece.letters)) : ""));
  const found = new Map<number, Place>();
  let from = 0;
  chapters.forEach(({ title }, chapter) => {
    const wanted = headKey(title);
    const lengthAt = (i: number): number =>
      found.has(i) ? 0 : titleLength(keys, i, wanted, given[i]!.kind === "heading");
    const at = firstIndex(from, given.length, (i) => lengthAt(i) > 0) ?? firstIndex(0, from, (i) => lengthAt(i) > 0);
    if (at === null) return;
    found.set(at, { chapter, length: lengthAt(at) });
    from = Math.max(from, at + 1);
  });
  const pieces: Piece[] = [];
  const starts = chapters.map(() => -1);
  for (let i = 0; i < given.length; i += 1) {
    const place = found.get(i);
    if (place === undefined) {
      pieces.push(given[i]!);
      continue;
    }
    starts[place.chapter] = pieces.length;
    pieces.push(joined(given.slice(i, i + place.length)));
    i += place.length - 1;
    while (isNamed(given[i + 1], chapters[place.chapter]!)) {
      i += 1;
      journal.setAside("title", given[i]!.letters);
    }
  }
  return { pieces, starts };
}

interface Place {
  readonly chapter: number;
  /** Pieces that the title takes up. */
  readonly length: number;
}

function joined(pieces: readonly Piece[]): Piece {
  return { ...pieces[0]!, letters: inOne(pieces), lastPage: pieces.at(-1)!.lastPage };
}

function inOne(parts: readonly { readonly letters: Letters }[]): Letters {
  return Letters.concat(parts.flatMap(({ letters }, i) => (i === 0 ? [letters] : [Letters.made(" "), letters])));
}

/** Whether a piece under a title is the author's or translator's name and nothing else, a call least of all. */
function isNamed(piece: Piece | undefined, { author, translator }: ChapterHint): boolean {
  const said = piece === undefined ? "" : plainText(piece.letters).trim();
  if (!/^[\p{L}\p{M}.,’' -]+$/u.test(said)) return false;
  const is = (name: string | undefined, words: string): boolean =>
    name !== undefined && nearlyEqual(headKey(words), headKey(name));
  return is(author, said.replace(/^by /iu, "")) || is(translator, said.replace(/^translated by /iu, ""));
}

function firstIndex(from: number, to: number, holds: (index: number) => boolean): number | null {
  for (let i = from; i < to; i += 1) if (holds(i)) return i;
  return null;
}

/** Titles as headings of one line each, so that neither a note nor a paragraph runs on into a chapter. */
export function markTitles(pages: readonly SourcePage[], chapters: readonly ChapterHint[]): readonly SourcePage[] {
  const wanted = new Set(chapters.map(({ title }) => headKey(title)));
  if (wanted.size === 0) return pages;
  return pages.map((page) => {
    const keys = page.lines.map(({ letters }) => (letters.length <= LONGEST_TITLE ? headKey(letters.text) : ""));
    const lines: SourceLine[] = [];
    for (let i = 0; i < page.lines.length; i += 1) {
      const title = [...wanted].find((each) => titleLength(keys, i, each, false) > 0);
      if (title === undefined) lines.push(page.lines[i]!);
      else {
        wanted.delete(title);
        const length = titleLength(keys, i, title, false);
        lines.push(headingOf(page.lines.slice(i, i + length)));
        i += length - 1;
      }
    }
    return { ...page, lines };
  });
}

function headingOf(lines: readonly SourceLine[]): SourceLine {
  const block = { kind: "heading", level: 1, label: "", quoted: false } as const;
  const width = lines.reduce((sum, line) => sum + line.width, 0);
  return { ...lines[0]!, letters: inOne(lines), width, block };
}

/** Pieces from `i` on that are the title: it may lack a few letters, or have been set on several lines. */
function titleLength(keys: readonly string[], i: number, wanted: string, heading: boolean): number {
  const key = keys[i]!;
  if (key.length < 3) return 0;
  if (key === wanted || nearlyEqual(key, wanted)) return 1;
  if (!wanted.startsWith(key)) return heading && key.startsWith(wanted) && key.length <= wanted.length + 12 ? 1 : 0;
  return [2, 3].find((length) => nearlyEqual(keys.slice(i, i + length).join(""), wanted)) ?? 0;
}

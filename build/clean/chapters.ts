// Takes pieces and notes; gives chapters of Markdown, parted at the headings of level 1.

import type { SourceMarks } from "../numbering.ts";
import type { Source } from "../text.ts";
import type { Letters, Piece, PlacedNote, SourceLine, SourcePage } from "./flow.ts";
import { headKey, nearlyEqual } from "./furniture.ts";
import { plainText, type Relabel, writeMarkdown } from "./markdown.ts";

/** A chapter whose every character still knows its place. */
export interface WrittenChapter {
  readonly name: string;
  readonly title: string;
  readonly letters: Letters;
  readonly marks: SourceMarks;
}

/** Where note labels must be unique: in each chapter, or over the whole source, for one file. */
export type LabelScope = "chapter" | "source";

/** Levels without gaps: the highest is 1, and none between is left out. */
export function levelled(pieces: readonly Piece[]): Piece[] {
  const used = [...new Set(pieces.filter((piece) => piece.kind === "heading").map((piece) => piece.level))].sort(
    (a, b) => a - b,
  );
  return pieces.map((piece) => (piece.kind === "heading" ? { ...piece, level: used.indexOf(piece.level) + 1 } : piece));
}

export function numberChapters(pieces: readonly Piece[]): Piece[] {
  let chapter = -1;
  return pieces.map((piece) => {
    if (chapter < 0 || (piece.kind === "heading" && piece.level === 1)) chapter += 1;
    return { ...piece, chapter };
  });
}

/**
 * Chapters as a person named them: each begins where its title stands. The first begins with the source; a title that is
 * not found leaves its chapter empty. Other headings stand below the titles, on levels without gaps.
 */
export function numberByTitles(pieces: readonly Piece[], titles: readonly string[]): Piece[] {
  const starts = findTitles(pieces, titles);
  let chapter = 0;
  const parted = pieces.map((piece, i) => {
    const begun = starts.indexOf(i);
    if (begun >= 0) chapter = begun;
    return { piece: { ...piece, chapter }, titles: begun >= 0 };
  });
  let above: number[] = [];
  let last = 0;
  return parted.map(({ piece, titles: title }) => {
    if (title || piece.chapter !== last) above = [];
    last = piece.chapter;
    if (title) return { ...piece, kind: "heading" as const, level: 1 };
    if (piece.kind !== "heading") return piece;
    const level = Math.max(2, piece.level);
    above = above.filter((each) => each < level);
    above.push(level);
    return { ...piece, level: Math.min(6, above.length + 1) };
  });
}

const LONGEST_TITLE = 240;

/** Index of the piece each title stands at, in order; -1 where it is not found. */
function findTitles(pieces: readonly Piece[], titles: readonly string[]): number[] {
  const keys = pieces.map((piece) => (piece.letters.length <= LONGEST_TITLE ? headKey(plainText(piece.letters)) : ""));
  const taken = new Set<number>();
  let from = 0;
  return titles.map((title) => {
    const wanted = headKey(title);
    const stands = (i: number): boolean => !taken.has(i) && isTitle(keys, i, wanted, pieces[i]!.kind === "heading");
    const found = firstIndex(from, pieces.length, stands) ?? firstIndex(0, from, stands);
    if (found === null) return -1;
    taken.add(found);
    from = Math.max(from, found + 1);
    return found;
  });
}

function firstIndex(from: number, to: number, holds: (index: number) => boolean): number | null {
  for (let i = from; i < to; i += 1) if (holds(i)) return i;
  return null;
}

/** Marks the lines that titles begin with as headings, so that neither a note nor a paragraph runs on into a chapter. */
export function markTitles(pages: readonly SourcePage[], titles: readonly string[] | undefined): readonly SourcePage[] {
  const wanted = new Set(titles?.map(headKey));
  if (wanted.size === 0) return pages;
  return pages.map((page) => {
    const keys = page.lines.map(({ letters }) => (letters.length <= LONGEST_TITLE ? headKey(letters.text) : ""));
    const lines = page.lines.map((line, i): SourceLine => {
      const title = [...wanted].find((each) => isTitle(keys, i, each, false));
      if (title === undefined) return line;
      wanted.delete(title);
      return { ...line, block: { kind: "heading", level: 1, label: "", quoted: false } };
    });
    return { ...page, lines };
  });
}

/** The title itself, a few letters misread, or the first line of one that was set on several. */
function isTitle(keys: readonly string[], i: number, wanted: string, heading: boolean): boolean {
  const key = keys[i]!;
  if (key.length < 3) return false;
  if (key === wanted || nearlyEqual(key, wanted)) return true;
  if (!wanted.startsWith(key)) return heading && key.startsWith(wanted) && key.length <= wanted.length + 12;
  return [1, 2].some((more) => nearlyEqual(keys.slice(i, i + 1 + more).join(""), wanted));
}

export function writeChapters(
  pieces: readonly Piece[],
  notes: readonly PlacedNote[],
  scope: LabelScope,
  source: Source,
  least: number,
): WrittenChapter[] {
  const relabel = scope === "chapter" ? (_: number, label: string) => label : runningLabels(notes);
  const count = Math.max(least, (pieces.at(-1)?.chapter ?? 0) + 1);
  return Array.from({ length: count }, (_, chapter) => {
    const own = pieces.filter((piece) => piece.chapter === chapter);
    const ownNotes = notes.filter((note) => note.chapter === chapter);
    const heading = own.find((piece) => piece.kind === "heading");
    const title = heading ? plainText(heading.letters).trim() : nameOf(source.file);
    const letters = writeMarkdown(own, ownNotes, relabel);
    return { name: slug(title), title, letters, marks: sourceMarks(ownNotes, relabel) };
  });
}

/**
 * What the source called the notes of a chapter: nothing where that is what they are called now, or where numbers begin
 * anew on each page, so that they name none.
 */
function sourceMarks(notes: readonly PlacedNote[], relabel: Relabel): SourceMarks {
  const numbers = notes.flatMap(({ mark }) => (/^\d/.test(mark) ? [mark] : []));
  const named = notes.map(({ mark, chapter, label }) => [relabel(chapter, label), mark] as const);
  const changed = named.some(([label, mark]) => /^\d/.test(mark) && mark !== label);
  return changed && new Set(numbers).size * 2 > numbers.length ? new Map(named) : new Map();
}

/** Labels counted on through the source; the series of editor and translator keep their beginnings. */
function runningLabels(notes: readonly PlacedNote[]): Relabel {
  const labels = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { chapter, label } of notes) {
    const series = /^(?:ed-|tr-)?/.exec(label)![0];
    const count = (counts.get(series) ?? 0) + 1;
    counts.set(series, count);
    labels.set(`${chapter} ${label}`, `${series}${count}`);
  }
  return (chapter, label) => labels.get(`${chapter} ${label}`) ?? label;
}

function nameOf(file: string): string {
  return /([^/\\]*?)(?:\.[^./\\]*)?$/.exec(file)?.[1] || "text";
}

function slug(title: string): string {
  const plain = title
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return words.length <= 60 ? words || "text" : words.slice(0, 60).replace(/-[^-]*$/, "");
}

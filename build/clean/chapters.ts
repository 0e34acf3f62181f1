// Takes pieces and notes; gives chapters of Markdown, parted at the headings of level 1.

import type { SourceMarks } from "../numbering.ts";
import type { Source } from "../text.ts";
import type { Letters, Piece, PlacedNote } from "./flow.ts";
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

export function slug(title: string): string {
  const plain = title
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
  const words = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "");
  return words.length <= 60 ? words || "text" : words.slice(0, 60).replace(/-[^-]*$/, "");
}

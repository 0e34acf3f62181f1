// Takes pages in order, or pieces; sets apart what belongs to the printing, not to the text: the index at the back, imprint
// and adverts before the first and behind the last prose. All of it stays, whole, in the report.

import { isProse } from "./aside.ts";
import type { ChapterHint, Journal, Piece, SourceLine, SourcePage } from "./flow.ts";

// ---------------------------------------------------------------------------------------------------- the index

/** What the index of a source names, with the folios as printed. */
export interface IndexEntry {
  readonly term: string;
  readonly folios: string;
}

const INDEX = /^[#*_\s]*(?:(?:general|subject|name)\s+)?index(?:\s+of\s+\p{L}+(?:\s+and\s+\p{L}+)?)?[.:*_\s]*$/iu;
const FOLIOS =
  /^(.{2,80}?)[,.:\s]+((?:\d{1,4}|[ivxlc]{1,6})(?:\s?[-–]\s?\d{1,4})?(?:[,;]\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s?[-–]\s?\d{1,4})?)*(?:\s?(?:n|ff?|passim)\b\.?)?)[.;,]?$/u;
/** A term, to its first folio: four figures are a year, "winter of 1916, 33". */
const ENTRY = /^(.{2,80}?)[,.:\s]+((?:\d{1,3}|[ivxlc]{1,6})(?![\p{L}\d])(?:n|ff?)?\b.*|\d{1,3}(?:n|ff?)\b.*)$/u;
/** Folios anywhere in a line of an entry that runs over several. */
const LOCATOR = /[,:;]\s?\d{1,3}(?:[-–]\d{1,3})?(?:nn?\w{0,3})?(?=[,;.]|$|\s*\(|\s*$)/u;
const LEAST_ENTRIES = 6;
/** Part of its lines that must have folios, and lines without any that end it. */
const ENTRIES = 0.5;
const LONGEST_GAP = 8;
const LONGEST_TAIL = 2;

/** The pages without the index, and what it names. Nothing is taken that more than it follows upon, or that a person names as a chapter. */
export function takeIndex(
  pages: readonly SourcePage[],
  chapters: readonly ChapterHint[],
  journal: Journal,
): { readonly pages: readonly SourcePage[]; readonly index: readonly IndexEntry[] } {
  const lines = pages.flatMap((page) => page.lines);
  const at = lines.findLastIndex((line) => line.letters.length < 60 && INDEX.test(line.letters.text));
  const behind = at < 0 ? [] : lines.slice(at + 1);
  const own = behind.slice(0, endOfIndex(behind));
  const found = own.flatMap(({ letters }) => {
    if (letters.length >= 160 || !FOLIOS.test(letters.text)) return [];
    const entry = ENTRY.exec(letters.text);
    return entry ? [{ term: entry[1]!.trim(), folios: entry[2]!.replace(/[.;,\s]+$/, "") }] : [];
  });
  const known = own.filter(({ letters }) => hasFolios(letters.text) || isLetter(letters.text));
  const named = chapters.some(({ title }) => INDEX.test(title));
  const isIndex = known.length >= own.length * ENTRIES && own.length * 2 >= behind.length;
  if (named || found.length < LEAST_ENTRIES || !isIndex) return { pages, index: [] };
  const taken = new Set<SourceLine>([lines[at]!, ...own]);
  for (const line of taken) journal.setAside("index", line.letters);
  const kept = pages.map((page) => ({ ...page, lines: page.lines.filter((line) => !taken.has(line)) }));
  return { pages: kept, index: found };
}

/** Lines up to the last with folios before a gap; the last entry of a text may end without them. */
function endOfIndex(lines: readonly SourceLine[]): number {
  let end = 0;
  for (let i = 0; i < lines.length && i - end <= LONGEST_GAP; i += 1) {
    if (hasFolios(lines[i]!.letters.text)) end = i + 1;
  }
  return lines.length - end <= LONGEST_TAIL ? lines.length : end;
}

function hasFolios(text: string): boolean {
  return FOLIOS.test(text) || LOCATOR.test(text);
}

/** The letter over the entries that begin with it. */
function isLetter(text: string): boolean {
  return /^\p{L}$/u.test(text);
}

// ---------------------------------------------------------------------------------------------------- imprint, adverts

const LONGEST = 170;
const IMPRINT = [
  /^(?:https?:\/\/|www\.)\S+$/i,
  /^[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:org|net|com|info|edu|uk|de|fr|es|it|nl)(?:\/\S*)?$/i,
  /\banti-?copyright\b/i,
  /^(?:copyright|©|\(c\))\s/i,
  /\ball rights reserved\b/i,
  /^(?:e-?)?ISBN\b/i,
  /^Library of Congress\b|\bCataloging[- ]in[- ]Publication\b/i,
  /^Retrieved on .{4,60} from\b/i,
  /^(?:printed|typeset|bound)(?: and (?:printed|bound))? (?:in|by|at|on)\b/i,
  /^(?:first |re)?(?:published|printed|issued|edition)\b.{0,100}\b(?:1[5-9]|20)\d\d\b/i,
  /^(?:produced|e-?(?:text|book) prepared|transcribed|scanned|digiti[sz]ed) by\b/i,
  /^(?:cover(?: design)?|layout|design(?:ed)?|illustrated) by\b/i,
  /^(?:identifier\s+)?urn:uuid:/i,
  /^set in \p{Lu}/u,
  /^edition\s+[\da-f]*\d[\da-f]*$/i,
  /^(?:page )?last (?:updated|modified|revised|edited)\b/i,
] as const;
const COLOPHON = /^(?:colophon|imprint|publishing information|impressum|achevé d’imprimer)[.:]?$/i;
/** Letters of a colophon, at most. */
const LONGEST_COLOPHON = 1500;
const ADVERT =
  /^(?:also (?:available|published|by|from)|other (?:titles|books|pamphlets|works)|(?:works |books )?by the same author|new and forthcoming|forthcoming|recommended reading from|available from|titles in this series|to order\b)/i;
const MOST_ADVERTISED = 40;

/** The pieces without imprint lines and adverts around the text. */
export function takeImprint(pieces: readonly Piece[], journal: Journal): readonly Piece[] {
  const first = pieces.findIndex(isProse);
  const last = pieces.findLastIndex(isProse);
  if (first < 0) return pieces;
  const kept: Piece[] = [];
  const colophon = colophonAt(pieces);
  let advert = 0;
  pieces.forEach((piece, i) => {
    if (i >= colophon) {
      journal.setAside("imprint", piece.letters);
      return;
    }
    const text = piece.letters.text;
    const around = (i < first || i > last) && piece.kind !== "rule" && piece.kind !== "item" && text.length <= LONGEST;
    if (around && ADVERT.test(text)) advert = MOST_ADVERTISED;
    else if (!around || (advert < MOST_ADVERTISED && piece.kind === "heading")) advert = 0;
    const imprint = around && IMPRINT.some((each) => each.test(text));
    if (imprint || advert > 0) journal.setAside(imprint ? "imprint" : "advert", piece.letters);
    else kept.push(piece);
    if (advert > 0) advert -= 1;
  });
  return kept;
}

/** Index of the heading of a colophon that ends the text; behind its end where there is none. */
function colophonAt(pieces: readonly Piece[]): number {
  const at = pieces.findLastIndex((piece) => piece.kind === "heading" && COLOPHON.test(piece.letters.text));
  if (at <= 0) return pieces.length;
  const letters = pieces.slice(at).reduce((sum, piece) => sum + piece.letters.length, 0);
  const alone = pieces.slice(at + 1).every((piece) => piece.kind !== "heading");
  return alone && letters <= LONGEST_COLOPHON ? at : pieces.length;
}

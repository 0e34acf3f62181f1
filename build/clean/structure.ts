// Takes pages of lines; gives pieces: paragraphs joined, headings with levels, lists. Notes go the same way, without headings.

import { type Desk, Letters, type Piece, type PieceKind, type SourceLine, type SourcePage } from "./flow.ts";
import { headKey } from "./furniture.ts";
import { findHeadings, type HeadingSense } from "./headings.ts";
import { type HyphenHabits, joinLines } from "./hyphens.ts";
import { type Habits, parseParagraphs } from "./paragraphs.ts";

export interface Setting {
  readonly habits: Habits;
  readonly hyphens: HyphenHabits;
}

/** What names headings elsewhere in the source. */
export interface Known {
  readonly heads: readonly string[];
  /** Keys of the contents list. */
  readonly contents: ReadonlySet<string>;
}

export function piecesOf(pages: readonly SourcePage[], setting: Setting, known: Known, desk: Desk): Piece[] {
  const lines = pages.flatMap((page) => page.lines);
  const paragraphs = parseParagraphs(lines, setting.habits);
  const sense: HeadingSense = {
    heads: new Set(known.heads.map(headKey)),
    contents: known.contents,
    measure: setting.habits.measure,
    blanksPart: blanksPart(paragraphs),
  };
  const headings = findHeadings(paragraphs, sense);
  const pieces = paragraphs.map((paragraph, i) => {
    const level = headings.get(i);
    if (isOrnament(paragraph)) return ornamentOf(paragraph, desk);
    return pieceOf(paragraph, level === undefined ? "paragraph" : "heading", level ?? 0, setting, desk);
  });
  return joinChapterTitles(pieces, desk);
}

const ORNAMENT = /^(?:\*\s{0,8}){2,6}\*$|^[⁂❦❧☙]$/u;

/** A line of stars alone parts sections; one of dashes may as well part the notes from the text. */
function isOrnament(lines: readonly SourceLine[]): boolean {
  return lines.length === 1 && ORNAMENT.test(lines[0]!.letters.text);
}

function ornamentOf(lines: readonly SourceLine[], { journal }: Desk): Piece {
  const { letters, page } = lines[0]!;
  journal.drop(letters, "structure/ornament", 0.95);
  return { kind: "rule", level: 0, label: "", quoted: false, letters: Letters.empty, chapter: 0, page, lastPage: page };
}

const BARE_CHAPTER = /^(?:chapter|part|book|section|lecture|letter|act|canto)\s+[\p{L}\d]+[.:]?$/iu;

/** "Chapter 1" and the title that stands under it are one heading. */
function joinChapterTitles(pieces: readonly Piece[], desk: Desk): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before?.kind !== "heading" || piece.kind !== "heading" || !BARE_CHAPTER.test(before.letters.text)) {
      joined.push(piece);
      continue;
    }
    const end = before.letters.length;
    const after = /[.:]$/.test(before.letters.text) ? " " : ". ";
    const first = before.letters.patch(
      [{ start: end, end, after, rule: "structure/chapter-title", confidence: 0.9 }],
      desk.journal,
    );
    joined[joined.length - 1] = { ...before, letters: Letters.concat([first, piece.letters]) };
  }
  return joined;
}

/** The paragraphs of a note. */
export function notePieces(lines: readonly SourceLine[], setting: Setting, desk: Desk): Piece[] {
  return parseParagraphs(lines, setting.habits).map((paragraph) => pieceOf(paragraph, "paragraph", 0, setting, desk));
}

function blanksPart(paragraphs: readonly (readonly SourceLine[])[]): boolean {
  const parted = paragraphs.filter((lines) => lines[0]!.blankBefore > 0).length;
  return parted > paragraphs.length * 0.5;
}

function pieceOf(lines: readonly SourceLine[], kind: PieceKind, level: number, setting: Setting, desk: Desk): Piece {
  return {
    kind,
    level,
    label: "",
    quoted: false,
    letters: lines.length === 0 ? Letters.empty : joinLines(lines, desk, setting.hyphens),
    chapter: 0,
    page: lines[0]?.page ?? 0,
    lastPage: lines.at(-1)?.page ?? 0,
  };
}

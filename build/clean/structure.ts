// Takes pages of lines; gives pieces: paragraphs joined, headings with levels, lists, verse, quotations, epigraphs and
// signatures. Notes go the same way, as paragraphs only.

import { type Desk, Letters, MARK, type Piece, type SourceLine, type SourcePage } from "./flow.ts";
import { headKey } from "./folios.ts";
import { findFrames, splitName } from "./frames.ts";
import { findHeadings, SAME_TITLE } from "./headings.ts";
import { type HyphenHabits, joinLines } from "./hyphens.ts";
import { findLists, splitItems } from "./lists.ts";
import { least } from "./many.ts";
import { type Habits, parseParagraphs } from "./paragraphs.ts";
import { findQuotes } from "./quotes.ts";
import { type Layout, layoutOf, paragraphOf, type Shape } from "./shape.ts";
import { splitTitles } from "./titles.ts";
import { findVerse, type Range, stanzasOf } from "./verse.ts";

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
  const pieces = shapesOf(lines, setting.habits, known).map((shape) => pieceOf(shape, setting, desk));
  return joinChapterTitles(pieces, desk);
}

/** Paragraphs, each found to be what it is: ornaments and headings first, then what is told by its neighbours. */
function shapesOf(lines: readonly SourceLine[], habits: Habits, known: Known): readonly Shape[] {
  const heads = new Set(known.heads.map(headKey));
  const sense = { ...habits, known: new Set([...heads, ...known.contents]) };
  const paragraphs = splitTitles(parseParagraphs(lines, habits), sense).flatMap(splitItems).flatMap(splitName);
  const layout = layoutOf(paragraphs, habits);
  const parted = partVerse(paragraphs, lines, layout);
  const headings = findHeadings(
    parted.map((shape) => shape.lines),
    {
      heads,
      contents: known.contents,
      measure: habits.measure,
      blanksPart: blanksPart(paragraphs),
      noBlanks: lines.filter((line) => line.blankBefore > 0).length < lines.length * 0.01,
    },
  );
  const shapes = parted.map((shape, i): Shape => {
    if (isOrnament(shape.lines)) return { ...shape, kind: "rule", confidence: 0.95 };
    // what stands right below verse is its poet
    const named = parted[i - 1]?.kind === "verse" && shape.lines[0]!.blankBefore <= layout.gap;
    const level = named ? undefined : headings.get(i);
    return level === undefined || shape.kind !== "paragraph" ? shape : { ...shape, kind: "heading", level };
  });
  return findFrames(findQuotes(findLists(shapes), layout), layout);
}

/** Paragraphs with their verse cut out of them: the breaks of verse are not those of prose. */
function partVerse(
  paragraphs: readonly (readonly SourceLine[])[],
  lines: readonly SourceLine[],
  layout: Layout,
): readonly Shape[] {
  const verseOf = new Map<SourceLine, Range>();
  for (const range of findVerse(lines, layout))
    for (const line of lines.slice(range.start, range.end)) verseOf.set(line, range);
  const parts: { readonly lines: SourceLine[]; readonly verse: boolean }[] = [];
  let open: Range | undefined;
  for (const paragraph of paragraphs) {
    paragraph.forEach((line, i) => {
      const verse = verseOf.get(line);
      const last = parts.at(-1);
      if (last && (verse ? verse === open : i > 0 && open === undefined)) last.lines.push(line);
      else parts.push({ lines: [line], verse: verse !== undefined });
      open = verse;
    });
  }
  return parts.map((part): Shape => {
    const shape = paragraphOf(part.lines);
    return part.verse ? { ...shape, kind: "verse", confidence: 0.85 } : shape;
  });
}

const STARS =
  /^(?:\*\s{0,8}){1,6}\*$|^(?:[⁂❦❧☙§~#•·◆◇○●■□†⚑★☆✦✧❖✻\uE000-\uF8FF]\s*){1,5}$|^(?:x\s+){2,4}x$|^(?:o\s*O\s*o|O\s+o\s+O|0\s?0\s?0|o\s+o\s+o)$|^[-–—=~]{0,3}\s*[oO0]+\s*[-–—=~]{1,3}$/u;

/** A line of stars alone parts sections; one of dashes may as well part the notes from the text. */
function isOrnament(lines: readonly SourceLine[]): boolean {
  return lines.length === 1 && STARS.test(lines[0]!.letters.text);
}

const BARE_CHAPTER = /^(?:chapter|part|book|section|lecture|letter|act|canto)\s+[\p{L}\d]+[.:]?$/iu;

/** "Chapter 1" and the title under it are one heading; so are the lines of a title. */
function joinChapterTitles(pieces: readonly Piece[], desk: Desk): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    const numbered = before?.kind === "heading" && BARE_CHAPTER.test(before.letters.text);
    if (before?.kind !== "heading" || piece.kind !== "heading" || !(numbered || piece.level === SAME_TITLE)) {
      joined.push(piece);
      continue;
    }
    const end = before.letters.length;
    const after = !numbered || /[.:]$/.test(before.letters.text) ? " " : ". ";
    const first = before.letters.patch(
      [{ start: end, end, after, rule: "structure/chapter-title", confidence: 0.9 }],
      desk.journal,
    );
    joined[joined.length - 1] = {
      ...before,
      letters: Letters.concat([first, piece.letters]),
      lastPage: piece.lastPage,
    };
  }
  return joined;
}

/** The paragraphs of a note. */
export function notePieces(lines: readonly SourceLine[], setting: Setting, desk: Desk): Piece[] {
  return parseParagraphs(lines, setting.habits).map((paragraph) => pieceOf(paragraphOf(paragraph), setting, desk));
}

function blanksPart(paragraphs: readonly (readonly SourceLine[])[]): boolean {
  const parted = paragraphs.filter((lines) => lines[0]!.blankBefore > 0).length;
  return parted > paragraphs.length * 0.5;
}

function pieceOf(shape: Shape, setting: Setting, desk: Desk): Piece {
  const { lines, kind, level, label, quoted, frame } = shape;
  return {
    kind,
    level,
    label,
    quoted,
    ...(frame === null ? {} : { frame }),
    letters: lettersOf(shape, setting, desk),
    chapter: 0,
    page: lines[0]?.page ?? 0,
    lastPage: lines.at(-1)?.page ?? 0,
  };
}

/** The letters of a shape; what it was found to be is written into the journal. */
function lettersOf(shape: Shape, { hyphens }: Setting, desk: Desk): Letters {
  const { lines, kind, level, labelled, label, confidence } = shape;
  const { journal } = desk;
  switch (kind) {
    case "rule":
      journal.drop(lines[0]!.letters, "structure/ornament", confidence);
      return Letters.empty;
    case "heading":
      if (level !== SAME_TITLE)
        journal.mark(lines[0]!.letters, "structure/heading", `${"#".repeat(level)} `, confidence);
      return joinLines(lines, desk, hyphens);
    case "item": {
      const patch = { start: 0, end: labelled, after: `${label} `, rule: "structure/list" as const, confidence };
      return joinLines(lines, desk, hyphens)
        .patch([patch], journal)
        .slice(label.length + 1);
    }
    case "verse":
      journal.mark(lines[0]!.letters, "structure/verse", "| ", confidence);
      return verseLetters(lines, desk, hyphens);
    case "signature":
      journal.mark(lines[0]!.letters, "structure/signature", "::: signature\n", confidence);
      return byLine(lines.map((line) => joinLines([line], desk, hyphens)));
    case "attribution": {
      const letters = joinLines(lines, desk, hyphens);
      const end = /^[—–-]{0,2}\s?/.exec(letters.text)![0].length;
      if (letters.text.startsWith("— ")) return letters;
      return letters.patch([{ start: 0, end, after: "— ", rule: "structure/attribution", confidence }], journal);
    }
    default:
      if (shape.frame === "epigraph")
        journal.mark(lines[0]!.letters, "structure/epigraph", "::: epigraph\n", confidence);
      else if (shape.quoted) journal.mark(lines[0]!.letters, "structure/quote", "> ", confidence);
      return lines.length === 0 ? Letters.empty : joinLines(lines, desk, hyphens);
  }
}

/** Deepest indent that is kept, in blanks. */
const DEEPEST = 20;

/** Lines with what they are set in by, stanzas with an empty line between. */
function verseLetters(lines: readonly SourceLine[], desk: Desk, hyphens: HyphenHabits): Letters {
  const margin = least(lines.map((line) => line.indent));
  const indented = lines.map((line) => {
    const blanks = Letters.made(" ".repeat(Math.min(DEEPEST, line.indent - margin)));
    return Letters.concat([blanks, joinLines([line], desk, hyphens)]);
  });
  const stanzas = stanzasOf(lines, { start: 0, end: lines.length });
  return byLine(
    stanzas.flatMap(({ start, end }, i) => [...(i > 0 ? [Letters.empty] : []), ...indented.slice(start, end)]),
  );
}

function byLine(lines: readonly Letters[]): Letters {
  return Letters.concat(lines.flatMap((line, i) => (i === 0 ? [line] : [Letters.made(MARK.lineBreak), line])));
}

// Takes lines or pieces; sets apart what is no text of the author's: the distributor's words around it, the contents list,
// the title page. All of it goes into the report; the contents list stays as evidence for headings.

import { ContentsKeys, takeContents } from "./contents.ts";
import type { Journal, Piece, SourceLine } from "./flow.ts";
import { headKey } from "./folios.ts";
import { partGluedFolios } from "./gluedfolios.ts";
import { numberingOf } from "./headings.ts";
import { endsSentence } from "./joins.ts";
import type { PlainText } from "./read.ts";
import { takeSideFeet } from "./sidefeet.ts";

export interface Apart {
  readonly text: PlainText;
  readonly contents: ContentsKeys;
  /** How many pages the folios of open sides say there are. */
  readonly pages: number | null;
}

export function takeAside(text: PlainText, journal: Journal): Apart {
  const unwrapped = text.sections.map((section) => [...section]);
  takeWrapper(unwrapped, journal);
  const contents = new ContentsKeys();
  const { sections: footless, pages } = takeSideFeet(partGluedFolios(unwrapped), journal);
  const sections = takeContents(footless, contents, journal);
  const full = sections.filter((section) => section.length > 0);
  return { text: { ...text, sections: full.length > 0 ? full : [[]] }, contents, pages };
}

const FENCES = { START: /^\*{3}\s*START OF\b/i, END: /^\*{3}\s*END OF\b/i };

/** Distributors fence the book: `*** START OF …`, `*** END OF …`. What stands outside is theirs. */
function takeWrapper(sections: SourceLine[][], journal: Journal): void {
  const isFence = (line: SourceLine, word: keyof typeof FENCES): boolean => FENCES[word].test(line.letters.text);
  const drop = (lines: readonly SourceLine[]): void => {
    for (const line of lines) journal.setAside("imprint", line.letters);
  };
  const startsAt = sections.findIndex((section) => section.some((line) => isFence(line, "START")));
  if (startsAt >= 0) {
    const line = sections[startsAt]!.findIndex((each) => isFence(each, "START"));
    for (const section of sections.slice(0, startsAt)) drop(section.splice(0));
    drop(sections[startsAt]!.splice(0, line + 1));
  }
  const endsAt = sections.findIndex((section) => section.some((line) => isFence(line, "END")));
  if (endsAt < 0) return;
  const line = sections[endsAt]!.findIndex((each) => isFence(each, "END"));
  drop(sections[endsAt]!.splice(line));
  for (const section of sections.slice(endsAt + 1)) drop(section.splice(0));
}

/**
 * The pieces without a title page at the front; its title stays where the text has none of its own. `moved`: whether the
 * order of pages was found, not given; a title page may then have come to stand behind the text.
 */
export function takeTitlePage(given: readonly Piece[], moved: boolean, journal: Journal): readonly Piece[] {
  const pieces = moved ? frontFirst(given) : given;
  const first = pieces.findIndex(isProse);
  if (first <= 0) return pieces;
  let keep = first;
  while (keep > 0 && pieces[keep - 1]!.kind === "heading" && isAbove(pieces[keep - 1]!, pieces[keep]!)) keep -= 1;
  if (keep === 0) return pieces;
  const front = pieces.slice(0, keep);
  const title = keep < first ? null : titleOf(front);
  for (const piece of front) if (piece !== title) journal.setAside("title", piece.letters);
  const rest = withoutHalfTitles(pieces.slice(keep), front, journal);
  return title === null ? rest : [{ ...title, kind: "heading", level: 1 }, ...underTitle(rest)];
}

/** Letters that a chapter holds at least: what is shorter is a section of one. */
const SHORTEST_CHAPTER = 9000;

/** A text that begins without a heading of its own is one piece under its title, unless its parts are as long as chapters. */
function underTitle(pieces: readonly Piece[]): readonly Piece[] {
  const tops = pieces.filter((piece) => piece.kind === "heading" && piece.level === 1).length;
  const letters = pieces.reduce((sum, piece) => sum + piece.letters.length, 0);
  if (tops === 0 || letters / (tops + 1) >= SHORTEST_CHAPTER) return pieces;
  return pieces.map((piece) => (piece.kind === "heading" ? { ...piece, level: Math.min(6, piece.level + 1) } : piece));
}

/** Pieces of the pages before the text, at most. */
const MOST_FRONT = 12;

/**
 * No text ends with a title: one on a page behind the last prose is the front's, if nothing stands under it or the front
 * has none.
 */
function frontFirst(pieces: readonly Piece[]): readonly Piece[] {
  const first = pieces.findIndex(isProse);
  const last = pieces.findLastIndex(isProse);
  const page = pieces[last]?.lastPage;
  const at = pieces.findIndex((piece, i) => i > last && piece.kind === "heading" && piece.page !== page);
  if (first < 0 || at < 0 || pieces.length - at > MOST_FRONT) return pieces;
  const titled = pieces.slice(0, first).some((piece) => piece.kind === "heading");
  return pieces.at(-1)!.kind === "heading" || !titled ? [...pieces.slice(at), ...pieces.slice(0, at)] : pieces;
}

const NO_TITLE =
  /^(?:(?:written|edited|translated|compiled)\s+)?by\s|^[\d\s./–-]*$|^\p{L}+\.?\s\d{1,2},?\s\d{4}$|[.,;:]$/iu;

/** The title on a title page: a heading, or its first line that may be one. */
function titleOf(front: readonly Piece[]): Piece | null {
  const headings = front.filter((piece) => piece.kind === "heading" && /\p{L}{2}/u.test(piece.letters.text));
  const highest = Math.min(...headings.map((piece) => piece.level));
  const named = headings.find((piece) => piece.level === highest);
  return named ?? front.find((piece) => piece.kind !== "rule" && !NO_TITLE.test(piece.letters.text)) ?? null;
}

/** The book's title alone on a page before its first chapter, once more. */
function withoutHalfTitles(pieces: readonly Piece[], front: readonly Piece[], journal: Journal): readonly Piece[] {
  const titles = new Set(front.map((piece) => headKey(piece.letters.text)).filter((key) => key.length > 3));
  return pieces.filter((piece, i) => {
    const next = pieces[i + 1];
    const half = piece.kind === "heading" && next?.kind === "heading" && next.level <= piece.level;
    if (!half || !titles.has(headKey(piece.letters.text))) return true;
    journal.setAside("title", piece.letters);
    return false;
  });
}

/** Whether a heading holds what stands under it: of two titles of one level the first is the book's. */
function isAbove(before: Piece, after: Piece): boolean {
  if (after.kind !== "heading" || before.level < after.level) return true;
  return before.level === after.level && numberingOf(before.letters.text) !== null;
}

export function isProse(piece: Piece): boolean {
  if (piece.kind === "heading" || piece.kind === "rule" || piece.kind === "signature") return false;
  if (piece.kind !== "paragraph" && piece.kind !== "item") return true;
  const text = piece.letters.text;
  if (text.length > 140) return true;
  const words = text.match(/\p{L}{4,}/gu) ?? [];
  const small = words.filter((word) => /^\p{Ll}/u.test(word)).length;
  if (text.length < 45 || small <= words.length / 2) return false;
  return (text.length > 60 && endsSentence(text)) || /\p{Ll}{3}[.!?]\s+\p{Lu}/u.test(text);
}

// Takes pieces; gives what a source's own glossary and chronology say, as entries for the book's. They stay in the text as
// they are: whether they become the book's own is the editor's to say.

import type { IndexEntry } from "./apart.ts";
import type { Piece } from "./flow.ts";
import { plainText } from "./markdown.ts";

export interface Proposals {
  readonly glossary: readonly { readonly term: string; readonly definition: string }[];
  /** Dates in EDTF. */
  readonly timeline: readonly { readonly date: string; readonly event: string }[];
  readonly index: readonly IndexEntry[];
}

export const NO_PROPOSALS: Proposals = { glossary: [], timeline: [], index: [] };

const GLOSSARY = /^(?:appendix\s\w{1,4}[:.]?\s)?(?:\p{L}*\s){0,3}(?:glossary|glossaire|glossar)\b/iu;
const TIMELINE =
  /^(?:appendix\s\w{1,4}[:.]?\s)?(?:\p{L}*\s){0,3}(?:chronology|timeline|chronologie|zeittafel|calendar of events|table of dates)\b/iu;
const TERM = /^(\p{Lu}[^.!?:—–]{1,60}?)\s*(?::\s|\s[—–-]\s|[—–])\s*(\S.{10,})$/su;
const LEAST = 3;

export function proposalsOf(pieces: readonly Piece[], index: readonly IndexEntry[]): Proposals {
  const glossary = under(pieces, GLOSSARY).flatMap((text) => {
    const found = TERM.exec(text);
    return found ? [{ term: found[1]!.trim(), definition: found[2]!.trim() }] : [];
  });
  const timeline = under(pieces, TIMELINE).flatMap((text) => {
    const found = dateOf(text);
    return found ? [found] : [];
  });
  return {
    glossary: glossary.length >= LEAST ? glossary : [],
    timeline: timeline.length >= LEAST ? timeline : [],
    index,
  };
}

/** The paragraphs under a heading of that name, to the next one of its level. */
function under(pieces: readonly Piece[], name: RegExp): string[] {
  const at = pieces.findIndex((piece) => piece.kind === "heading" && name.test(plainText(piece.letters)));
  if (at < 0) return [];
  const after = pieces.findIndex((piece, i) => i > at && piece.kind === "heading" && piece.level <= pieces[at]!.level);
  return pieces
    .slice(at + 1, after < 0 ? pieces.length : after)
    .filter((piece) => piece.kind === "paragraph" || piece.kind === "item")
    .map((piece) => plainText(piece.letters));
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const DATE =
  /^(?:(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Z][a-z]{2,8})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?)?((?:1[0-9]|20)\d\d)\s*[.,:;—–-]{0,2}\s+(\S.*)$/su;

/** "14 March 1921: the bell is rung", "1921 — …". */
function dateOf(text: string): { readonly date: string; readonly event: string } | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [, before, month, behind, year, event] = found;
  const at = month === undefined ? -1 : MONTHS.findIndex((each) => each.startsWith(month.toLowerCase().slice(0, 3)));
  if (month !== undefined && at < 0) return null;
  const day = before ?? behind;
  const date = [year!, ...(at < 0 ? [] : [two(at + 1)]), ...(at >= 0 && day !== undefined ? [two(Number(day))] : [])];
  return { date: date.join("-"), event: event! };
}

const two = (number: number): string => String(number).padStart(2, "0");

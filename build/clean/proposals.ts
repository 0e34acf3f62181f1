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
const TERM = /^(\p{Lu}[^.!?:—–(]{1,60}?(?:\s\([^)]{1,40}\))?)\s*(?::\s|\s[—–-]\s|[—–]|\s=\s)\s*(\S.{10,})$/su;
/** A term alone on its line, what it means below. */
const LONE_TERM = /^\p{Lu}[^.!?:;]{1,40}$/u;
const LEAST = 3;

export function proposalsOf(pieces: readonly Piece[], index: readonly IndexEntry[]): Proposals {
  const glossary = termsOf(under(pieces, GLOSSARY));
  const timeline = eventsOf(under(pieces, TIMELINE));
  return {
    glossary: glossary.length >= LEAST ? glossary : [],
    timeline: timeline.length >= LEAST ? timeline : [],
    index,
  };
}

/** The paragraphs under a heading of that name, and the headings below it, to the next one of its level. */
function under(pieces: readonly Piece[], name: RegExp): string[] {
  const at = pieces.findIndex((piece) => piece.kind === "heading" && name.test(plainText(piece.letters)));
  if (at < 0) return [];
  const after = pieces.findIndex((piece, i) => i > at && piece.kind === "heading" && piece.level <= pieces[at]!.level);
  return pieces
    .slice(at + 1, after < 0 ? pieces.length : after)
    .filter(({ kind }) => kind === "paragraph" || kind === "item" || kind === "heading")
    .map((piece) => plainText(piece.letters));
}

function termsOf(texts: readonly string[]): Proposals["glossary"] {
  const inLine = texts.flatMap((text) => {
    const found = TERM.exec(text);
    return found ? [{ term: found[1]!.trim(), definition: found[2]!.trim() }] : [];
  });
  if (inLine.length >= LEAST) return inLine;
  return texts.flatMap((text, i) => {
    const below = texts[i + 1];
    const lone = below !== undefined && LONE_TERM.test(text) && !LONE_TERM.test(below);
    return lone ? [{ term: text, definition: below }] : [];
  });
}

const MONTHS = "january february march april may june july august september october november december".split(" ");
const YEAR = String.raw`(?:1\d|20)\d\d`;
const ABOUT = String.raw`(?:c\.|ca\.|circa|about)\s?`;
/** "14 March 1921: …", "March 14, 1921 …", "c. 1922 …", "1923-25 …". */
const DATE = new RegExp(
  `^(${ABOUT})?(?:(?:(\\d{1,2})(?:st|nd|rd|th)?\\s+)?([A-Z][a-z]{2,8})\\.?,?\\s+(?:(\\d{1,2})(?:st|nd|rd|th)?,?\\s+)?)?(${YEAR})(?:\\s?[-–]\\s?(\\d{2}|${YEAR})(?!\\d))?\\s*[.,:;—–-]{0,2}\\s+(\\S.*)$`,
  "su",
);
/** "1905, January: …": the month behind the year. */
const MONTH_BEHIND = /^([A-Z][a-z]{2,8})\.?(?:\s(\d{1,2})(?:st|nd|rd|th)?)?\s*[.,:;—–-]{0,2}\s+(\S.*)$/su;
/** "March 1917" or "1917" over entries that say the rest. */
const OVER = new RegExp(`^(?:([A-Z][a-z]{2,8})\\s)?(${YEAR})[.:]?$`, "u");
/** "January 5: …", "5 January: …", "5: …" below it. */
const DAY =
  /^(?:([A-Z][a-z]{2,8})\.?\s(\d{1,2})|(\d{1,2})(?:\s([A-Z][a-z]{2,8})\.?)?)(?:st|nd|rd|th)?\s*[.:—–-]\s+(\S.*)$/su;

function eventsOf(texts: readonly string[]): Proposals["timeline"] {
  let year = "";
  let month = -1;
  return texts.flatMap((text) => {
    const over = OVER.exec(text);
    if (over) {
      year = over[2]!;
      month = monthOf(over[1]);
      return [];
    }
    return dateOf(text) ?? dayOf(text, year, month) ?? [];
  });
}

/** Index from 0; -1 where it is none. */
function monthOf(name: string | undefined): number {
  return name === undefined ? -1 : MONTHS.findIndex((each) => each.startsWith(name.toLowerCase().slice(0, 3)));
}

function written(year: string, month: number, day: string | undefined): string {
  return [
    year,
    ...(month < 0 ? [] : [two(month + 1)]),
    ...(month >= 0 && day !== undefined ? [two(Number(day))] : []),
  ].join("-");
}

function dateOf(text: string): { readonly date: string; readonly event: string } | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [, about, before, name, behind, year, to, event] = found;
  const month = monthOf(name);
  if (name !== undefined && month < 0) return null;
  if (to !== undefined) return { date: `${year!}/${to.length === 2 ? year!.slice(0, 2) : ""}${to}`, event: event! };
  const later = month < 0 ? MONTH_BEHIND.exec(event!) : null;
  if (later && monthOf(later[1]) >= 0) return { date: written(year!, monthOf(later[1]), later[2]), event: later[3]! };
  return { date: `${written(year!, month, before ?? behind)}${about === undefined ? "" : "~"}`, event: event! };
}

function dayOf(text: string, year: string, month: number): { readonly date: string; readonly event: string } | null {
  const found = year === "" ? null : DAY.exec(text);
  if (!found) return null;
  const [, before, day, first, behind, event] = found;
  const own = monthOf(before ?? behind);
  if ((before ?? behind) !== undefined && own < 0) return null;
  return own < 0 && month < 0 ? null : { date: written(year, own < 0 ? month : own, day ?? first), event: event! };
}

const two = (number: number): string => String(number).padStart(2, "0");

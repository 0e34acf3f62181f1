// Takes lines or pieces; sets apart what is no text of the author's: the distributor's words around it, the contents list,
// the title page. All of it goes into the report; the contents list stays as evidence for headings.

import type { Journal, Piece, SourceLine } from "./flow.ts";
import { headKey } from "./furniture.ts";
import { numberingOf } from "./headings.ts";
import { endsSentence, startsLower } from "./joins.ts";
import { most } from "./many.ts";
import type { PlainText, Section } from "./read.ts";

export interface Apart {
  readonly text: PlainText;
  /** Keys (`headKey`) of what the contents list names. */
  readonly contents: ReadonlySet<string>;
}

export function takeAside(text: PlainText, journal: Journal): Apart {
  const unwrapped = text.sections.map((section) => [...section]);
  takeWrapper(unwrapped, journal);
  const contents = new Set<string>();
  const sections = unwrapped.map((section) => takeContents(section, contents, journal));
  const full = sections.filter((section) => section.length > 0);
  return { text: { ...text, sections: full.length > 0 ? full : [[]] }, contents };
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

const CONTENTS = /^[#*_\s]*(?:table of )?contents[.:*_\s]*$/i;
const LONGEST_ENTRY = 100;

/** The list under a line "Contents": short lines, to the last that has a page number or to the first long one. */
function takeContents(section: Section, keys: Set<string>, journal: Journal): Section {
  const at = section.findIndex((line) => CONTENTS.test(line.letters.text));
  if (at < 0) return section;
  let end = at + 1;
  while (end < section.length && isEntry(section[end]!)) end += 1;
  const entries = section.slice(at + 1, end);
  const paged = entries.map((line) => /(?:\s|[.·•\t])\s*(?:\d{1,4}|[ivxlc]+)$/.test(line.letters.text));
  const share = paged.filter(Boolean).length / Math.max(1, entries.length);
  if (share >= 0.5) end = at + 2 + paged.lastIndexOf(true);
  else end = beforeHeading(section, at, end);
  if (end - at < 4) return section;
  for (const line of section.slice(at, end)) journal.setAside("contents", line.letters);
  for (const line of section.slice(at + 1, end)) addKeys(line.letters.text, keys);
  return [...section.slice(0, at), ...section.slice(end)];
}

function isEntry(line: SourceLine): boolean {
  const text = line.letters.text;
  return (
    text.length <= LONGEST_ENTRY && !(/[.;,]$/.test(text) && startsLower(text)) && !/[a-z]\.$/.test(text.slice(-2))
  );
}

/** A list without page numbers ends where the gap before a line is wider than all gaps inside the list. */
function beforeHeading(section: Section, at: number, end: number): number {
  const last = section[end - 1]!;
  const inside = section.slice(at + 2, end - 1).map((line) => line.blankBefore);
  if (end < section.length && inside.length > 0 && last.blankBefore > most(inside)) return end - 1;
  return end;
}

function addKeys(text: string, keys: Set<string>): void {
  const words = text.replace(/[\s.·•_\t]*(?:\d{1,4})?[\s.·•\t]*$/, "").trim();
  const key = headKey(words);
  if (key.length >= 3) keys.add(key);
  const rest = /^(?:chapter\s+)?(?:[IVXLC]+|\d+)[.:)]?\s+(.*)$/i.exec(words);
  if (rest && headKey(rest[1]!).length >= 3) keys.add(headKey(rest[1]!));
}

/** The pieces without a title page at the front; its first line stays as title where the text has none of its own. */
export function takeTitlePage(pieces: readonly Piece[], journal: Journal): readonly Piece[] {
  const first = pieces.findIndex(isProse);
  if (first <= 0) return pieces;
  let keep = first;
  while (keep > 0 && pieces[keep - 1]!.kind === "heading" && isAbove(pieces[keep - 1]!, pieces[keep]!)) keep -= 1;
  if (keep === 0) return pieces;
  const own = keep < first;
  const title = own ? [] : pieces.slice(0, 1).map((piece) => ({ ...piece, kind: "heading" as const, level: 1 }));
  for (const piece of pieces.slice(title.length, keep)) journal.setAside("title", piece.letters);
  return [...title, ...pieces.slice(keep)];
}

/** Whether a heading holds what stands under it: of two titles of one level the first is the book's. */
function isAbove(before: Piece, after: Piece): boolean {
  if (after.kind !== "heading" || before.level < after.level) return true;
  return before.level === after.level && numberingOf(before.letters.text) !== null;
}

export function isProse(piece: Piece): boolean {
  if (piece.kind !== "paragraph") return piece.kind !== "heading" && piece.kind !== "rule";
  const text = piece.letters.text;
  if (text.length > 140) return true;
  const words = text.match(/\p{L}{4,}/gu) ?? [];
  const small = words.filter((word) => /^\p{Ll}/u.test(word)).length;
  return text.length > 60 && endsSentence(text) && small > words.length / 2;
}

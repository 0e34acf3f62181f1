// From a chapter's notes to what "Ibid.", "op. cit." and short titles among them mean: the earlier note with the full
// citation. The one idea: a reference is resolved to the note that tells most, through any chain, or not at all.

import type { Note } from "../book.ts";
import { everyBlock, inlinesOf, plainText } from "../walk.ts";

/** For notes in reading order: `Note.id` of one that leads back → `Note.id` of the one it means. */
export function antecedents(notes: readonly Note[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const cited: Cited[] = [];
  notes.forEach((note, index) => {
    const text = textOf(note);
    const root = rootOf(text, notes, index, cited, found);
    if (root !== null && root !== note.id) found.set(note.id, root);
    if (FULL.test(text)) cited.push({ id: note.id, text, names: namesIn(text) });
  });
  return found;
}

/** A note with a full citation. */
interface Cited {
  readonly id: string;
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

const IBID = /^(?:(?:See|Cf\.|see|cf\.|In|Quoted in)\s)?[([“"]?(?:Ibid(?:em)?|Id(?:em)?|ebd|ebenda|a\. ?a\. ?O)\b\.?/iu;
const OP_CIT = /\b(?:op\.? ?cit|loc\.? ?cit|work cited|as cited above)\b/iu;
/** A year in brackets, a publisher with its town, or an edition: what only a full citation has. */
const FULL =
  /\((?:[^()]*[:,] ?)?[^()]*\b1[5-9][0-9]{2}\b[^()]*\)|\([^()]*\b20[0-9]{2}\b[^()]*\)|\p{Lu}[\p{L} ]+: \p{Lu}[\p{L}& .]+, (?:1[5-9]|20)[0-9]{2}/u;
const SHORT = 160;

function textOf(note: Note): string {
  const parts: string[] = [];
  for (const block of everyBlock(note.blocks)) for (const inlines of inlinesOf(block)) parts.push(plainText(inlines));
  return parts.join(" ").trim();
}

function rootOf(
  text: string,
  notes: readonly Note[],
  index: number,
  cited: readonly Cited[],
  found: ReadonlyMap<string, string>,
): string | null {
  if (IBID.test(text)) return previous(notes, index, cited, found);
  if (OP_CIT.test(text)) {
    const before = text.slice(0, OP_CIT.exec(text)?.index ?? 0);
    const names = namesIn(before);
    if (names.size === 0) return previous(notes, index, cited, found);
    return lastWith(cited, (each) => [...names].some((name) => each.names.has(name)));
  }
  if (text.length > SHORT || FULL.test(text)) return null;
  return shortTitle(text, cited) ?? byName(text, cited) ?? byAbbreviation(text, cited);
}

/** The note before, if it cites anything: itself with a full citation, or what it leads back to. */
function previous(
  notes: readonly Note[],
  index: number,
  cited: readonly Cited[],
  found: ReadonlyMap<string, string>,
): string | null {
  const before = notes[index - 1];
  if (before === undefined) return null;
  const root = found.get(before.id);
  if (root !== undefined) return root;
  if (cited[cited.length - 1]?.id === before.id) return before.id;
  return /\b(?:pp?\.|vol\.|[0-9])/iu.test(textOf(before)) ? before.id : null;
}

function lastWith(cited: readonly Cited[], is: (each: Cited) => boolean): string | null {
  for (let i = cited.length - 1; i >= 0; i -= 1) if (is(cited[i]!)) return cited[i]!.id;
  return null;
}

/** "Example, The Long Winter, 34": a title of at least two words that an earlier full citation holds, from its start. */
function shortTitle(text: string, cited: readonly Cited[]): string | null {
  const titles = text
    .split(/[,;:.] /u)
    .map((part) => part.replace(/^[“"‘'([\s]+|[”"’'.!?)\]\s]+$/gu, ""))
    .filter(
      (part) =>
        /^\p{Lu}/u.test(part) && /\p{L}+ \p{L}+/u.test(part) && (part.match(/\p{Lu}\p{Ll}/gu)?.length ?? 0) >= 2,
    );
  for (const title of titles) {
    const id = lastWith(cited, (each) => each.text.includes(title));
    if (id !== null) return id;
  }
  return null;
}

/** "Example, 34": one name and a page; the name must lead to one work only. */
function byName(text: string, cited: readonly Cited[]): string | null {
  const match =
    /^(?:(?:See|Cf\.|Quoted (?:by|in)) )?(\p{Lu}[\p{L}’'-]{2,}),? (?:pp?\. ?)?[0-9][0-9–-]*(?:, [0-9][0-9–-]*)*\.?$/u.exec(
      text,
    );
  if (match === null) return null;
  const works = cited.filter((each) => each.names.has(match[1]!));
  return works.length === 1 ? works[0]!.id : null;
}

/** "section 3 of LW" where an earlier note says "The Long Winter (LW)". */
function byAbbreviation(text: string, cited: readonly Cited[]): string | null {
  const short = [...text.matchAll(/\b\p{Lu}{3,6}\b/gu)].map(([letters]) => letters);
  for (const letters of short) {
    const id = lastWith(cited, (each) => each.text.includes(`(${letters})`));
    if (id !== null) return id;
  }
  return null;
}

const NO_NAMES = new Set([
  "The",
  "See",
  "Cf",
  "In",
  "Vol",
  "And",
  "For",
  "New",
  "Press",
  "University",
  "York",
  "London",
]);

/** Words with a capital: people, and the words of titles. */
function namesIn(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(/\p{Lu}[\p{L}’'-]{2,}/gu)].map(([name]) => name.replace(/[’']s$/u, ""));
  return new Set(names.filter((name) => !NO_NAMES.has(name)));
}

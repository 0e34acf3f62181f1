// From a chapter's words "see note 12" to a link to the note its author meant. The one idea: such words give the number
// the source printed, so a note is found by that number, and its printed mark is added where it is another now.

import type { Chapter, Inline, Note } from "../book.ts";
import { mapRunningText, plainText } from "../walk.ts";

/**
 * The chapter with its references to notes as links. A number that none or several of its notes bore is left alone, as is
 * one that belongs to another work ("Example, p. 4, note 12").
 */
export function linkNoteNumbers(chapter: Chapter): Chapter {
  const byNumber = notesByNumber(chapter.notes);
  if (byNumber.size === 0) return chapter;
  const link = (inlines: readonly Inline[], own: Note | null): readonly Inline[] => {
    const found = referencesIn(plainText(inlines)).flatMap(({ start, end, number }): Reference[] => {
      const note = byNumber.get(number);
      return note === undefined || note === own || isLater(own, note, number) ? [] : [{ start, end, note, number }];
    });
    return found.length === 0 ? inlines : withLinks(inlines, 0, found);
  };
  return {
    ...chapter,
    blocks: mapRunningText(chapter.blocks, (inlines) => link(inlines, null)),
    notes: chapter.notes.map((note) => ({
      ...note,
      blocks: mapRunningText(note.blocks, (inlines) => link(inlines, note)),
    })),
  };
}

/** A note that its source did not have speaks of printed marks, not of the source's numbers. */
function isLater(own: Note | null, { mark }: Note, number: number): boolean {
  return own !== null && own.by !== "author" && own.sourceMark === undefined && mark !== String(number);
}

/**
 * A note's number is what its source printed, else its label. Where a note was put in or taken out by hand, label and
 * printed mark differ and either may be meant: then the number means none, like one that two notes bore.
 */
function notesByNumber(notes: readonly Note[]): ReadonlyMap<number, Note> {
  const bearers = new Map<number, Set<Note | null>>();
  const add = (number: number, note: Note | null): void => {
    bearers.set(number, (bearers.get(number) ?? new Set()).add(note));
  };
  for (const note of notes) {
    if (note.sourceMark !== undefined) add(Number(note.sourceMark), note);
    else if (note.label === note.mark && /^\d+$/.test(note.mark)) add(Number(note.mark), note);
    else for (const name of [note.label, note.mark]) if (/^\d+$/.test(name)) add(Number(name), null);
  }
  const found = new Map<number, Note>();
  for (const [number, [note, ...others]] of bearers) if (note && others.length === 0) found.set(number, note);
  return found;
}

interface Reference {
  /** In the plain text of its run of inlines; the words "note" and its number, or a further number alone. */
  readonly start: number;
  readonly end: number;
  readonly number: number;
  readonly note: Note;
}

const NOTE =
  /(?<![\p{L}\p{N}])(?:(?:foot|end)?notes?|nn?\.|Anm(?:erkung(?:en)?|\.)|Fu(?:ß|ss)noten?|not[ae]s?|прим(?:ечани[еяй]|\.)|сноск[аиуе])\s(\d{1,4})((?:(?:,? (?:and|und|et|y|e|и|&) |, ?|[–-])\d{1,4})*)(?![\p{L}\p{N}]|\.\d)/giu;
/** What an author says before a note of the same text; "in note 12" alone may speak of another's. */
const LEADS =
  /(?:[([;]|(?<!\p{L})(?:see|cf\.?|compare|(?:\p{L}+ed|given|shown) (?:in|under|at)|siehe|s\.|vgl\.?|voir|v[eé]ase|vedi|см\.)(?: (?:also|auch|aussi|también|anche|также|my|the))?)\s?$/iu;
const POINTS =
  /^\s(?:above|below|supra|infra|oben|unten|ci-dessus|ci-dessous|plus haut|plus bas|más arriba|sopra|sotto|выше|ниже)(?!\p{L})/iu;
/** What follows where another work, or another chapter, is meant. */
const ELSEWHERE =
  /^(?:[,:]?\s(?:pp?|s|vol|ch|chap)\.|\s(?:of|to|in|on|by|from|zu|von|im|du|de|des|dans|del|della|к|из|в)(?!\p{L}))/iu;

function referencesIn(text: string): { start: number; end: number; number: number }[] {
  return [...text.matchAll(NOTE)].flatMap((match) => {
    const start = match.index;
    const after = text.slice(start + match[0].length);
    const own = LEADS.test(text.slice(Math.max(0, start - 40), start)) || POINTS.test(after);
    if (!own || ELSEWHERE.test(after)) return [];
    const first = start + match[0].length - match[2]!.length;
    const more = [...match[2]!.matchAll(/\d+/g)].map((each) => {
      const from = first + each.index;
      return { start: from, end: from + each[0].length, number: Number(each[0]) };
    });
    return [{ start, end: first, number: Number(match[1]) }, ...more];
  });
}

/** `offset`: of the inlines in the plain text of their run. A reference that styles tear stays plain words. */
function withLinks(inlines: readonly Inline[], offset: number, references: readonly Reference[]): Inline[] {
  let at = offset;
  return inlines.flatMap((inline): Inline[] => {
    const from = at;
    at += plainText([inline]).length;
    if (inline.type === "text") return linkText(inline.text, from, references);
    const open = inline.type === "emph" || inline.type === "strong" || inline.type === "lang";
    return [open ? { ...inline, children: withLinks(inline.children, from, references) } : inline];
  });
}

function linkText(text: string, offset: number, references: readonly Reference[]): Inline[] {
  const inlines: Inline[] = [];
  let done = 0;
  const put = (to: number): void => {
    if (to > done) inlines.push({ type: "text", text: text.slice(done, to) });
  };
  for (const { start, end, note, number } of references) {
    if (start < offset || end > offset + text.length) continue;
    put(start - offset);
    done = end - offset;
    const words = text.slice(start - offset, done);
    const printed = note.mark === String(number) ? words : `${words} [= ${note.mark}]`;
    inlines.push({ type: "cross_ref", target: note.id, form: "text", children: [{ type: "text", text: printed }] });
  }
  put(text.length);
  return inlines;
}

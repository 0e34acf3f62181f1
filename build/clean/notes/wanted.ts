// From note bodies to what the alignment needs to know of each: its number, where its call may stand, what it speaks of.

import { Letters, type NoteText, type Piece } from "../flow.ts";
import { openingOf, topicOf } from "./topics.ts";

/** A body with what the alignment needs to know. */
export interface Wanted {
  readonly note: NoteText;
  readonly value: number | null;
  readonly symbol: string | null;
  /** Markers of the text were misread: its calls will be as well. */
  readonly misread: boolean;
  /** The number the series leads one to expect where the marker's own cannot be read. */
  readonly expected: number | null;
  /** Chapter in which its call is looked for. */
  readonly chapter: number;
  /** Index of the first and behind the last piece its call may stand in. */
  readonly from: number;
  readonly to: number;
  /** What it speaks of: `topics.topicOf`. */
  readonly topic: ReadonlySet<string>;
  /** What it begins with: `topics.openingOf`. */
  readonly opening: ReadonlySet<string>;
  /** What the body is; null where that cannot be told. */
  readonly kind: "citation" | "remark" | null;
}

/** One of a second series: a, b, c beside 1, 2, 3. */
export function isLettered({ marker }: Pick<NoteText, "marker">): boolean {
  return /^[a-z]$/u.test(marker.text);
}

export function wantedNotes(pieces: readonly Piece[], given: readonly NoteText[]): Wanted[] {
  const order = new Map<number, number>();
  for (const piece of pieces) {
    for (const page of [piece.page, piece.lastPage]) if (!order.has(page)) order.set(page, order.size);
  }
  const strange = given.filter((note) => /[^0-9*∗†‡§¶‖∥|.a-zA-Z]/u.test(note.marker.text)).length * 7 > given.length;
  const noisy = strange || given.some((note) => note.counted !== undefined);
  const notes = noisy ? given : titlesFirst(given, (note) => pieceBefore(pieces, order, note));
  const places = notes.map((note) => pieceBefore(pieces, order, note));
  const counted = notes.some((note) => note.counted !== undefined) ? notes.map((note) => note.counted ?? null) : null;
  const values = counted ?? fillValues(notes);
  const expected = counted ?? expectedValues(values);
  let scopeFrom = 0;
  const wanted: Wanted[] = [];
  notes.forEach((note, i) => {
    const place = places[i]!;
    const chapter = pieces[Math.max(0, place)]?.chapter ?? 0;
    const symbol = values[i] === null && note.marker.text !== "" && !noisy ? note.marker.text : null;
    const text = note.pieces.map((piece) => piece.letters.text).join(" ");
    const inText = note.place !== "collected";
    const before = places[i - 1] ?? -1;
    if (!inText && place > before + 1) scopeFrom = before + 1;
    const own = {
      note,
      value: values[i]!,
      expected: expected[i]!,
      symbol,
      misread: noisy,
      chapter,
      topic: topicOf(text),
      opening: openingOf(text),
      kind: kindOf(note),
    };
    if (inText) {
      const [from, to] = pageRange(pieces, note.page, place);
      wanted.push({ ...own, from, to });
    } else wanted.push({ ...own, from: scopeFrom, to: place + 1 });
  });
  return wanted;
}

/** In a collection of numbered notes the one with a star is called from the title, wherever it is printed. */
function titlesFirst(notes: readonly NoteText[], placeOf: (note: NoteText) => number): readonly NoteText[] {
  const isStarred = ({ place, marker }: NoteText) => place === "collected" && /^[*∗†‡]$/u.test(marker.text);
  const starred = notes.filter(isStarred);
  if (starred.length === 0 || starred.length * 4 > notes.length) return notes;
  const sorted = notes.filter((note) => !isStarred(note));
  for (const note of starred.reverse()) {
    const place = placeOf(note);
    const first = sorted.findIndex((other) => placeOf(other) === place);
    sorted.splice(first < 0 ? sorted.length : first, 0, note);
  }
  return sorted;
}

function kindOf({ pieces }: NoteText): Wanted["kind"] {
  const text = (pieces[0]?.letters.text ?? "").replace(/[\uFDD0-\uFDEF]/gu, "");
  if (
    pieces.length === 1 &&
    text.length < 110 &&
    /^(?:[Ii]bid|[Oo]p\.|\p{Lu}).*[0-9]\.?$/u.test(text) &&
    !/^See\b/.test(text)
  )
    return "citation";
  return /^(?:See|For|Space|This|It|In|As|We|While|Given|That|There) /u.test(text) && text.length > 60
    ? "remark"
    : null;
}

/** Index of the last piece that stands before the note's body in the source. */
function pieceBefore(pieces: readonly Piece[], order: ReadonlyMap<number, number>, note: NoteText): number {
  const page = order.get(note.page);
  const first = note.lines[0]?.letters ?? note.pieces[0]?.letters ?? Letters.empty;
  const offset = first.placeAt(0);
  let low = 0;
  let high = pieces.length;
  const isBefore = (piece: Piece) => {
    const own = order.get(piece.page) ?? 0;
    if (page !== undefined && own !== page) return own < page;
    if (page === undefined && piece.page !== note.page) return piece.page < note.page;
    return piece.letters.placeAt(0) < offset;
  };
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(pieces[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Pieces that touch the page, one page back and one on. */
function pageRange(pieces: readonly Piece[], page: number, place: number): [number, number] {
  let from = Math.max(0, place);
  let to = Math.max(0, place) + 1;
  const touches = (piece: Piece | undefined) => piece !== undefined && (piece.page === page || piece.lastPage === page);
  while (from > 0 && (touches(pieces[from - 1]) || touches(pieces[from]))) from -= 1;
  while (to < pieces.length && (touches(pieces[to]) || touches(pieces[to - 1]))) to += 1;
  return [Math.max(0, from - 3), Math.min(pieces.length, to + 3)];
}

/** The numbers of the markers; one that could not be read gets the number its neighbours leave for it. */
function fillValues(notes: readonly NoteText[]): (number | null)[] {
  const values = readValues(notes);
  let last = -1;
  values.forEach((value, i) => {
    if (value === null) return;
    if (last >= 0 && values[last]! + (i - last) === value) {
      for (let k = last + 1; k < i; k += 1) if (!isLettered(notes[k]!)) values[k] = values[last]! + (k - last);
    }
    last = i;
  });
  return values;
}

function readValues(notes: readonly NoteText[]): (number | null)[] {
  return notes.map((note) => (/[0-9]/u.test(note.marker.text) ? figureOf(note.marker.text) : null));
}

/** Counted on from the last number that could be read, or from the first note; null where the marks are symbols. */
function expectedValues(values: readonly (number | null)[]): (number | null)[] {
  if (values.length < 4) return values.map(() => null);
  let last = 0;
  return values.map((value) => {
    last = value ?? last + 1;
    return last;
  });
}

function figureOf(printed: string): number | null {
  const digits = printed.replace(/[OoQD]/gu, "0").replace(/[lI|]/gu, "1");
  return /^[0-9]{1,4}$/u.test(digits) ? Number(digits) : null;
}

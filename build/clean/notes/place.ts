// From pieces and note bodies to pieces with calls and notes in their chapters. The one idea: what a call looks like in
// this text is learned from the text: a first alignment with general odds shows how its calls were damaged, a second
// one uses the odds so learned; what stays open is put where it likeliest stood, and asked about.

import {
  type Desk,
  Letters,
  MARK,
  type NoteText,
  type Patch,
  type Piece,
  type PlacedNote,
  type RuleName,
  type SourcePage,
} from "../flow.ts";
import { align } from "./align.ts";
import { before, type Candidate, candidatesOf } from "./candidates.ts";
import { openCalls } from "./open.ts";
import { contextOf, rareWords, sentenceAround, sentenceEnds } from "./sentences.ts";

/** A body with what the alignment needs to know. */
interface Wanted {
  readonly note: NoteText;
  readonly value: number | null;
  readonly symbol: string | null;
  /** Most markers of the text were misread: its calls will be as well. */
  readonly misread: boolean;
  /** The number the series leads one to expect where the marker's own cannot be read. */
  readonly expected: number | null;
  /** Chapter in which its call is looked for. */
  readonly chapter: number;
  /** Index of the first and behind the last piece its call may stand in. */
  readonly from: number;
  readonly to: number;
  readonly words: ReadonlySet<string>;
  /** What the body is; null where that cannot be told. */
  readonly kind: "citation" | "remark" | null;
}

interface Placing {
  readonly wanted: number;
  readonly piece: number;
  readonly start: number;
  readonly end: number;
  readonly rule: RuleName;
  readonly confidence: number;
}

/** `flow.PlaceNotes`. */
export function placeNotes(
  given: readonly Piece[],
  notes: readonly NoteText[],
  desk: Desk,
): { readonly pieces: readonly Piece[]; readonly notes: readonly PlacedNote[] } {
  const pieces = gatherFigures(given, notes);
  const inBrackets = notes.filter((note) => desk.source.text[note.marker.placeAt(0) - 1] === "(");
  const bracketed = inBrackets.length * 2 > notes.length;
  const candidates = candidatesOf(
    pieces,
    bracketed,
    (word) => isWord(word, desk),
    notes.some((note) => note.beside !== null),
    notes.some(isLettered),
  );
  if (notes.length === 0) return { pieces: openCalls(pieces, candidates, new Set(), desk), notes: [] };
  const idle = new Set<number>();
  const wanted = wantedNotes(pieces, notes);
  const matcher = new Matcher(pieces, candidates, wanted);
  const match = matcher.run();
  const placings: Placing[] = [];
  match.forEach((j, i) => {
    if (j < 0) return;
    const { piece, start, end, form } = candidates[j]!;
    if (form === "gap") {
      placings.push({ wanted: i, piece, start, end, rule: "notes/call-lost", confidence: 0.2 });
      askLost(desk, pieces[piece]!, wanted[i]!.note, start);
      return;
    }
    const confidence = matcher.confidence(i, j);
    placings.push({ wanted: i, piece, start, end, rule: `notes/call-${form}`, confidence });
    if (confidence < 0.6) askWeak(desk, pieces[piece]!, wanted[i]!.note, start);
  });
  placings.push(...placeLost(pieces, wanted, match, candidates, desk));
  candidates.forEach((candidate, j) => {
    if (!matcher.isUsed(j) && candidate.form === "markup") idle.add(j);
  });
  const written = write(pieces, wanted, placings, candidates, idle, desk);
  const placed = new Set(placings.map((placing) => placing.wanted));
  return { ...written, pieces: withHomeless(written.pieces, wanted, placed, desk) };
}

/** A call that extraction wrote on a line of its own goes back to the sentence it stood behind. */
function gatherFigures(pieces: readonly Piece[], notes: readonly NoteText[]): readonly Piece[] {
  const printed = new Set(notes.map((note) => note.marker.text));
  const gathered: Piece[] = [];
  for (const piece of pieces) {
    const { text } = piece.letters;
    const before = gathered.at(-1);
    const call = before !== undefined && /^[0-9]{1,3}$/u.test(text) && printed.has(text) && isProse(before);
    if (!call) {
      gathered.push(piece);
      continue;
    }
    const letters = Letters.concat([before.letters, Letters.made(" "), piece.letters]);
    gathered[gathered.length - 1] = { ...before, letters, lastPage: piece.lastPage };
  }
  return gathered;
}

function isProse({ kind, letters }: Piece): boolean {
  return kind === "paragraph" && /[.!?…][”’"')\]]*$/u.test(letters.text);
}

/** One of a second series: a, b, c beside 1, 2, 3. */
export function isLettered({ marker }: Pick<NoteText, "marker">): boolean {
  return /^[a-z]$/u.test(marker.text);
}

function isWord(word: string, { lexicon, vocabulary }: Desk): boolean {
  if (lexicon.langs.length === 0) return true;
  const lower = word.toLowerCase();
  return (vocabulary.get(lower) ?? 0) > 2 || lexicon.has(word) || lexicon.has(lower);
}

// ---------------------------------------------------------------------------------------------------- what is wanted

function wantedNotes(pieces: readonly Piece[], given: readonly NoteText[]): Wanted[] {
  const order = new Map<number, number>();
  for (const piece of pieces) {
    for (const page of [piece.page, piece.lastPage]) if (!order.has(page)) order.set(page, order.size);
  }
  const noisy = given.filter((note) => /[^0-9*†‡§¶|.a-zA-Z]/u.test(note.marker.text)).length * 7 > given.length;
  const notes = noisy ? given : titlesFirst(given, (note) => pieceBefore(pieces, order, note));
  const places = notes.map((note) => pieceBefore(pieces, order, note));
  const values = fillValues(notes);
  const expected = expectedValues(values);
  let scopeFrom = 0;
  const wanted: Wanted[] = [];
  notes.forEach((note, i) => {
    const place = places[i]!;
    const chapter = pieces[Math.max(0, place)]?.chapter ?? 0;
    const symbol = values[i] === null && note.marker.text !== "" && !noisy ? note.marker.text : null;
    const words = rareWords(note.pieces.map((piece) => piece.letters.text).join(" "));
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
      words,
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
  const isStarred = ({ place, marker }: NoteText) => place === "collected" && /^[*†‡]$/u.test(marker.text);
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
  const values = notes.map((note) => (/[0-9]/u.test(note.marker.text) ? figureOf(note.marker.text) : null));
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

// ---------------------------------------------------------------------------------------------------- matching

const LOST = 4;
const TEXTUAL: ReadonlySet<Candidate["form"]> = new Set(["dash", "word", "spaced", "glued"]);

class Matcher {
  private readonly used: Uint8Array;
  private learned = new Map<string, number>();
  private readonly pageOf: (offset: number) => SourcePage | null;
  private readonly contexts = new Map<number, ReadonlySet<string>>();
  private match: Int32Array = new Int32Array(0);
  /** What a call in another chapter than its body's costs: much where the first pass found hardly any. */
  private strangers = 0;
  /** What a stop or quotation mark costs as a call: much in a text whose calls were not read as other marks. */
  private marks = 0;
  /** Whether the text's figures were read as they stand: then no other figure is the call. */
  private exact = false;
  /** Only when the damage is known are places without any trace worth thinking of. */
  private gaps = false;
  private readonly pieces: readonly Piece[];
  private readonly candidates: readonly Candidate[];
  private readonly wanted: readonly Wanted[];

  constructor(pieces: readonly Piece[], candidates: readonly Candidate[], wanted: readonly Wanted[]) {
    this.pieces = pieces;
    this.candidates = candidates;
    this.wanted = wanted;
    this.used = new Uint8Array(candidates.length);
    this.pageOf = pageFinder(wanted);
  }

  isUsed(candidate: number): boolean {
    return this.used[candidate] === 1;
  }

  run(): Int32Array {
    this.match = this.pass();
    for (let round = 0; round < 2; round += 1) {
      this.learn();
      this.match = this.pass();
    }
    this.gaps = true;
    this.match = this.pass();
    for (const j of this.match) if (j >= 0 && this.candidates[j]!.form !== "gap") this.used[j] = 1;
    this.reunite();
    return this.match;
  }

  /**
   * Pages out of order part calls from bodies: a body without call and a call without body that alone bear the same
   * number belong together wherever they stand.
   */
  private reunite(): void {
    const bodies = countBy(this.wanted, ({ value }) => value);
    const sure = this.candidates.map((candidate, j) => (this.isUsed(j) || !isSure(candidate) ? null : candidate.value));
    const calls = countBy(sure, (value) => value);
    this.wanted.forEach(({ value }, i) => {
      const j = this.match[i]!;
      if (value === null || (j >= 0 && this.candidates[j]!.form !== "gap")) return;
      if (bodies.get(value) !== 1 || calls.get(value) !== 1) return;
      const found = sure.indexOf(value);
      this.match[i] = found;
      this.used[found] = 1;
    });
  }

  /** From 0 to 1: by what the match earned. */
  confidence(i: number, j: number): number {
    return 1 / (1 + Math.exp(-this.gain(i, j) / 1.5));
  }

  private pass(): Int32Array {
    const { candidates, wanted } = this;
    const windows = this.windows();
    return align(
      wanted.length,
      (i) => windows[i]!,
      (i, j) => this.gain(i, j),
      LOST,
      (j) => (candidates[j]!.form === "markup" ? 2 : 0),
      candidates.length,
    ).match;
  }

  /** Ranges of candidates, made to rise. */
  private windows(): [number, number][] {
    const { candidates, wanted } = this;
    const firstIn = (piece: number) => {
      let low = 0;
      let high = candidates.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (candidates[middle]!.piece < piece) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    const windows = wanted.map(({ from, to }): [number, number] => [firstIn(from), firstIn(to)]);
    for (let i = 1; i < windows.length; i += 1) {
      windows[i]![0] = Math.max(windows[i]![0], windows[i - 1]![0]);
      windows[i]![1] = Math.max(windows[i]![1], windows[i - 1]![1], windows[i]![0]);
    }
    return windows;
  }

  private gain(i: number, j: number): number {
    const note = this.wanted[i]!;
    const candidate = this.candidates[j]!;
    if (candidate.form === "gap" && (!this.gaps || note.note.beside === null)) return Number.NEGATIVE_INFINITY;
    let sum = this.learned.get(candidate.key) ?? candidate.prior;
    if (isPunctuation(candidate)) sum -= this.marks;
    sum += this.exact && isContrary(note, candidate) ? -20 : valueOdds(note, candidate);
    const { beside } = note.note;
    if (beside !== null) {
      const page = this.pageOf(candidate.at);
      if (page !== null && page !== beside) sum -= 6;
      else if (page === null) sum -= 2;
    }
    const piece = this.pieces[candidate.piece]!;
    if (piece.chapter !== note.chapter) sum -= this.strangers;
    if (sum > -6 && sum < 8) sum += this.content(note, j) + this.kinship(note, candidate);
    // what would give way to the call is text unless much speaks for the call
    return TEXTUAL.has(candidate.form) && sum < -1 ? Number.NEGATIVE_INFINITY : sum;
  }

  /** Among equals a bare citation follows what it was quoted for, a remark the author's own words. */
  private kinship({ kind }: Wanted, { piece, start }: Candidate): number {
    if (kind === null) return 0;
    const { text } = this.pieces[piece]!.letters;
    const quoted = before(text, start) === "quote";
    if (kind === "remark") return quoted ? -0.15 : 0;
    if (quoted) return 0.1;
    return text.length - start < 4 || /[”’]/u.test(contextOf(text, start)) ? 0 : -0.15;
  }

  private content(note: Wanted, j: number): number {
    if (note.words.size === 0) return 0;
    let context = this.contexts.get(j);
    if (context === undefined) {
      const { piece, start } = this.candidates[j]!;
      context = rareWords(contextOf(this.pieces[piece]!.letters.text, start));
      this.contexts.set(j, context);
    }
    let shared = 0;
    for (const word of context) if (note.words.has(word)) shared += 1;
    return Math.min(1.2, shared * 0.4);
  }

  /** What share of each class was matched, as log odds beside its prior. */
  private learn(): void {
    const total = new Map<string, number>();
    const hit = new Map<string, number>();
    const reach = new Uint8Array(this.candidates.length);
    for (const [from, to] of this.windows()) reach.fill(1, from, to);
    this.candidates.forEach((candidate, j) => {
      if (reach[j]) total.set(candidate.key, (total.get(candidate.key) ?? 0) + 1);
    });
    let own = 0;
    let matched = 0;
    this.match.forEach((j, i) => {
      if (j < 0) return;
      const candidate = this.candidates[j]!;
      matched += 1;
      if (this.pieces[candidate.piece]!.chapter === this.wanted[i]!.chapter) own += 1;
      hit.set(candidate.key, (hit.get(candidate.key) ?? 0) + 1);
    });
    const readable = [...this.match.keys()].filter((i) => this.match[i]! >= 0 && isReadable(this.wanted[i]!));
    const same = readable.filter((i) => this.candidates[this.match[i]!]!.value === this.wanted[i]!.value);
    this.exact = same.length >= 6 && same.length > readable.length * 0.6;
    const junk = [...this.match].filter((j) => j >= 0 && isJunk(this.candidates[j]!)).length / Math.max(1, matched);
    this.marks = junk < 0.1 ? 8 : junk < 0.2 ? 3 : 0;
    const share = matched > 8 ? own / matched : 1;
    this.strangers = share > 0.9 ? 5 : share > 0.6 ? 1 : 0;
    const learned = new Map<string, number>();
    const priors = new Map<string, number>();
    for (const candidate of this.candidates) priors.set(candidate.key, candidate.prior);
    for (const [key, count] of total) {
      if (key === "gap") continue;
      const found = hit.get(key) ?? 0;
      const prior = priors.get(key) ?? 0;
      // three imagined cases that behaved as the prior says
      const share = (found + 3 / (1 + Math.exp(-prior))) / (count + 3);
      const odds = Math.log(Math.max(share, 0.001) / Math.max(1 - share, 0.001));
      learned.set(key, Math.max(-5, Math.min(6, odds + 0.5)));
    }
    this.learned = learned;
  }
}

function countBy<T>(all: readonly T[], numberOf: (each: T) => number | null): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const each of all) {
    const value = numberOf(each);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** A figure that hardly can be anything but a call. */
function isSure({ form, prior, printed }: Candidate): boolean {
  if (form === "noise") return false;
  return (
    form === "markup" || form === "bracket" || (/^[0-9]+$/u.test(printed) && prior >= (form === "glued" ? 3 : 0.5))
  );
}

function isReadable({ note, value }: Wanted): boolean {
  return value !== null && /^[0-9]+$/u.test(note.marker.text);
}

/** Two figures, both readable, and not the same. */
function isContrary(note: Wanted, { value, printed }: Candidate): boolean {
  return value !== null && /^[0-9]+$/u.test(printed) && isReadable(note) && value !== note.value;
}

/** What may as well be the mark it looks like. */
function isPunctuation({ form, printed }: Candidate): boolean {
  return (form === "noise" || form === "quote") && /^[?!.“”‘’"']+$/u.test(printed);
}

/** What can be nothing but a figure misread. */
function isJunk(candidate: Candidate): boolean {
  return candidate.form === "symbol" || (candidate.form === "noise" && !isPunctuation(candidate));
}

/** What the figures say: the body's own, one that lost a figure or had one misread, another. */
function valueOdds(note: Wanted, candidate: Candidate): number {
  if (isLettered(note.note) !== (candidate.form === "letter")) {
    return candidate.form === "letter" || candidate.value !== null ? -6 : -1;
  }
  if (candidate.form === "letter") return note.note.marker.text === candidate.printed ? 4 : -4;
  if (note.value !== null && candidate.value !== null) {
    if (note.value === candidate.value) return note.value > 9 ? 5 : 4;
    const wanted = String(note.value);
    const printed = String(candidate.value);
    // what markup raises was written by somebody who could read it
    if (candidate.form === "markup" || candidate.form === "bracket")
      return /^[0-9]+$/u.test(note.note.marker.text) ? -20 : -4;
    const soft = candidate.form === "noise" || /[^0-9]/u.test(candidate.printed);
    if (wanted.length > printed.length && (wanted.startsWith(printed) || wanted.endsWith(printed)))
      return soft ? 1 : -1;
    if (wanted.length === printed.length && wanted.length > 1 && oneOff(wanted, printed)) return soft ? 0.5 : -1.5;
    return soft ? -2 : -6;
  }
  if (
    note.value === null &&
    candidate.value !== null &&
    note.expected !== null &&
    /^[0-9]+$/u.test(candidate.printed)
  ) {
    const off = Math.abs(note.expected - candidate.value);
    return off <= 4 ? 2 : off <= 10 ? -1 : -5;
  }
  if (note.value !== null && candidate.form === "symbol" && !note.misread) return -4;
  if (note.symbol !== null && candidate.form === "symbol") {
    return note.symbol === candidate.printed ? 3 : -3;
  }
  if (note.value !== null && candidate.form === "noise") {
    const digits = candidate.printed.replace(/[^0-9]/gu, "");
    if (digits !== "") return String(note.value).includes(digits) ? 1.5 : -1;
  }
  const value = note.value ?? note.expected;
  return value === null || candidate.form !== "noise" ? 0 : readsAs(candidate.printed, String(value));
}

/** Figures that recognition reads as a sign of like shape. */
const LIKE: Readonly<Record<string, string>> = { "°": "0", º: "0", "®": "568", "©": "568", "+": "4", "#": "4" };

function readsAs(printed: string, digits: string): number {
  let odds = 0;
  for (const char of printed) {
    const like = LIKE[char];
    if (like !== undefined) odds += [...digits].some((digit) => like.includes(digit)) ? 0.5 : -0.7;
  }
  return odds;
}

function oneOff(a: string, b: string): boolean {
  let off = 0;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) off += 1;
  return off === 1;
}

/** The page beside whose notes a source offset stands, for the pages that have notes. */
function pageFinder(wanted: readonly Wanted[]): (offset: number) => SourcePage | null {
  const ranges: { start: number; end: number; page: SourcePage }[] = [];
  const seen = new Set<SourcePage>();
  for (const { note } of wanted) {
    const page = note.beside;
    if (page === null || seen.has(page)) continue;
    seen.add(page);
    for (const { letters } of page.lines) {
      if (letters.length === 0) continue;
      ranges.push({ start: letters.placeAt(0), end: letters.placeAt(letters.length), page });
    }
  }
  ranges.sort((a, b) => a.start - b.start);
  return (offset) => {
    let low = 0;
    let high = ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low - 1];
    return range && offset <= range.end ? range.page : null;
  };
}

// ---------------------------------------------------------------------------------------------------- lost calls

/**
 * A body whose call left no trace: between the calls before and after it, on its page, the sentence end that shares most
 * with its words; asked about, whatever is found.
 */
function placeLost(
  pieces: readonly Piece[],
  wanted: readonly Wanted[],
  match: Int32Array,
  candidates: readonly Candidate[],
  desk: Desk,
): Placing[] {
  const placings: Placing[] = [];
  const find = pageFinder(wanted);
  let from = { piece: 0, start: 0 };
  for (let i = 0; i < wanted.length; i += 1) {
    const j = match[i]!;
    if (j >= 0) {
      from = { piece: candidates[j]!.piece, start: candidates[j]!.end };
      continue;
    }
    const note = wanted[i]!;
    let next = i + 1;
    while (next < wanted.length && match[next]! < 0) next += 1;
    const end = next < wanted.length ? candidates[match[next]!]! : null;
    const spot = likeliestEnd(pieces, note, from, end, next - i, find);
    if (spot === null) continue;
    placings.push({ wanted: i, ...spot, end: spot.start, rule: "notes/call-lost", confidence: 0.2 });
    askLost(desk, pieces[spot.piece]!, note.note, spot.start);
    from = spot;
  }
  return placings;
}

/** A note for whose call there is no place at all stays text, at the end of its chapter. */
function withHomeless(
  pieces: readonly Piece[],
  wanted: readonly Wanted[],
  placed: ReadonlySet<number>,
  desk: Desk,
): readonly Piece[] {
  const homeless = wanted.flatMap(({ note, chapter }, i) => {
    if (placed.has(i)) return [];
    desk.journal.ask("notes/no-place", note.marker, "This note has no text its call could stand in.");
    const [first, ...rest] = note.pieces;
    if (first === undefined) return [];
    const gap = note.marker.length > 0 && first.letters.length > 0 ? Letters.made(" ") : Letters.empty;
    const marked = { ...first, letters: Letters.concat([note.marker, gap, first.letters]) };
    return [marked, ...rest].map((piece) => ({ ...piece, kind: "paragraph" as const, chapter }));
  });
  if (homeless.length === 0) return pieces;
  return [...pieces, ...homeless].sort((a, b) => a.chapter - b.chapter);
}

interface Spot {
  readonly piece: number;
  readonly start: number;
}

function likeliestEnd(
  pieces: readonly Piece[],
  note: Wanted,
  from: Spot,
  end: Candidate | null,
  remaining: number,
  find: (offset: number) => SourcePage | null,
): Spot | null {
  const spots: { spot: Spot; score: number }[] = [];
  const firstPiece = Math.max(from.piece, Math.min(note.from, end?.piece ?? note.from));
  const lastPiece = Math.min(end?.piece ?? note.to - 1, Math.max(note.to - 1, firstPiece));
  for (let p = firstPiece; p <= lastPiece && spots.length < 2000; p += 1) {
    const piece = pieces[p];
    if (piece === undefined || piece.kind === "note" || piece.kind === "rule" || piece.kind === "verbatim") continue;
    if (piece.kind === "heading") continue;
    const { text } = piece.letters;
    for (const start of sentenceEnds(text)) {
      if (p === from.piece && start <= from.start) continue;
      if (end && p === end.piece && start >= end.start) break;
      let score = 0;
      const page = find(piece.letters.placeAt(Math.max(0, start - 1)));
      if (note.note.beside !== null) score += page === note.note.beside ? 4 : page === null ? -1 : -5;
      if (piece.chapter !== note.chapter) score -= 3;
      let shared = 0;
      for (const word of rareWords(sentenceAround(text, start))) if (note.words.has(word)) shared += 1;
      score += Math.min(1.8, shared * 0.6);
      if (/[”’"']$/u.test(text.slice(0, start))) score += 1.2;
      if (start === text.length) score += 1;
      spots.push({ spot: { piece: p, start }, score });
    }
  }
  if (spots.length === 0) return fallback(pieces, note, from);
  const top = Math.max(...spots.map((each) => each.score));
  const best = spots.filter((each) => each.score >= top - 0.01);
  // evenly between what stands before and after
  return best[Math.min(best.length - 1, Math.floor(best.length / (remaining + 1)))]!.spot;
}

function fallback(pieces: readonly Piece[], note: Wanted, from: Spot): Spot | null {
  const own = pieces[from.piece];
  if (own !== undefined && own.chapter === note.chapter && own.kind !== "rule") return from;
  for (let p = Math.min(note.to, pieces.length) - 1; p >= Math.max(0, from.piece); p -= 1) {
    const piece = pieces[p]!;
    if (piece.kind === "paragraph" || piece.kind === "item") return { piece: p, start: piece.letters.length };
  }
  return own === undefined ? null : from;
}

// ---------------------------------------------------------------------------------------------------- questions

function printedName(note: NoteText): string {
  return note.marker.text === "" ? "a note whose number is unreadable" : `note ${note.marker.text}`;
}

function bodyStart(note: NoteText): string {
  const text = (note.pieces[0]?.letters.text ?? "").replace(/[\uFDD0-\uFDEF]/gu, "");
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function askWeak(desk: Desk, piece: Piece, note: NoteText, at: number): void {
  const sentence = sentenceAround(piece.letters.text, at).trim();
  desk.journal.ask(
    "notes/weak-call",
    piece.letters.slice(Math.max(0, at - 1), at + 1),
    `The call of ${printedName(note)} (“${bodyStart(note)}”) is doubtful.`,
    [`here: ${sentence}`, "nowhere: the call is lost"],
  );
}

function askLost(desk: Desk, piece: Piece, note: NoteText, at: number): void {
  const sentence = sentenceAround(piece.letters.text, at).trim();
  desk.journal.ask(
    "notes/lost-call",
    piece.letters.slice(Math.max(0, at - 1), at),
    `The call of ${printedName(note)} (“${bodyStart(note)}”) is lost; it was put where it may have stood.`,
    [`here: ${sentence}`],
  );
}

// ---------------------------------------------------------------------------------------------------- writing

const PREFIX: Readonly<Record<NoteText["by"], string>> = { author: "", editor: "ed-", translator: "tr-" };

function write(
  pieces: readonly Piece[],
  wanted: readonly Wanted[],
  placings: readonly Placing[],
  candidates: readonly Candidate[],
  idle: ReadonlySet<number>,
  desk: Desk,
): { readonly pieces: readonly Piece[]; readonly notes: readonly PlacedNote[] } {
  const sorted = [...placings].sort((a, b) => a.piece - b.piece || a.start - b.start || a.wanted - b.wanted);
  const counts = new Map<string, number>();
  const patches = new Map<number, Patch[]>();
  const notes: PlacedNote[] = [];
  for (const placing of sorted) {
    const { note } = wanted[placing.wanted]!;
    const { chapter } = pieces[placing.piece]!;
    const series = `${chapter} ${PREFIX[note.by]}`;
    const count = (counts.get(series) ?? 0) + 1;
    counts.set(series, count);
    const label = `${PREFIX[note.by]}${count}`;
    const { start, end, rule, confidence } = placing;
    // a dash at a line's end had the next line joined to it
    const blank = rule === "notes/call-dash" && /^["“‘(]?\p{L}/u.test(pieces[placing.piece]!.letters.text.slice(end));
    const after = MARK.callOpen + label + MARK.callClose + (blank ? " " : "");
    const patch = { start, end, after, rule, confidence };
    patches.set(placing.piece, [...(patches.get(placing.piece) ?? []), patch]);
    const original = note.marker.text;
    desk.journal.drop(note.marker, "notes/body-marker", 1);
    notes.push({ label, original, chapter, pieces: note.pieces, confidence });
  }
  const called = pieces.map((piece, index) => {
    const own = patches.get(index);
    return own === undefined ? piece : { ...piece, letters: piece.letters.patch(mergeSame(own), desk.journal) };
  });
  return { pieces: idle.size === 0 ? called : openLeft(pieces, called, candidates, idle, patches, desk), notes };
}

/** Two calls put into the same place become one patch. */
function mergeSame(patches: readonly Patch[]): Patch[] {
  const merged: Patch[] = [];
  for (const patch of patches) {
    const last = merged[merged.length - 1];
    if (last && patch.start < Math.max(last.end, last.start + (patch.start === patch.end ? 1 : 0))) {
      merged[merged.length - 1] = { ...last, after: last.after + patch.after };
    } else merged.push(patch);
  }
  return merged;
}

/** Calls that are surely calls, but whose bodies are not there. */
function openLeft(
  before: readonly Piece[],
  called: readonly Piece[],
  candidates: readonly Candidate[],
  idle: ReadonlySet<number>,
  patches: ReadonlyMap<number, readonly Patch[]>,
  desk: Desk,
): readonly Piece[] {
  const moved = new Map<number, Candidate[]>();
  for (const j of idle) {
    const candidate = candidates[j]!;
    let shift = 0;
    for (const patch of patches.get(candidate.piece) ?? []) {
      if (patch.start < candidate.start) shift += patch.after.length - (patch.end - patch.start);
    }
    const list = moved.get(candidate.piece) ?? [];
    list.push({ ...candidate, start: candidate.start + shift, end: candidate.end + shift });
    moved.set(candidate.piece, list);
  }
  return called.map((piece, index) => {
    const own = moved.get(index);
    if (own === undefined) return piece;
    const opened = own.filter((each) => each.printed.length <= 6);
    for (const each of opened) {
      desk.journal.ask(
        "notes/lost-body",
        before[index]!.letters.slice(0, 1),
        `The call ${each.printed} leads to a note that is not in the source.`,
        [],
      );
    }
    const marks = opened.map((each) => ({
      start: each.start,
      end: each.end,
      after: `${MARK.callOpen}?${each.printed}${MARK.callClose}`,
      rule: "notes/call-open" as const,
      confidence: 0.9,
    }));
    return { ...piece, letters: piece.letters.patch(marks, desk.journal) };
  });
}

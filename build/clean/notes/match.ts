// Which candidate is the call of which body. The one idea: what a call looks like in this text is learned from the text: a
// first alignment with general odds shows how its calls were damaged, the next ones use the odds so learned.

import type { Piece, SourcePage } from "../flow.ts";
import { align } from "./align.ts";
import { pageFinder } from "./beside.ts";
import { before, type Candidate, GAP, UNCLOSED } from "./candidates.ts";
import { Citations } from "./citations.ts";
import { Habits, type Spot, spotOf } from "./habits.ts";
import { contextOf } from "./sentences.ts";
import { type Reading, Signs } from "./signs.ts";
import { type Context, contextAt, type Topics } from "./topics.ts";
import { isContrary, isJunk, isPunctuation, isReadable, isSure, valueOdds } from "./values.ts";
import type { Wanted } from "./wanted.ts";

const LOST = 4;
/** What a match earns that hardly is wrong. */
const SURE = 4.5;
/** What shared words count of a note that does not stand on the page of its call: neighbouring sentences share them, too. */
const APART = 0.5;
/** Pairs of note and candidate that are remembered: in a text of calls alone they would fill the memory. */
const MOST_TOLD = 4_000_000;
const TEXTUAL: ReadonlySet<Candidate["form"]> = new Set(["dash", "word", "spaced", "glued"]);

export class Matcher {
  private readonly used: Uint8Array;
  private learned = new Map<string, number>();
  private signs: Signs;
  /** How the bodies' own marks were read. */
  private readonly marked: readonly Reading[];
  private readonly pageOf: (offset: number) => SourcePage | null;
  private readonly contexts = new Map<number, Context>();
  private readonly citations: Citations;
  private readonly windows: readonly (readonly [number, number])[];
  /** What candidates say of notes whatever was learned, window by window; no number where nobody has asked yet. */
  private readonly told: Float64Array;
  /** Where in `told` each window begins. */
  private readonly toldFrom: readonly number[];
  private match: Int32Array = new Int32Array(0);
  /** What a call in another chapter than its body's costs: much where the first pass found hardly any. */
  private strangers = 0;
  /** What a stop or quotation mark costs as a call: much in a text whose calls were not read as other marks. */
  private marks = 0;
  /** Whether the text's figures were read as they stand: then no other figure is the call. */
  private exact = false;
  /** Whether hardly any of the text's calls was read as it stands: then a lone figure may be any other. */
  private misread = false;
  /** Whether hardly any of the text's calls shows its number, and many are signs that figures were read as. */
  blurred: boolean;
  private habits = new Habits([], []);
  private readonly spots: readonly Spot[];
  /** Only when the damage is known are places without any trace worth thinking of. */
  private gaps = false;
  private readonly pieces: readonly Piece[];
  private readonly candidates: readonly Candidate[];
  private readonly wanted: readonly Wanted[];
  private readonly topics: Topics;

  constructor(
    pieces: readonly Piece[],
    candidates: readonly Candidate[],
    wanted: readonly Wanted[],
    topics: Topics,
    blurred: boolean,
  ) {
    this.blurred = blurred;
    this.topics = topics;
    this.pieces = pieces;
    this.candidates = candidates;
    this.wanted = wanted;
    this.used = new Uint8Array(candidates.length);
    this.spots = candidates.map(({ piece, start, end }) => spotOf(pieces[piece]!.letters.text, start, end));
    this.marked = wanted.flatMap(markReading);
    this.signs = new Signs([], this.marked);
    this.pageOf = pageFinder(wanted);
    this.citations = new Citations(pieces, candidates, wanted);
    this.windows = windowsOf(candidates, wanted);
    let pairs = 0;
    this.toldFrom = this.windows.map(([from, to]) => {
      pairs += to - from;
      return pairs - (to - from);
    });
    this.told = new Float64Array(pairs <= MOST_TOLD ? pairs : 0).fill(Number.NaN);
  }

  isUsed(candidate: number): boolean {
    return this.used[candidate] === 1;
  }

  run(): Int32Array {
    this.match = this.pass();
    for (let round = 0; round < 2; round += 1) {
      this.learn();
      this.gaps = true;
      this.match = this.pass();
    }
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
      if (value === null || (j >= 0 && !this.isGuess(value, this.candidates[j]!))) return;
      if (bodies.get(value) !== 1 || calls.get(value) !== 1) return;
      const found = sure.indexOf(value);
      if (j >= 0) this.used[j] = 0;
      this.match[i] = found;
      this.used[found] = 1;
    });
  }

  /** Nothing, or where figures were read as they stand, what does not show the number. */
  private isGuess(value: number, { form, value: read }: Candidate): boolean {
    return form === "gap" || (this.exact && read !== value);
  }

  /** From 0 to 1: by what the match earned. */
  confidence(i: number, j: number): number {
    return 1 / (1 + Math.exp(-this.gain(i, j) / 1.5));
  }

  private pass(): Int32Array {
    const { candidates, wanted } = this;
    const windows = this.narrowed();
    return align(
      wanted.length,
      (i) => windows[i]!,
      (i, j) => this.gain(i, j),
      LOST,
      (j) => (candidates[j]!.form === "markup" ? 2 : 0),
      candidates.length,
    ).match;
  }

  /** The windows; in a blurred text within what sure matches of other bodies leave. */
  private narrowed(): readonly (readonly [number, number])[] {
    if (!this.blurred) return this.windows;
    const sure = this.sureMatches();
    const windows = this.windows.map(([low, high], i): [number, number] => {
      if (this.wanted[i]!.note.beside !== null) return [low, high];
      return [Math.max(low, sure.before[i]!), Math.min(high, sure.behind[i]!)];
    });
    return rising(windows);
  }

  /** For each body the candidates between which its call stands, by what two bodies before and behind it earned. */
  private sureMatches(): { readonly before: readonly number[]; readonly behind: readonly number[] } {
    const sure = this.wanted.map((_, i) => {
      const j = this.match[i] ?? -1;
      return j >= 0 && this.candidates[j]!.form !== "gap" && this.gain(i, j) >= SURE ? j : null;
    });
    const before: number[] = [];
    let last = [0, 0];
    for (const j of sure) {
      before.push(last[0]!);
      if (j !== null) last = [last[1]!, j];
    }
    const behind: number[] = [];
    let next = [this.candidates.length, this.candidates.length];
    for (const j of sure.toReversed()) {
      behind.unshift(next[1]!);
      if (j !== null) next = [j + 1, next[0]!];
    }
    return { before, behind };
  }

  /** Whether a place without trace is thought of: on the body's page, or where a mark that was opened is not closed. */
  private isOpen({ note }: Wanted, { key }: Candidate): boolean {
    if (note.beside === null && key === UNCLOSED) return true;
    return key === GAP && this.gaps && (note.beside !== null || this.blurred);
  }

  private gain(i: number, j: number): number {
    const note = this.wanted[i]!;
    const candidate = this.candidates[j]!;
    if (candidate.form === "gap" && !this.isOpen(note, candidate)) return Number.NEGATIVE_INFINITY;
    let sum = this.learned.get(candidate.key) ?? candidate.prior;
    if (candidate.key === GAP) sum += this.habits.odds(this.spots[j]!);
    if (isPunctuation(candidate)) sum -= this.marks;
    sum += this.exact && isContrary(note, candidate) ? -20 : valueOdds(note, candidate, this.misread);
    const reading = this.readingOf(note, candidate);
    if (reading !== null) sum += this.signs.odds(reading);
    const { beside } = note.note;
    if (beside !== null) {
      const page = this.pageOf(candidate.at);
      if (page !== null && page !== beside) sum -= 6;
      else if (page === null) sum -= 2;
    }
    const piece = this.pieces[candidate.piece]!;
    if (piece.chapter !== note.chapter) sum -= this.strangers;
    if (sum > -6 && sum < 8) {
      sum += this.kinship(note, candidate);
      sum += this.tell(i, j);
    }
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

  /** By the words and the citations that both have. */
  private tell(i: number, j: number): number {
    const [from, to] = this.windows[i]!;
    const place = j >= from && j < to ? this.toldFrom[i]! + j - from : -1;
    const known = this.told[place];
    if (known !== undefined && !Number.isNaN(known)) return known;
    const note = this.wanted[i]!;
    const content = this.content(note, j);
    const odds = note.note.beside === null ? APART * content + this.citations.odds(i, j) : content;
    if (place >= 0 && place < this.told.length) this.told[place] = odds;
    return odds;
  }

  /** What was read for the number of a note, where the figures themselves do not tell. */
  private readingOf({ value, expected }: Wanted, { form, printed }: Candidate): Reading | null {
    const number = value ?? expected;
    if (!this.blurred || number === null || !isSign({ form })) return null;
    return { digits: String(number), printed };
  }

  private content(note: Wanted, j: number): number {
    if (note.topic.size === 0) return 0;
    let context = this.contexts.get(j);
    if (context === undefined) {
      const { piece, start, end } = this.candidates[j]!;
      context = contextAt(this.pieces[piece]!.letters.text, start, end);
      this.contexts.set(j, context);
    }
    return this.topics.odds(note.topic, context) + this.topics.lemma(note.opening, context);
  }

  /** What share of each class was matched, as log odds beside its prior. */
  private learn(): void {
    const total = new Map<string, number>();
    const hit = new Map<string, number>();
    const reach = new Uint8Array(this.candidates.length);
    for (const [from, to] of this.narrowed()) reach.fill(1, from, to);
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
    const signs = [...this.match].filter((j) => j >= 0 && isSign(this.candidates[j]!));
    this.blurred ||= readable.length >= 6 && same.length <= readable.length * 0.3 && signs.length >= matched * 0.4;
    this.misread = readable.length >= 12 && same.length < readable.length * 0.2;
    const junk = [...this.match].filter((j) => j >= 0 && isJunk(this.candidates[j]!)).length / Math.max(1, matched);
    this.marks = junk < 0.1 ? 8 : junk < 0.2 ? 3 : 0;
    const share = matched > 8 ? own / matched : 1;
    this.strangers = share > 0.9 ? 5 : share > 0.6 ? 1 : 0;
    const readings = [...this.match].flatMap((j, i) =>
      j < 0 ? [] : (this.readingOf(this.wanted[i]!, this.candidates[j]!) ?? []),
    );
    this.signs = new Signs(readings, this.marked);
    this.learned = this.learnClasses(total, hit);
    const calls = new Set([...this.match].filter((j) => j >= 0 && this.candidates[j]!.form !== "gap"));
    const places = this.spots.filter((_, j) => calls.has(j) || this.candidates[j]!.key === GAP);
    this.habits = new Habits(
      places,
      this.spots.filter((_, j) => calls.has(j)),
    );
  }

  /**
   * The odds of each class, beside some imagined cases that behaved as the prior says. Dashes that are underlined
   * figures are one damage: where the others of their form are calls, a rare class of them is so as well.
   */
  private learnClasses(total: ReadonlyMap<string, number>, hit: ReadonlyMap<string, number>): Map<string, number> {
    const priors = new Map<string, number>();
    for (const candidate of this.candidates) priors.set(candidate.key, candidate.prior);
    const forms = new Map<string, { count: number; found: number; expected: number }>();
    for (const [key, count] of total) {
      if (!isDash(key)) continue;
      const form = forms.get(formOf(key)) ?? { count: 0, found: 0, expected: 0 };
      form.count += count;
      form.found += hit.get(key) ?? 0;
      form.expected += count * share(priors.get(key) ?? 0);
      forms.set(formOf(key), form);
    }
    const learned = new Map<string, number>();
    for (const [key, count] of total) {
      if (isTraceless(key)) continue;
      const form = forms.get(formOf(key)) ?? { count: 0, found: 0, expected: 0 };
      const shift = oddsOf((form.found + 1) / (form.count + 2)) - oddsOf((form.expected + 1) / (form.count + 2));
      const imagined = isDash(key) ? 5 : 3;
      const own = ((hit.get(key) ?? 0) + imagined * share((priors.get(key) ?? 0) + shift)) / (count + imagined);
      learned.set(key, Math.max(-5, Math.min(6, oddsOf(own) + 0.5)));
    }
    return learned;
  }
}

/** For each note the range of candidates among which its call may be, made to rise. */
function windowsOf(candidates: readonly Candidate[], wanted: readonly Wanted[]): [number, number][] {
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
  return rising(wanted.map(({ from, to }) => [firstIn(from), firstIn(to)]));
}

/** Each range begins and ends no earlier than the one before. */
function rising(windows: [number, number][]): [number, number][] {
  for (let i = 1; i < windows.length; i += 1) {
    windows[i]![0] = Math.max(windows[i]![0], windows[i - 1]![0]);
    windows[i]![1] = Math.max(windows[i]![1], windows[i - 1]![1], windows[i]![0]);
  }
  return windows;
}

function markReading({ note, expected, misread }: Wanted): Reading[] {
  const printed = note.marker.text;
  return misread && expected !== null && printed !== "" ? [{ digits: String(expected), printed }] : [];
}

function isSign({ form }: Pick<Candidate, "form">): boolean {
  return form === "noise" || form === "quote" || form === "symbol";
}

function isDash(key: string): boolean {
  return key.startsWith("dash");
}

/** Of what is not there no habit can be learned. */
function isTraceless(key: string): boolean {
  return key === GAP || key === UNCLOSED;
}

/** The form, the glyph of a dash, and whether it is spaced: what is damaged alike. */
function formOf(key: string): string {
  return key.split("|", 1)[0]!;
}

function share(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

function oddsOf(probability: number): number {
  return Math.log(Math.max(probability, 0.001) / Math.max(1 - probability, 0.001));
}

function countBy<T>(all: readonly T[], numberOf: (each: T) => number | null): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const each of all) {
    const value = numberOf(each);
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

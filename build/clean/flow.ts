// What flows through the cleaner: letters that know where they came from, lines, pages, pieces, note bodies; and the
// desk every rule works at, with its journal. The one idea: no letter loses its place in the source, so that at the end
// source and result can be laid side by side and every difference asked for the rule that made it.

import type { Source, Span } from "../text.ts";

// ---------------------------------------------------------------------------------------------------- letters

/**
 * Markup inside `Letters`: single noncharacters (Unicode 23.7), which no text may hold, so that an asterisk of the
 * source stays an asterisk. The writer turns them into Markdown. A note call is `callOpen` + label + `callClose`,
 * a call whose note is lost has the label `?` + the mark as printed. A link is `linkOpen` text `linkTo` address `linkClose`.
 */
export const MARK = {
  emOpen: "\uFDD0",
  emClose: "\uFDD1",
  strongOpen: "\uFDD2",
  strongClose: "\uFDD3",
  callOpen: "\uFDD4",
  callClose: "\uFDD5",
  supOpen: "\uFDD6",
  supClose: "\uFDD7",
  scOpen: "\uFDD8",
  scClose: "\uFDD9",
  linkOpen: "\uFDDA",
  linkTo: "\uFDDB",
  linkClose: "\uFDDC",
  lineBreak: "\uFDDD",
  /** Stands before and after Markdown that goes through untouched (`[text]{lang=fr}`, inline code). */
  asIs: "\uFDDE",
} as const;

/** Any one mark. */
export const ANY_MARK = /[\uFDD0-\uFDEF]/g;

/** Offsets from 0 on, for all letters that stand as their source has them; grown when a longer source is met. */
let inOrder = new Int32Array(0);

/** No places, for all letters that rules put in. */
let nowhere = new Int32Array(0);

function offsetsTo(end: number): Int32Array {
  if (inOrder.length < end) {
    const first = inOrder.length;
    const longer = new Int32Array(2 * end);
    longer.set(inOrder);
    for (let i = first; i < longer.length; i += 1) longer[i] = i;
    inOrder = longer;
  }
  return inOrder;
}

function noPlaces(length: number): Int32Array {
  if (nowhere.length < length) nowhere = new Int32Array(2 * length).fill(-1);
  return nowhere;
}

/**
 * A string whose every character knows its offset in the source; -1 where a rule put it in. Never changed in place.
 * Slices share their places, and a source's own letters share one array of them: there are millions of slices.
 */
export class Letters {
  readonly text: string;
  private readonly places: Int32Array;
  /** Where in `places` the first character's is. */
  private readonly from: number;
  private view: Int32Array | null = null;

  /** `from`: where in `places` the text begins; without it the two are of one length. */
  constructor(text: string, places: Int32Array, from?: number) {
    if (from === undefined ? text.length !== places.length : from + text.length > places.length) {
      throw new Error("letters and places differ in number");
    }
    this.text = text;
    this.places = places;
    this.from = from ?? 0;
  }

  static readonly empty = new Letters("", new Int32Array(0));

  /** The text of a source from `start` on. */
  static from(text: string, start: number): Letters {
    return new Letters(text, offsetsTo(start + text.length), start);
  }

  /** Text that is not in the source. */
  static made(text: string): Letters {
    return new Letters(text, noPlaces(text.length), 0);
  }

  static concat(parts: readonly Letters[]): Letters {
    if (parts.length === 1) return parts[0]!;
    let length = 0;
    for (const part of parts) length += part.length;
    const builder = new LettersBuilder(length);
    for (const part of parts) builder.add(part);
    return builder.build();
  }

  /** The offset of every character. */
  get at(): Int32Array {
    this.view ??= this.places.subarray(this.from, this.from + this.text.length);
    return this.view;
  }

  get length(): number {
    return this.text.length;
  }

  /** Writes the places of characters `start` to `end` into `target`, from `position` on. */
  copyPlaces(start: number, end: number, target: Int32Array, position: number): void {
    const { places } = this;
    const from = this.from + start;
    if (end - start > 32) target.set(places.subarray(from, this.from + end), position);
    else for (let i = 0; i < end - start; i += 1) target[position + i] = places[from + i]!;
  }

  slice(start: number, end: number = this.text.length): Letters {
    if (start === 0 && end >= this.text.length) return this;
    const text = this.text.slice(start, end);
    return new Letters(text, this.places, text === "" ? 0 : this.from + startOf(start, this.text.length));
  }

  trim(): Letters {
    const start = this.text.length - this.text.trimStart().length;
    return this.slice(start, Math.max(start, this.text.trimEnd().length));
  }

  /** Source offset at or after character `i`; where there is none, the one behind the last before it; else 0. */
  placeAt(i: number): number {
    const { at } = this;
    for (let k = i; k < at.length; k += 1) if (at[k]! >= 0) return at[k]!;
    for (let k = Math.min(i, at.length) - 1; k >= 0; k -= 1) if (at[k]! >= 0) return at[k]! + 1;
    return 0;
  }

  /** The letters after `patches` (sorted, not overlapping), each written into the journal. */
  patch(patches: readonly Patch[], journal: Journal): Letters {
    if (patches.length === 0) return this;
    const builder = new LettersBuilder(this.length);
    let from = 0;
    for (const patch of patches) {
      builder.add(this, from, patch.start);
      builder.add(journal.replace(this, patch));
      from = patch.end;
    }
    builder.add(this, from);
    return builder.build();
  }
}

/** The character a slice begins with, as `String.slice` counts. */
function startOf(start: number, length: number): number {
  return start < 0 ? Math.max(0, length + start) : start;
}

/** Letters put together bit by bit, without an object for every bit. */
export class LettersBuilder {
  private readonly parts: string[] = [];
  private at: Int32Array;
  private length = 0;

  /** `expected`: how many characters it will likely hold. */
  constructor(expected: number) {
    this.at = new Int32Array(expected);
  }

  /** Adds characters `start` to `end` of `letters`. */
  add(letters: Letters, start = 0, end = letters.length): void {
    const length = end - start;
    if (length <= 0) return;
    this.reserve(length);
    letters.copyPlaces(start, end, this.at, this.length);
    this.parts.push(letters.text.slice(start, end));
    this.length += length;
  }

  /** Adds text that is not in the source. */
  make(text: string): void {
    this.add(Letters.made(text));
  }

  build(): Letters {
    return new Letters(this.parts.join(""), this.at, 0);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.at.length) return;
    const wider = new Int32Array(Math.max(this.length + more, 2 * this.at.length));
    wider.set(this.at.subarray(0, this.length));
    this.at = wider;
  }
}

/** One replacement inside `Letters`; offsets are into `Letters.text`. Equal start and end put something in. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly after: string;
  readonly rule: RuleName;
  /** 0 to 1. */
  readonly confidence: number;
}

// ---------------------------------------------------------------------------------------------------- journal

/** "group/name"; `docs/cleaning.md` lists them. */
export type RuleName = `${string}/${string}`;

/** One change. `span` is the place in the source, for people; `before` and `after` are the exact letters. */
export interface Edit {
  readonly rule: RuleName;
  readonly span: Span;
  readonly before: string;
  readonly after: string;
  readonly confidence: number;
}

/** Something left as it was because certainty is missing. */
export interface Question {
  readonly rule: RuleName;
  readonly span: Span;
  /** One sentence: what is undecided. */
  readonly text: string;
  /** What it could be, likeliest first. */
  readonly candidates: readonly string[];
}

export type AsideKind = "front-matter" | "furniture" | "contents" | "index" | "imprint" | "advert" | "debris" | "title";

/** What is no part of the running text: kept whole, in the report. */
export interface Aside {
  readonly kind: AsideKind;
  readonly span: Span;
  readonly text: string;
}

/** Everything that was done to a source. `covered[i]` is 1 where source character i is explained by an entry. */
export class Journal {
  readonly source: Source;
  readonly edits: Edit[] = [];
  readonly questions: Question[] = [];
  readonly asides: Aside[] = [];
  readonly covered: Uint8Array;

  constructor(source: Source) {
    this.source = source;
    this.covered = new Uint8Array(source.text.length);
  }

  /** Records a replacement and gives what stands there now: letter for letter in place, the surplus made. */
  replace(letters: Letters, { start, end, after, rule, confidence }: Patch): Letters {
    const before = letters.text.slice(start, end);
    this.cover(letters, start, end);
    this.edits.push({ rule, span: this.spanOf(letters, start, end), before, after, confidence });
    if (after === "") return Letters.empty;
    const at = new Int32Array(after.length).fill(-1);
    letters.copyPlaces(start, Math.min(end, start + after.length), at, 0);
    return new Letters(after, at);
  }

  /** Records that letters leave the text without a trace. */
  drop(letters: Letters, rule: RuleName, confidence: number): void {
    this.replace(letters, { start: 0, end: letters.length, after: "", rule, confidence });
  }

  /** Records that letters were found to be something the writer marks with `after`; they stay as they are. */
  mark(letters: Letters, rule: RuleName, after: string, confidence: number): void {
    const { file, start } = this.spanOf(letters, 0, letters.length);
    this.edits.push({ rule, span: { file, start, end: start }, before: "", after, confidence });
  }

  setAside(kind: AsideKind, letters: Letters): void {
    if (letters.length === 0) return;
    this.cover(letters, 0, letters.length);
    this.asides.push({ kind, span: this.spanOf(letters, 0, letters.length), text: letters.text });
  }

  ask(rule: RuleName, letters: Letters, text: string, candidates: readonly string[] = []): void {
    this.questions.push({ rule, span: this.spanOf(letters, 0, letters.length), text, candidates });
  }

  spanOf(letters: Letters, start: number, end: number): Span {
    let low = Number.MAX_SAFE_INTEGER;
    let high = -1;
    const places = letters.at;
    for (let i = start; i < end; i += 1) {
      const at = places[i]!;
      if (at < 0) continue;
      if (at < low) low = at;
      if (at > high) high = at;
    }
    if (high < 0) low = high = letters.placeAt(start);
    else high += 1;
    return { file: this.source.file, start: low, end: high };
  }

  private cover(letters: Letters, start: number, end: number): void {
    const { at } = letters;
    for (let i = start; i < end; i += 1) if (at[i]! >= 0) this.covered[at[i]!] = 1;
  }
}

// ---------------------------------------------------------------------------------------------------- lines and pages

/** A line of the source, or of one column of it. */
export interface SourceLine {
  /** Without the blanks before and behind. May hold marks where the source is HTML or Markdown. */
  readonly letters: Letters;
  /** Blanks before, in columns. */
  readonly indent: number;
  /** Whether a blank stands behind it. */
  readonly trailingBlank: boolean;
  /** Empty lines before it. */
  readonly blankBefore: number;
  /** `SourcePage.index` */
  readonly page: number;
  /** Advance width in a Times-like face, in ems. */
  readonly width: number;
  /** What the markup of an HTML or Markdown source says this line begins; null: a line like any other. */
  readonly block: BlockMark | null;
}

/** The block an HTML or Markdown source says begins at a line. */
export interface BlockMark {
  readonly kind: PieceKind;
  /** Headings: 1 to 6. Lists: depth from 0. */
  readonly level: number;
  /** Lists: the label. Notes: the label of a Markdown note body. */
  readonly label: string;
  readonly quoted: boolean;
}

export interface Folio {
  readonly value: number;
  readonly style: "arabic" | "roman";
}

export interface SourcePage {
  /** From 0: as the source has them until `order` is done, in reading order from then on (lines are renumbered, too). */
  readonly index: number;
  /** Without its furniture. */
  readonly lines: readonly SourceLine[];
  /** The number printed on it. */
  readonly folio: Folio | null;
  /** The running head, without the folio. */
  readonly head: string | null;
}

// ---------------------------------------------------------------------------------------------------- pieces

export type PieceKind =
  | "heading"
  | "paragraph"
  | "item"
  | "verse"
  | "signature"
  | "attribution"
  | "rule"
  | "note"
  | "verbatim";

/** A block of the result. Verse and signatures part their lines by `MARK.lineBreak`. */
export interface Piece {
  readonly kind: PieceKind;
  /** Headings: 1 to 6. Items: depth from 0. */
  readonly level: number;
  /** Items: as printed, "1.", "a)", "•". */
  readonly label: string;
  /** Whether it stands in a block quote. */
  readonly quoted: boolean;
  /** Neighbouring pieces of one epigraph share its frame. */
  readonly frame?: "epigraph";
  readonly letters: Letters;
  /** Which chapter of the source, from 0; set by `chapters`. */
  readonly chapter: number;
  /** `SourcePage.index` of the page it begins on and of the one it ends on. */
  readonly page: number;
  readonly lastPage: number;
}

// ---------------------------------------------------------------------------------------------------- notes

/** A note body as lines, taken out of a page or of a collection of notes. */
export interface NoteBody {
  /** As printed: "12", "*", "8Q"; empty where the marker is lost. */
  readonly marker: Letters;
  /** The lines without the marker; the first line of a body torn by a page stands on the earlier page. */
  readonly lines: readonly SourceLine[];
  /** `SourcePage.index` where it begins. */
  readonly page: number;
  /** Where the body stood. */
  readonly place: "foot" | "collected" | "markup";
  readonly by: "author" | "editor" | "translator";
  /** For a body at a page's foot: the page it begins on, without its notes; its call stands there. */
  readonly beside: SourcePage | null;
  /** Where marks were misread: the number its place in the series gives it. */
  readonly counted?: number;
}

/** A note body after its lines were joined: what `placeNotes` gets. The first piece begins the note. */
export interface NoteText extends NoteBody {
  readonly pieces: readonly Piece[];
}

/** A note of the result. */
export interface PlacedNote {
  /** Unique in its chapter: counts from 1, `ed-` and `tr-` before other series. */
  readonly label: string;
  /** What the source printed: a number, a sign; "?" where that cannot be told. */
  readonly mark: string;
  readonly chapter: number;
  readonly pieces: readonly Piece[];
  readonly confidence: number;
}

// ---------------------------------------------------------------------------------------------------- the desk

/** Which words there are. Answers must not depend on earlier questions. */
export interface Lexicon {
  /** BCP 47 tags of the dictionaries. */
  readonly langs: readonly string[];
  has(word: string): boolean;
}

export const NO_LEXICON: Lexicon = { langs: [], has: () => false };

/** The text's own words in lower case, counted, without those broken at line ends. */
export type Vocabulary = ReadonlyMap<string, number>;

/** What a person said of one source in `sources.yaml`. */
export interface Hints {
  /** Pages of the booklet the source was printed as. */
  readonly pages?: number;
  readonly order?: "plain" | "booklet" | "reversed" | "sheets";
  /** Offsets-free cut list: the first words of each page, in reading order. */
  readonly cuts?: readonly string[];
  readonly lang?: string;
  readonly chapters?: readonly ChapterHint[];
  readonly notes?: "foot" | "collected" | "none";
  /** Names and terms as the book's glossary writes them, each in every spelling it lists. */
  readonly names?: readonly string[];
}

/** A chapter as a person named it: it begins where its title stands. */
export interface ChapterHint {
  readonly title: string;
  /** Who the chapter's front matter says wrote and translated it. */
  readonly author?: string | undefined;
  readonly translator?: string | undefined;
}

/** What a rule works with: the same for all rules of one source. */
export interface Desk {
  readonly source: Source;
  readonly journal: Journal;
  readonly lexicon: Lexicon;
  readonly vocabulary: Vocabulary;
  readonly hints: Hints;
}

// ---------------------------------------------------------------------------------------------------- hand-over

/** Lines to note bodies: takes the bodies out of pages that are in reading order. */
export type TakeNotes = (
  pages: readonly SourcePage[],
  desk: Desk,
) => { readonly pages: readonly SourcePage[]; readonly bodies: readonly NoteBody[] };

/** Finds the calls, matches them with the notes, puts `MARK.callOpen` label `MARK.callClose` in. */
export type PlaceNotes = (
  pieces: readonly Piece[],
  notes: readonly NoteText[],
  desk: Desk,
) => { readonly pieces: readonly Piece[]; readonly notes: readonly PlacedNote[] };

/** Repairs letters, quotation marks, dashes, blanks. */
export type RepairCharacters = (letters: readonly Letters[], desk: Desk) => readonly Letters[];

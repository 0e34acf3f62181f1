// Takes a source and what is known of it; gives chapters of Markdown, and an account of every change. The one idea: the
// steps stand here in their order, each a function of lines, pages or pieces; nothing is trimmed before it has been read.

import { type Diagnostic, error, type Result, warning } from "../diagnostic.ts";
import type { Source } from "../text.ts";
import { takeImprint, takeIndex } from "./apart.ts";
import { takeAside, takeTitlePage } from "./aside.ts";
import { findBooks, withLines, withoutLines } from "./bibliography.ts";
import { balance } from "./budget.ts";
import { type LabelScope, levelled, numberChapters, type WrittenChapter, writeChapters } from "./chapters.ts";
import { composeText } from "./characters/compose.ts";
import { repairCharacters } from "./characters/repair.ts";
import { markEmphasis } from "./emphasis.ts";
import {
  type Aside,
  type Desk,
  type Edit,
  type Hints,
  Journal,
  Letters,
  type Lexicon,
  type NoteBody,
  type NoteText,
  type Piece,
  type PlacedNote,
  type Question,
  type SourceLine,
} from "./flow.ts";
import { frontMatterOf } from "./front.ts";
import { usualMeasures } from "./fullness.ts";
import { joinHalves } from "./halves.ts";
import { isHtml, placeHtmlNotes, readHtml } from "./html.ts";
import { learnHyphens } from "./hyphens.ts";
import { learnGrammar } from "./joins.ts";
import { readMarkup } from "./markup.ts";
import { markTitles, numberByTitles } from "./named.ts";
import { takeNotes } from "./notes/bodies.ts";
import { takeBracketed } from "./notes/bracketed.ts";
import { placeNotes } from "./notes/place.ts";
import { findOrder } from "./order.ts";
import type { Budget, CleanedChapter, Order } from "./outcome.ts";
import { findPages } from "./pages.ts";
import { learnHabits } from "./paragraphs.ts";
import { NO_PROPOSALS, type Proposals, proposalsOf } from "./proposals.ts";
import { readPlain } from "./read.ts";
import { unmix } from "./sides.ts";
import { isSoundMarkdown, soundChapters } from "./sound.ts";
import { notePieces, piecesOf, type Setting } from "./structure.ts";
import { traceOf } from "./trace.ts";
import { countWords } from "./vocabulary.ts";
import { gatherWords } from "./wordwise.ts";

export type { Budget, CleanedChapter, Order } from "./outcome.ts";

export interface Cleaned {
  /** A Markdown source's own front matter, as it stands at its head; else empty. */
  readonly front: string;
  readonly chapters: readonly CleanedChapter[];
  readonly edits: readonly Edit[];
  readonly questions: readonly Question[];
  readonly setAside: readonly Aside[];
  readonly order: Order;
  readonly budget: Budget;
  /** What the source's own glossary, chronology and index say. */
  readonly proposals: Proposals;
}

export interface CleanOptions {
  readonly hints: Hints;
  readonly lexicon: Lexicon;
  readonly labels: LabelScope;
}

/** Cleans one source. Diagnostics: `text/budget`, an error if a letter is concerned; what is uncertain is among the questions. */
export function clean(source: Source, { hints, lexicon, labels }: CleanOptions): Result<Cleaned> {
  const journal = new Journal(source);
  const front = frontMatterOf(source.file, source.text);
  journal.setAside("front-matter", Letters.from(front, 0));
  if (isSoundMarkdown(source.file, source.text)) {
    return asItStands(source, front, { hints, lexicon, labels }, journal);
  }
  if (isHtml(source.file, source.text)) return cleanPage(source, journal, { hints, lexicon, labels });
  const body = front.replace(/[^\n]/g, " ") + source.text.slice(front.length);
  const {
    text,
    contents,
    pages: counted,
  } = takeAside(readMarkup(gatherWords(composeText(readPlain(body), { journal, lexicon })), journal), journal);
  const { sheets, heads } = findPages(text, contents, journal);
  const vocabulary = countWords(sheets.map((sheet) => sheet.lines));
  const desk: Desk = { source, journal, lexicon, vocabulary, hints };
  const lines = sheets.flatMap((sheet) => sheet.lines.map((line) => line.letters.text));
  const sense = { grammar: learnGrammar(lines, vocabulary), vocabulary, lexicon };
  const { pages: ordered, order } = findOrder(unmix(sheets, sense), sense, hints, journal, counted);
  const { pages: unindexed, index } = takeIndex(ordered, hints.chapters ?? [], journal);
  const inBrackets = takeBracketed(markTitles(unindexed, hints.chapters ?? []), desk);
  const books = findBooks(inBrackets.pages);
  const { pages: noteless, bodies: others } = takeNotes(withoutLines(inBrackets.pages, books), desk);
  const pages = joinHalves(withLines(noteless, inBrackets.pages, books));
  const bodies = [...inBrackets.bodies, ...others];
  const setting = settingOf([pages.flatMap((page) => page.lines)], desk);
  const noteSetting = settingOf(
    bodies.map((body) => body.lines),
    desk,
  );
  const found = takeImprint(piecesOf(pages, setting, { heads, contents: contents.keys }, desk), journal);
  const titled = levelled(takeTitlePage(found, order.hypothesis !== "plain", journal));
  const chapters = hints.chapters ?? [];
  const numbered = chapters.length > 0 ? numberByTitles(titled, chapters, journal) : numberChapters(titled);
  const plain = bodies.map((each) => noteText(each, noteSetting, desk));
  const { pieces, texts } = emphasize(numbered, plain, desk);
  const placed = placeNotes(pieces, texts, desk);
  const repaired = repairPieces(placed.pieces, placed.notes, desk);
  const written = writeChapters(repaired.pieces, repaired.notes, labels, source, chapters.length);
  return handOver(written, { order, proposals: proposalsOf(repaired.pieces, index), front }, journal);
}

/** What was written, held against the source letter by letter. */
function handOver(
  written: readonly WrittenChapter[],
  said: Pick<Cleaned, "front" | "order" | "proposals">,
  journal: Journal,
): Result<Cleaned> {
  const { source, edits, questions, asides: setAside } = journal;
  const all = written.map(({ letters }) => letters);
  const budget = balance(source.text, all, journal);
  return {
    value: { ...said, chapters: written.map(chapterOf), edits, questions, setAside, budget },
    diagnostics: complain(source, budget),
  };
}

/** A web page: its markup says what its paragraphs, headings and notes are. */
function cleanPage(source: Source, journal: Journal, { hints, labels }: CleanOptions): Result<Cleaned> {
  const read = readHtml(journal);
  const chapters = hints.chapters ?? [];
  const body = takeImprint(read.pieces, journal);
  const numbered = chapters.length > 0 ? numberByTitles(body, chapters, journal) : numberChapters(body);
  const { pieces, notes } = placeHtmlNotes(numbered, read.notes);
  const written = writeChapters(pieces, notes, labels, source, chapters.length);
  const evidence = ["the markup of a web page says how its text goes on"];
  const order = { hypothesis: "plain", confidence: 1, evidence };
  return handOver(written, { order, proposals: proposalsOf(pieces, []), front: "" }, journal);
}

/** Markdown without a torn sentence. */
function asItStands(source: Source, front: string, { hints, labels }: CleanOptions, journal: Journal): Result<Cleaned> {
  const written = soundChapters(source, { front, labels, chapters: hints.chapters ?? [] }, journal);
  const evidence = ["Markdown without a torn sentence is left as it is"];
  return handOver(
    written,
    { order: { hypothesis: "plain", confidence: 1, evidence }, proposals: NO_PROPOSALS, front },
    journal,
  );
}

function chapterOf({ name, title, letters, marks }: WrittenChapter): CleanedChapter {
  return { name, title, markdown: letters.text, marks, trace: traceOf(letters) };
}

/** A letter or figure that no rule accounts for may be a lost word; a stray mark is not worth refusing the text. */
function complain({ file, text }: Source, { unexplained }: Budget): Diagnostic[] {
  const first = unexplained[0];
  if (first === undefined) return [];
  const letter = unexplained.find((at) => /[\p{L}\p{N}]/u.test(text.charAt(at)));
  const say = letter === undefined ? warning : error;
  const at = letter ?? first;
  const message = `cleaning changed ${unexplained.length} characters that no rule accounts for`;
  return [
    say("text/budget", message, { file, start: at, end: at + 1 }, "compare the result with the source at this place"),
  ];
}

function settingOf(pages: readonly (readonly SourceLine[])[], desk: Desk): Setting {
  const habits = learnHabits(pages);
  return { habits, hyphens: learnHyphens(pages, habits.unwrapped ? [] : usualMeasures(habits.fullness), desk) };
}

/** Emphasis is marked over text and notes together. */
function emphasize(
  pieces: readonly Piece[],
  notes: readonly NoteText[],
  desk: Desk,
): { readonly pieces: readonly Piece[]; readonly texts: readonly NoteText[] } {
  const all = [...pieces, ...notes.flatMap((note) => note.pieces)];
  const letters = markEmphasis(
    all.map((piece) => piece.letters),
    desk,
  );
  const marked = new Map(all.map((piece, i) => [piece, { ...piece, letters: letters[i]! }]));
  return {
    pieces: pieces.map((piece) => marked.get(piece)!),
    texts: notes.map((note) => ({ ...note, pieces: note.pieces.map((piece) => marked.get(piece)!) })),
  };
}

/** A run of letters no language has: rules that look into words would cost the square of its length. */
const NO_WORD = /(?<!\S)\S{300}/;

/** Letters are repaired over text and notes together: each proves the other's words. */
function repairPieces(
  pieces: readonly Piece[],
  notes: readonly PlacedNote[],
  desk: Desk,
): { readonly pieces: readonly Piece[]; readonly notes: readonly PlacedNote[] } {
  const all = [...pieces, ...notes.flatMap((note) => note.pieces)].filter((piece) => !NO_WORD.test(piece.letters.text));
  const letters = repairCharacters(
    all.map((piece) => piece.letters),
    desk,
  );
  const repaired = new Map(all.map((piece, i) => [piece, { ...piece, letters: letters[i]! }]));
  return {
    pieces: pieces.map((piece) => repaired.get(piece) ?? piece),
    notes: notes.map((note) => ({ ...note, pieces: note.pieces.map((piece) => repaired.get(piece) ?? piece) })),
  };
}

function noteText(body: NoteBody, setting: Setting, desk: Desk): NoteText {
  return { ...body, pieces: notePieces(body.lines, setting, desk) };
}

// Takes a print PDF as a stranger's program reads it, the book and the bound pages; gives what is wrong with the file and
// where each note stands. Of the binder's only the table is used that says which chapter a page shows; words, calls, notes
// and links are held against the manuscript.

import type { Book, Chapter, Note } from "../book.ts";
import { type Diagnostic, type DiagnosticCode, error } from "../diagnostic.ts";
import type { Bound } from "../page.ts";
import { inlinesOfChapter } from "../walk.ts";
import { Unreadable } from "./pdf-file.ts";
import { type PrintedBook, type PrintedRun, readPrintPdf } from "./pdf-read.ts";
import {
  type FolioOf,
  firstDifference,
  letters,
  lettersOfBlocks,
  lettersOfChapter,
  lettersOfNote,
  PAGE_WORD,
} from "./print-words.ts";
import type { Seen } from "./seen.ts";

/** Where print shows a note; folios as printed. */
export interface PrintedNote {
  readonly note: string;
  readonly mark: string;
  readonly call: string;
  readonly begins: string;
  readonly ends: string;
}

export interface PdfReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly notes: readonly PrintedNote[];
}

export interface PdfInput {
  readonly bytes: Uint8Array;
  readonly book: Book;
  readonly bound: Bound;
  /** "end": the notes stand in a chapter of their own. */
  readonly notes: "foot" | "end";
}

export type ReadPrint = (bytes: Uint8Array, seen?: Seen<PrintedRun[]>) => PrintedBook | Promise<PrintedBook>;

export async function inspectPdf(
  input: PdfInput,
  read: ReadPrint = readPrintPdf,
  seen?: Seen<PrintedRun[]>,
): Promise<PdfReport> {
  try {
    return judge(await read(input.bytes, seen), input);
  } catch (problem) {
    if (!(problem instanceof Unreadable)) throw problem;
    return { diagnostics: [error("verify/pdf-file", `the PDF cannot be read: ${problem.message}`, null)], notes: [] };
  }
}

type Say = (code: DiagnosticCode, message: string) => void;

/** What is wrong with a PDF as it was read. */
export function judge(printed: PrintedBook, { book, bound, notes: place }: Omit<PdfInput, "bytes">): PdfReport {
  const diagnostics: Diagnostic[] = [];
  const say: Say = (code, message) => diagnostics.push(error(code, message, null));
  checkPages(printed, bound, say);
  checkNames(printed, say);
  const folioOf: FolioOf = (id) => printed.labels[printed.destinations.get(encodeURIComponent(id)) ?? -1] ?? "";
  const notes: PrintedNote[] = [];
  for (const chapter of book.chapters) {
    const text = gather(printed, pagesOf(bound, chapter.id));
    checkText(chapter, text, folioOf, say);
    checkLinks(chapter, text, printed, place, say);
    if (place === "foot") notes.push(...checkNotes(chapter, text, printed, bound, folioOf, say));
    else for (const span of text.notes) say("verify/pdf-note", `a note ${span.mark} stands in ${chapter.id}`);
  }
  if (place === "end") checkAtEnd(book, printed, bound, folioOf, say);
  checkApparatus(book, printed, bound, folioOf, say);
  return { diagnostics, notes };
}

function checkPages(printed: PrintedBook, bound: Bound, say: Say): void {
  const { pages } = bound;
  if (printed.pages.length !== pages.length) {
    say("verify/pdf-page", `there are ${printed.pages.length} pages, ${pages.length} were bound`);
  }
  const odd = pages.findIndex((page, at) => page.folio !== "" && printed.labels[at] !== page.folio);
  if (odd >= 0)
    say("verify/pdf-page", `page ${odd + 1} is labelled ${printed.labels[odd]}, its folio is ${pages[odd]!.folio}`);
  pages.forEach((page, at) => {
    if (page.body === null && (printed.pages[at]?.runs.length ?? 0) > 0)
      say("verify/pdf-words", `page ${at + 1} should be blank and shows “${printed.pages[at]!.runs[0]!.text}”`);
  });
}

function checkNames({ destinations, outline, pages, ids }: PrintedBook, say: Say): void {
  for (const [name, page] of destinations) if (page < 0) say("verify/pdf-link", `#${name} leads to no page`);
  for (const name of outline)
    if (!destinations.has(name)) say("verify/pdf-link", `the outline leads to #${name}, which is nowhere`);
  pages.forEach(({ links }, at) => {
    for (const link of links) {
      const dead = link.startsWith("#") ? !destinations.has(link.slice(1)) : !/^(?:https?:\/\/|mailto:)\S+$/.test(link);
      if (dead) say("verify/pdf-link", `a link on page ${at + 1} leads to “${link}”, which is nowhere`);
    }
  });
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) say("verify/pdf-id", `two elements have the id ${id}`);
    seen.add(id);
  }
}

function pagesOf(bound: Bound, chapter: string): number[] {
  return bound.pages.flatMap(({ body, index }) =>
    body && bound.settings[body.setting]!.chapter === chapter ? [index] : [],
  );
}

// ---------------------------------------------------------------------------------------------------- a chapter's text

interface NoteSpan {
  readonly mark: string;
  readonly begins: number;
  readonly text: string;
  readonly ends: number;
}

interface ChapterText {
  readonly letters: string;
  readonly calls: readonly { readonly mark: string; readonly page: number }[];
  readonly notes: readonly NoteSpan[];
  readonly links: readonly string[];
}

/** The running text of pages with its calls, and their notes put together again over page ends. */
function gather(printed: PrintedBook, pages: readonly number[]): ChapterText {
  let text = "";
  const calls: { mark: string; page: number }[] = [];
  const notes: { mark: string; begins: number; text: string; ends: number }[] = [];
  const add = (run: PrintedRun, page: number): void => {
    if (run.part === "text") text += run.text;
    else if (run.part === "call") {
      text += `⟦${run.text}⟧`;
      calls.push({ mark: run.text, page });
    } else if (run.part === "note-mark") notes.push({ mark: run.text, begins: page, text: "", ends: page });
    else {
      const note = notes.at(-1) ?? { mark: "", begins: page, text: "", ends: page };
      if (notes.length === 0) notes.push(note);
      note.text += run.text;
      note.ends = page;
    }
  };
  for (const page of pages) for (const run of printed.pages[page]?.runs ?? []) add(run, page);
  return { letters: text, calls, notes, links: pages.flatMap((page) => printed.pages[page]?.links ?? []) };
}

const AROUND = 24;

const excerpt = (text: string, at: number): string =>
  `“${text.slice(Math.max(0, at - AROUND), at + AROUND).replaceAll(PAGE_WORD, "p")}”`;

function checkText(chapter: Chapter, { letters: found }: ChapterText, folioOf: FolioOf, say: Say): void {
  const wanted = lettersOfChapter(chapter, folioOf);
  const parted = firstDifference(wanted, found);
  if (parted !== null)
    say("verify/pdf-words", `${chapter.id} has ${excerpt(wanted, parted)}, the PDF ${excerpt(found, parted)}`);
}

/** Calls within notes are part of a note's letters. */
const withoutBrackets = (text: string): string => text.replace(/[⟦⟧]/g, "");

function checkNotes(
  chapter: Chapter,
  text: ChapterText,
  printed: PrintedBook,
  bound: Bound,
  folioOf: FolioOf,
  say: Say,
): PrintedNote[] {
  const folio = (page: number): string => bound.pages[page]?.folio ?? "";
  if (text.notes.length !== chapter.notes.length)
    say("verify/pdf-note", `${chapter.id} has ${chapter.notes.length} notes, the PDF ${text.notes.length}`);
  const calls = callsOf(chapter);
  return chapter.notes.flatMap((note, at): PrintedNote[] => {
    const found = text.notes[at];
    if (!found) return [];
    checkNote(note, found, folioOf, say);
    const call = text.calls[calls.indexOf(note.id)];
    if (call && call.page !== found.begins)
      say("verify/pdf-note", `${note.id} is called on page ${folio(call.page)} and begins on ${folio(found.begins)}`);
    const landing = printed.destinations.get(encodeURIComponent(note.id));
    if (landing !== found.begins)
      say("verify/pdf-link", `the link to ${note.id} leads to another page than the one where it begins`);
    return [
      {
        note: note.id,
        mark: note.mark,
        call: call ? folio(call.page) : "",
        begins: folio(found.begins),
        ends: folio(found.ends),
      },
    ];
  });
}

function checkNote(note: Note, found: NoteSpan, folioOf: FolioOf, say: Say): void {
  if (found.mark !== letters(note.mark))
    say("verify/pdf-note", `${note.id} should be marked ${note.mark}, the PDF has ${found.mark}`);
  const wanted = withoutBrackets(lettersOfNote(note, folioOf));
  const parted = firstDifference(wanted, found.text);
  if (parted !== null)
    say("verify/pdf-note", `${note.id} has ${excerpt(wanted, parted)}, the PDF ${excerpt(found.text, parted)}`);
}

/** Note ids of the calls in the running text, in reading order. */
function callsOf(chapter: Chapter): string[] {
  const text = { ...chapter, notes: [] };
  return [...inlinesOfChapter(text)].flatMap((each) => (each.type === "note_ref" ? [each.note] : []));
}

/** Every link the chapter has is on its pages, as often. What leads to a part the edition leaves out is not counted. */
function checkLinks(chapter: Chapter, text: ChapterText, printed: PrintedBook, place: "foot" | "end", say: Say): void {
  const left = new Map<string, number>();
  for (const link of text.links) left.set(link, (left.get(link) ?? 0) + 1);
  for (const target of targetsOf(chapter, place)) {
    if (target.startsWith("#term-") && !printed.destinations.has(target.slice(1))) continue;
    const count = left.get(target) ?? 0;
    if (count === 0) say("verify/pdf-link", `a link to ${target} is missing from ${chapter.id}`);
    left.set(target, count - 1);
  }
}

function targetsOf(chapter: Chapter, place: "foot" | "end"): string[] {
  const shown = place === "foot" ? chapter : { ...chapter, notes: [] };
  const targets = [...inlinesOfChapter(shown)].flatMap((each): string[] => {
    if (each.type === "note_ref") return [`#${encodeURIComponent(each.note)}`];
    if (each.type === "cross_ref") return [`#${encodeURIComponent(each.target)}`];
    if (each.type === "link") return [each.href.replace(/[^\x21-\x7e]+/gu, encodeURIComponent)];
    return each.type === "term_ref" ? [`#${encodeURIComponent(each.term)}`] : [];
  });
  const back = shown.notes.flatMap((note) => note.calls.slice(0, 1).map((call) => `#${encodeURIComponent(call)}`));
  return [...targets, ...back];
}

// ---------------------------------------------------------------------------------------------------- behind the chapters

function checkAtEnd(book: Book, printed: PrintedBook, bound: Bound, folioOf: FolioOf, say: Say): void {
  const pages = book.chapters.flatMap((chapter) => chapter.notes).map((note) => bound.pageOf.get(note.id) ?? -1);
  const texts = [...new Set(pages)].map((page) => (bound.pages[page]?.body ? bound.pages[page].body.setting : -1));
  const chapter = bound.settings[texts[0] ?? -1]?.chapter ?? "";
  const found = gather(printed, pagesOf(bound, chapter)).letters;
  let at = 0;
  for (const note of book.chapters.flatMap(({ notes }) => notes)) {
    const wanted = withoutBrackets(`${letters(note.mark)}.${lettersOfNote(note, folioOf)}`);
    const next = withoutBrackets(found).indexOf(wanted, at);
    if (next < 0) say("verify/pdf-note", `${note.id} is not whole, or not in its place, among the notes at the end`);
    else at = next + wanted.length;
  }
}

/** Glossary and timeline: every entry is there, whole, in order. Page numbers stand between. */
function checkApparatus(book: Book, printed: PrintedBook, bound: Bound, folioOf: FolioOf, say: Say): void {
  const { back } = bound.theme;
  const chapterAt = (id: string): string | null => {
    const body = bound.pages[bound.pageOf.get(id) ?? -1]?.body;
    return body ? bound.settings[body.setting]!.chapter : null;
  };
  const check = (first: string | undefined, entries: readonly (readonly [id: string, parts: string[]])[]): void => {
    const chapter = first === undefined ? null : chapterAt(first);
    const found = chapter === null ? "" : gather(printed, pagesOf(bound, chapter)).letters;
    let at = 0;
    for (const [id, parts] of entries) {
      for (const part of parts) {
        const next = found.indexOf(part, at);
        if (next < 0) {
          say("verify/pdf-words", `${id} is not whole, or not in its place: ${excerpt(part, 0)}`);
          break;
        }
        at = next + part.length;
      }
    }
  };
  if (back.glossary)
    check(
      book.glossary[0]?.id,
      book.glossary.map(({ id, term, definition }) => [id, [letters(term), lettersOfBlocks(definition, folioOf)]]),
    );
}

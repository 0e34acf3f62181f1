// Takes a book, gives the file and the words of every place a link may lead to. File names are made of ids that are made
// of the text's own words: a corrected edition keeps them, and with them a reader's bookmarks.

import type { Block, Book, Chapter, Inline, Note } from "../book.ts";
import { never } from "../diagnostic.ts";
import { plainText } from "../walk.ts";

/** Documents the writer adds. Chapter ids hold no underscore, so no chapter can take one of these names. */
export const FILES = {
  cover: "front_cover.xhtml",
  title: "front_title.xhtml",
  contents: "toc.xhtml",
  timeline: "back_timeline.xhtml",
  glossary: "back_glossary.xhtml",
  index: "back_index.xhtml",
  colophon: "back_colophon.xhtml",
} as const;

export function chapterFile(chapter: string): string {
  return `${chapter}.xhtml`;
}

export function partFile(part: string): string {
  return `part_${part}.xhtml`;
}

export interface Place {
  readonly file: string;
  /** False: the place is the whole file, and links to it carry no fragment. */
  readonly fragment: boolean;
  /** What a list of passages calls it: the nearest heading above, without notes and styles. */
  readonly name: string;
  /** `Chapter.id`, null outside the chapters. */
  readonly chapter: string | null;
}

export type Places = ReadonlyMap<string, Place>;

/** Ids of everything in the book that has one. */
export function placesOf(book: Book): Places {
  const places = new Map<string, Place>();
  const add = (id: string, place: Place): void => {
    if (places.has(id)) throw new Error(`two things have the id ${id}`);
    places.set(id, place);
  };
  for (const part of book.parts) {
    if (part.title !== null) add(part.id, wholeFile(partFile(part.id), part.title));
  }
  for (const chapter of book.chapters) addChapter(chapter, add);
  for (const entry of book.glossary) {
    add(entry.id, { file: FILES.glossary, fragment: true, name: entry.term, chapter: null });
    addBlocks(entry.definition, { file: FILES.glossary, fragment: true, name: entry.term, chapter: null }, add);
  }
  for (const event of book.timeline) {
    const place: Place = { file: FILES.timeline, fragment: true, name: event.date.text, chapter: null };
    add(event.id, place);
    addInlines(event.event, place, add);
    addInlines(event.evidence, place, add);
  }
  addBlocks(book.meta.colophon, { file: FILES.colophon, fragment: true, name: book.meta.title, chapter: null }, add);
  return places;
}

type Add = (id: string, place: Place) => void;

function wholeFile(file: string, name: string): Place {
  return { file, fragment: false, name, chapter: null };
}

function addChapter(chapter: Chapter, add: Add): void {
  const name = plainText(chapter.title);
  const file = chapterFile(chapter.id);
  const place: Place = { file, fragment: true, name, chapter: chapter.id };
  add(chapter.id, { ...place, fragment: false });
  addInlines(chapter.title, place, add);
  addBlocks(chapter.blocks, place, add);
  for (const note of chapter.notes) addNote(note, place, add);
}

function addNote(note: Note, place: Place, add: Add): void {
  add(note.id, place);
  addBlocks(note.blocks, place, add);
}

/** `place` is what stands around; a heading gives its name to what follows it. */
function addBlocks(blocks: readonly Block[], around: Place, add: Add): void {
  let place = around;
  for (const block of blocks) {
    if (block.type === "heading") place = { ...place, name: plainText(block.children) };
    add(block.id, place);
    addChildren(block, place, add);
  }
}

function addChildren(block: Block, place: Place, add: Add): void {
  switch (block.type) {
    case "heading":
    case "paragraph":
      addInlines(block.children, place, add);
      return;
    case "quote":
      addBlocks(block.blocks, place, add);
      addInlines(block.attribution ?? [], place, add);
      return;
    case "verse":
      for (const stanza of block.stanzas) for (const line of stanza) addInlines(line.children, place, add);
      return;
    case "list":
      for (const item of block.items) {
        add(item.id, place);
        addBlocks(item.blocks, place, add);
      }
      return;
    case "definitions":
      for (const item of block.items) {
        add(item.id, place);
        addInlines(item.term, place, add);
        for (const body of item.bodies) addBlocks(body, place, add);
      }
      return;
    case "figure":
      addInlines(block.caption, place, add);
      addBlocks(block.description, place, add);
      return;
    case "table":
      for (const cell of block.head) addInlines(cell, place, add);
      for (const row of block.rows) for (const cell of row) addInlines(cell, place, add);
      return;
    case "signature":
      for (const line of block.lines) addInlines(line, place, add);
      return;
    case "preformatted":
    case "rule":
      return;
    default:
      never(block);
  }
}

function addInlines(inlines: readonly Inline[], place: Place, add: Add): void {
  for (const node of inlines) {
    if (node.type === "note_ref" || node.type === "term_ref" || node.type === "index_mark") add(node.id, place);
    if ("children" in node) addInlines(node.children, place, add);
  }
}

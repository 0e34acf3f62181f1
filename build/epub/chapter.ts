// Takes a chapter, gives the body of its document: title, text, and its notes behind the text in the same file, which is
// where every reader that shows pop-ups looks for them.

import type { Block, Chapter, ChapterRole, Note } from "../book.ts";
import { type BlockScene, langOfWords, marksOf, writeBlocks } from "./blocks.ts";
import { hrefTo, writeInlines } from "./inline.ts";
import { type Attributes, element, escapeText, langOf, type Markup, xmlId } from "./xml.ts";

/** EPUB Structural Semantics 1.1: the part of the book a chapter's document belongs to. */
export const DIVISION: Readonly<Record<ChapterRole, "frontmatter" | "bodymatter" | "backmatter">> = {
  preface: "frontmatter",
  introduction: "frontmatter",
  chapter: "bodymatter",
  appendix: "backmatter",
  afterword: "backmatter",
};

export interface NoteTable {
  /** By `Note.id`, of the whole book: "Ibid." may lead to another chapter. */
  readonly notes: ReadonlyMap<string, Note>;
}

export function writeChapter(chapter: Chapter, scene: BlockScene, table: NoteTable): Markup {
  const id = xmlId(chapter.id);
  const titleId = `${id}_title`;
  const head = element(
    "header",
    {},
    element("h1", { id: titleId }, writeInlines(chapter.title, scene)),
    chapter.subtitle === null ? "" : element("p", { class: "subtitle" }, escapeText(chapter.subtitle)),
    byline(chapter),
  );
  const semantics: Attributes = { "epub:type": chapter.role, role: `doc-${chapter.role}`, "aria-labelledby": titleId };
  const body = writeBlocks(chapter.blocks, scene);
  return element("section", { id, ...semantics }, `\n${head}\n`, body, writeNotes(chapter, scene, table));
}

function byline(chapter: Chapter): Markup {
  const names = [chapter.author, chapter.translator].filter((name) => name !== null);
  const line = [...names, chapter.year].filter((word) => word !== null).join(", ");
  return line === "" ? "" : element("p", { class: "byline" }, escapeText(line));
}

/**
 * `doc-endnotes` around, `doc-footnote` on each: the one nesting that EPUB 3.3, DPUB-ARIA 1.1 (where `doc-endnote` is
 * deprecated) and all pop-up rules allow. The number is text, not a list marker, so that a pop-up shows it.
 */
function writeNotes(chapter: Chapter, scene: BlockScene, table: NoteTable): Markup {
  if (chapter.notes.length === 0) return "";
  const titleId = `${xmlId(chapter.id)}_notes`;
  const title = element("h2", { id: titleId, ...langOfWords(scene) }, escapeText(scene.words.notes));
  const notes = chapter.notes.map((note) => `${writeNote(note, scene, table)}\n`);
  const semantics: Attributes = { "epub:type": "endnotes", role: "doc-endnotes", "aria-labelledby": titleId };
  return element("section", { class: "notes", ...semantics }, `\n${title}\n`, ...notes);
}

function writeNote(note: Note, scene: BlockScene, table: NoteTable): Markup {
  const opening = `${element("a", { href: hrefTo(note.calls[0]!, scene), class: "mark" }, escapeText(note.mark))} `;
  const closing = backLinks(note, scene);
  const reference = writeReference(note, scene, table);
  const body = noteBody(note.blocks, scene, opening, reference === "" ? closing : "");
  const tail = reference === "" ? "" : element("p", { class: "full-reference" }, reference, closing);
  const semantics: Attributes = { class: `note ${note.by}`, "epub:type": "footnote", role: "doc-footnote" };
  return element("aside", { id: xmlId(note.id), ...semantics }, body, tail);
}

/** The mark goes into the first paragraph and the way back into the last; where there is none, into one of its own. */
function noteBody(blocks: readonly Block[], scene: BlockScene, opening: Markup, closing: Markup): Markup {
  const first = blocks[0];
  const last = blocks.at(-1);
  const head = first?.type === "paragraph" ? "" : element("p", {}, opening);
  const tail = last?.type === "paragraph" || closing === "" ? "" : element("p", {}, closing);
  const body = blocks.map((block) => {
    if (block.type !== "paragraph") return writeBlocks([block], scene);
    const before = block === first ? opening : "";
    const after = block === last ? closing : "";
    return element("p", marksOf(block, scene), before, writeInlines(block.children, scene), after);
  });
  return head + body.join("") + tail;
}

function backLinks(note: Note, scene: BlockScene): Markup {
  const links = note.calls.map((call, i) => {
    const place = note.calls.length > 1 ? `${note.mark}.${i + 1}` : note.mark;
    const attributes: Attributes = { href: hrefTo(call, scene), class: "back", role: "doc-backlink" };
    const label = `${scene.words.backTo} ${place}`;
    return ` ${element("a", { ...attributes, "epub:type": "backlink", "aria-label": label }, "←")}`;
  });
  return links.join("");
}

/** What "Ibid." or a short title stands for, said again where a pop-up shows one note at a time. */
function writeReference(note: Note, scene: BlockScene, table: NoteTable): Markup {
  const root = rootOf(note, table);
  if (root === null) return "";
  const name = `${scene.words.refersTo} ${root.mark}`;
  const link = element("a", { href: hrefTo(root.id, scene), class: "ref", ...langOfWords(scene) }, escapeText(name));
  const first = root.blocks.find((block) => block.type === "paragraph");
  const words = first === undefined ? "" : writeInlines(first.children, { ...scene, copy: true });
  const lang: Attributes = langOf(first?.lang ?? null);
  return `${link}: ${element("span", lang, words)}`;
}

function rootOf(note: Note, table: NoteTable): Note | null {
  const seen = new Set([note.id]);
  let root: Note | null = null;
  for (let next = note.refersTo; next !== null && !seen.has(next); next = root?.refersTo ?? null) {
    seen.add(next);
    root = table.notes.get(next) ?? null;
  }
  return root;
}

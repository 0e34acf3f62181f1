// Takes the book's apparatus, gives it as chapters that `typeset` sets like any other: glossary, sources, notes at the
// back, colophon. Page numbers are written in as links.

import type {
  Block,
  Book,
  Chapter,
  CrossRef,
  Definitions,
  GlossaryEntry,
  Inline,
  List,
  Meta,
  Paragraph,
} from "../book.ts";
import type { Theme } from "../page.ts";
import type { Span } from "../text.ts";
import { everyBlock, plainText } from "../walk.ts";
import type { Labels } from "./labels.ts";

/** Gives the folio of an id's page, or null where the book as bound does not have it. */
export type FolioOf = (id: string) => string | null;

const NOWHERE: Span = { file: "", start: 0, end: 0 };

export function madeChapter(id: string, title: string, meta: Meta, blocks: readonly Block[]): Chapter {
  return {
    id,
    file: id,
    role: "appendix",
    title: [text(title)],
    subtitle: null,
    author: null,
    translator: null,
    year: null,
    source: null,
    lang: meta.lang,
    blocks,
    notes: [],
  };
}

function text(words: string): Inline {
  return { type: "text", text: words };
}

function crossRef(target: string, words: string): CrossRef {
  return { type: "cross_ref", target, form: "text", children: [text(words)] };
}

function paragraph(id: string, children: readonly Inline[], span = NOWHERE): Paragraph {
  return { type: "paragraph", id, span, lang: null, children };
}

function separated(parts: readonly Inline[], separator: string): Inline[] {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [text(separator), part]));
}

// ---------------------------------------------------------------------------------------------------- glossary

export function glossary(book: Book, labels: Labels, folioOf: FolioOf, id: string): Chapter {
  const byId = new Map(book.glossary.map((entry) => [entry.id, entry]));
  const definitions: Definitions = {
    type: "definitions",
    id: `${id}-entries`,
    span: NOWHERE,
    lang: null,
    items: book.glossary.map((entry) => ({
      id: entry.id,
      term: [text(entry.dates ? `${entry.term} (${entry.dates})` : entry.term)],
      bodies: [withTail(entry.id, entry.definition, glossaryTail(entry, byId, labels, folioOf))],
    })),
  };
  return madeChapter(id, labels.glossary, book.meta, [definitions]);
}

/** " See Duma. Pp. 12, 47." */
function glossaryTail(
  entry: GlossaryEntry,
  byId: ReadonlyMap<string, GlossaryEntry>,
  labels: Labels,
  folioOf: FolioOf,
): Inline[] {
  const tail: Inline[] = [];
  const see = entry.see.flatMap((id) => {
    const other = byId.get(id);
    return other ? [crossRef(id, other.term)] : [];
  });
  if (see.length > 0) {
    const label: Inline = { type: "emph", children: [text(labels.see)] };
    tail.push(text(" "), label, text(" "), ...separated(see, "; "), text("."));
  }
  const occurrences = entry.occurrences.map((occurrence) => occurrence.id);
  return [...tail, ...pagesTail(occurrences, labels, folioOf)];
}

/** " (pp. 12, 47)" */
function pagesTail(ids: readonly string[], labels: Labels, folioOf: FolioOf): Inline[] {
  const pages = pageLinks(ids, folioOf);
  if (pages.length === 0) return [];
  return [text(` (${pages.length > 1 ? labels.onPages : labels.onPage}\u00a0`), ...separated(pages, ", "), text(")")];
}

/** One link a page, in reading order. */
function pageLinks(ids: readonly string[], folioOf: FolioOf): CrossRef[] {
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    const folio = folioOf(id);
    if (folio === null || seen.has(folio)) return [];
    seen.add(folio);
    return [crossRef(id, folio)];
  });
}

/** The blocks with the tail behind their last words. */
function withTail(id: string, blocks: readonly Block[], tail: readonly Inline[]): readonly Block[] {
  if (tail.length === 0) return blocks;
  const last = blocks.at(-1);
  if (last?.type === "paragraph") return [...blocks.slice(0, -1), { ...last, children: [...last.children, ...tail] }];
  const [first, ...rest] = tail;
  const begin = first?.type === "text" ? [text(first.text.trimStart())] : [];
  return [...blocks, paragraph(`${id}-pages`, [...begin, ...rest])];
}

// ---------------------------------------------------------------------------------------------------- sources

/** Where the chapters' texts come from; null where none says so. */
export function sources(book: Book, labels: Labels, folioOf: FolioOf, id: string): Chapter | null {
  const blocks = book.chapters.flatMap((chapter) => {
    if (!chapter.source) return [];
    const folio = folioOf(chapter.id);
    const head: Inline[] = chapter.author ? [text(`${chapter.author}, `)] : [];
    const title: Inline = { type: "emph", children: chapter.title.filter((inline) => inline.type !== "note_ref") };
    const year = chapter.year ? ` (${chapter.year})` : "";
    const page: Inline[] =
      folio === null ? [] : [text(` (${labels.onPage}\u00a0`), crossRef(chapter.id, folio), text(")")];
    const source = chapter.source.replace(/[.\s]+$/, "");
    return [paragraph(`${id}-${chapter.id}`, [...head, title, text(`${year}: ${source}`), ...page, text(".")])];
  });
  return blocks.length > 0 ? madeChapter(id, labels.sources, book.meta, blocks) : null;
}

// ---------------------------------------------------------------------------------------------------- pictures in words

/** The long descriptions of figures below their captions, or what stands in for a caption; null where there are none. */
export function descriptions(book: Book, labels: Labels, folioOf: FolioOf, id: string): Chapter | null {
  const items = book.chapters.flatMap(({ blocks }) =>
    [...everyBlock(blocks)].flatMap((block): Definitions["items"][number][] => {
      if (block.type !== "figure" || block.description.length === 0) return [];
      const caption = plainText(block.caption).trim() || block.alt;
      const term = [text(caption), ...pagesTail([block.id], labels, folioOf)];
      return [{ id: `${id}-${block.id}`, term, bodies: [block.description] }];
    }),
  );
  if (items.length === 0) return null;
  const all: Definitions = { type: "definitions", id: `${id}-entries`, span: NOWHERE, lang: null, items };
  return madeChapter(id, labels.descriptions, book.meta, [all]);
}

// ---------------------------------------------------------------------------------------------------- notes at the back

/** The notes of all chapters under the titles of their chapters, each with its call's page; null where there are none. */
export function endNotes(book: Book, labels: Labels, folioOf: FolioOf, id: string): Chapter | null {
  const blocks = book.chapters.flatMap((chapter): Block[] => {
    if (chapter.notes.length === 0) return [];
    const children = chapter.title.filter((inline) => inline.type !== "note_ref");
    const list: List = {
      type: "list",
      id: `${id}-${chapter.id}-list`,
      span: NOWHERE,
      lang: chapter.lang === book.meta.lang ? null : chapter.lang,
      ordered: true,
      tight: true,
      items: chapter.notes.map((note) => ({
        id: note.id,
        label: `${note.mark}.`,
        blocks: withTail(note.id, note.blocks, pagesTail(note.calls.slice(0, 1), labels, folioOf)),
      })),
    };
    return [{ type: "heading", id: `${id}-${chapter.id}`, span: NOWHERE, lang: null, level: 2, children }, list];
  });
  return blocks.length > 0 ? madeChapter(id, labels.notes, book.meta, blocks) : null;
}

// ---------------------------------------------------------------------------------------------------- colophon

/** The book's own words, then how it is set. */
export function colophon({ meta }: Book, labels: Labels, theme: Theme, id: string): Chapter {
  const size = `${theme.text.size}/${theme.text.leading}`;
  const set = labels.setIn.replace("{face}", faceName(theme.faces.text)).replace("{size}", size);
  const own = paragraph(`${id}-made`, [text(`${set} ${labels.edition} ${meta.edition}.`)]);
  return madeChapter(id, labels.colophon, meta, [...meta.colophon, own]);
}

/** "eb-garamond" as "EB Garamond": keys of faces are their names in small letters. */
function faceName(key: string): string {
  return key
    .split("-")
    .map((part) => (part.length <= 2 ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1)))
    .join(" ");
}

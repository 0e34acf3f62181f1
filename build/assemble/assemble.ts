// Chapters, glossary, timeline and images → a Book in which everything that names another thing has found it.

import type {
  Block,
  Book,
  Chapter,
  GlossaryEntry,
  ImageAsset,
  Inline,
  Meta,
  Part,
  Recipe,
  TimelineEvent,
} from "../book.ts";
import { type Diagnostic, error, nearest, type Result, warning } from "../diagnostic.ts";
import type { Span } from "../text.ts";
import { everyBlock, inlinesOfBlocks, inlinesOfChapter, plainText } from "../walk.ts";
import { antecedents } from "./citations.ts";
import { buildIndex } from "./index-entries.ts";
import { linkNoteNumbers } from "./note-numbers.ts";
import { duplicateNames, type MarkedChapter, markTerms, TermFinder } from "./terms.ts";

/** A glossary entry as read: `see` holds names, not yet ids. */
export type TermInput = Omit<GlossaryEntry, "occurrences"> & { readonly match: boolean };

/** An event as read: `terms` holds names, not yet ids. */
export type EventInput = TimelineEvent;

export interface AssembleInput {
  /** The folder's name. */
  readonly name: string;
  readonly recipe: Recipe;
  readonly colophon: readonly Block[];
  /** `Meta.edition` */
  readonly edition: string;
  readonly parts: readonly { readonly title: string | null; readonly chapters: readonly Chapter[] }[];
  readonly glossary: readonly TermInput[];
  readonly timeline: readonly EventInput[];
  readonly images: readonly ImageAsset[];
  /** Paths of files that should be images and are none; they were complained of where they were read. */
  readonly refused: readonly string[];
}

export function assemble(input: AssembleInput): Result<Book> {
  const { recipe } = input;
  const diagnostics: Diagnostic[] = [];
  const finder = new TermFinder(input.glossary);
  diagnostics.push(...duplicateNames(input.glossary));

  const marked = new Map<string, MarkedChapter>();
  for (const chapter of input.parts.flatMap((part) => part.chapters)) {
    const result = markTerms(chapter, finder);
    diagnostics.push(...result.diagnostics);
    if (marked.has(chapter.id)) diagnostics.push(duplicateChapter(chapter));
    marked.set(chapter.id, { ...result, chapter: linkNoteNumbers(withAntecedents(result.chapter)) });
  }
  if (isEmpty(input)) diagnostics.push(emptyBook(recipe));

  const glossary = joinGlossary(input.glossary, finder, marked, diagnostics);
  const timeline = joinTimeline(input.timeline, finder, diagnostics);
  const parts = input.parts.map(
    (part, i): Part => ({
      title: part.title,
      id: `part-${i + 1}`,
      chapters: part.chapters.map((chapter) => chapter.id),
    }),
  );
  const chapters = [...marked.values()].map((each) => each.chapter);
  const titles = targetTitles(chapters, parts, glossary, timeline, diagnostics);
  diagnostics.push(...checkImages(chapters, input), ...checkPassages(timeline, titles));
  const linked = chapters.map((chapter) => linkChapter(chapter, titles, diagnostics));
  const meta: Meta = { ...recipe.meta, colophon: input.colophon, edition: input.edition };
  const value: Book = {
    name: input.name,
    meta,
    parts,
    chapters: linked,
    glossary,
    timeline,
    index: buildIndex(linked, glossary, marked),
    images: input.images,
    cover: recipe.cover,
    coverMono: recipe.coverMono,
  };
  return { value, diagnostics };
}

function duplicateChapter(chapter: Chapter): Diagnostic {
  const span = { file: chapter.file, start: 0, end: 0 };
  const hint = "give it another one in its front matter: id: …";
  return error("link/duplicate", `a second chapter has the id “${chapter.id}”`, span, hint);
}

/** Chapters that are named and missing were complained of where they were read. */
function isEmpty({ recipe, parts }: AssembleInput): boolean {
  const chapters = parts.flatMap((part) => part.chapters);
  if (chapters.length === 0) return !recipe.parts?.some((part) => part.chapters.length > 0);
  return chapters.every((chapter) => chapter.blocks.length === 0);
}

function emptyBook(recipe: Recipe): Diagnostic {
  const span = { file: recipe.file, start: 0, end: 0 };
  return error("book/empty", "the book has no chapter with text", span, "put Markdown files into its folder chapters/");
}

/** Tells of each "Ibid." and short title which note it leads back to. */
function withAntecedents(chapter: Chapter): Chapter {
  const found = antecedents(chapter.notes);
  if (found.size === 0) return chapter;
  return { ...chapter, notes: chapter.notes.map((note) => ({ ...note, refersTo: found.get(note.id) ?? null })) };
}

function joinGlossary(
  terms: readonly TermInput[],
  finder: TermFinder,
  marked: ReadonlyMap<string, MarkedChapter>,
  diagnostics: Diagnostic[],
): GlossaryEntry[] {
  const entries = terms.map(({ match: _, ...term }): GlossaryEntry => {
    const see = term.see.flatMap((name) => lookUp(name, finder, term.span, diagnostics));
    const occurrences = [...marked.values()].flatMap((each) => each.first.get(term.id) ?? []);
    return { ...term, see, occurrences };
  });
  const wanted = new Set(entries.flatMap((entry) => entry.see));
  for (const entry of entries) {
    if (entry.occurrences.length > 0 || wanted.has(entry.id)) continue;
    const hint = "add the spelling the book uses as an alias, or take the entry out";
    diagnostics.push(warning("term/unused", `“${entry.term}” is met nowhere in the book`, entry.span, hint));
  }
  const collator = new Intl.Collator("en", { sensitivity: "base", ignorePunctuation: true });
  return entries.sort((a, b) => collator.compare(a.sort, b.sort) || (a.id < b.id ? -1 : 1));
}

function joinTimeline(events: readonly EventInput[], finder: TermFinder, diagnostics: Diagnostic[]): TimelineEvent[] {
  const joined = events.map((event): TimelineEvent => {
    const terms = event.terms.flatMap((name) => lookUp(name, finder, event.span, diagnostics));
    if (!event.background && event.passages.length === 0 && terms.length === 0) {
      const hint = "name passages: [id] or terms: […], or say background: true";
      diagnostics.push(warning("date/unplaced", "the event has no place in the text", event.span, hint));
    }
    return { ...event, terms };
  });
  return joined.sort((a, b) => a.date.first - b.date.first || a.date.last - b.date.last);
}

function lookUp(name: string, finder: TermFinder, span: Span, diagnostics: Diagnostic[]): string[] {
  const term = finder.named(name);
  if (term) return [term.id];
  const meant = nearest(name, finder.names());
  const hint = meant ? `did you mean “${meant}”?` : "write an entry for it in glossary.yaml";
  diagnostics.push(error("term/undefined", `“${name}” is not in the glossary`, span, hint));
  return [];
}

/** Every id that links may lead to, with the words an empty link to it prints. */
function targetTitles(
  chapters: readonly Chapter[],
  parts: readonly Part[],
  glossary: readonly GlossaryEntry[],
  timeline: readonly TimelineEvent[],
  diagnostics: Diagnostic[],
): Map<string, string> {
  const titles = new Map<string, string>();
  const add = (id: string, title: string, span: Span): void => {
    if (titles.has(id)) {
      diagnostics.push(error("link/duplicate", `a second thing has the id “${id}”`, span, "rename one of the two"));
    }
    titles.set(id, title);
  };
  for (const part of parts) if (part.title !== null) titles.set(part.id, part.title);
  for (const chapter of chapters) titles.set(chapter.id, plainText(chapter.title));
  for (const entry of glossary) add(entry.id, entry.term, entry.span);
  for (const event of timeline) add(event.id, event.date.text, event.span);
  for (const chapter of chapters) {
    for (const block of everyBlock(chapter.blocks)) {
      add(block.id, titleOf(block, plainText(chapter.title)), block.span);
      if (block.type === "definitions") for (const item of block.items) add(item.id, plainText(item.term), block.span);
    }
    for (const note of chapter.notes) {
      add(note.id, `note ${note.mark}`, note.span);
      for (const block of everyBlock(note.blocks)) add(block.id, `note ${note.mark}`, block.span);
    }
    for (const inline of inlinesOfChapter(chapter)) {
      if (inline.type === "index_mark" || inline.type === "term_ref") titles.set(inline.id, plainText(chapter.title));
    }
  }
  return titles;
}

function titleOf(block: Block, otherwise: string): string {
  if (block.type === "heading") return plainText(block.children);
  if (block.type === "figure" && block.caption.length > 0) return plainText(block.caption);
  return otherwise;
}

function checkImages(chapters: readonly Chapter[], { recipe, images, refused }: AssembleInput): Diagnostic[] {
  const known = new Set([...images.map((image) => image.path), ...refused]);
  const missing = (path: string, span: Span): Diagnostic[] => {
    if (known.has(path)) return [];
    if (/^(?:\/|[a-z]+:|(?:.*\/)?\.\.(?:\/|$))/i.test(path)) {
      const hint = "copy the image into the book's folder images/";
      return [error("file/outside", `the image ${path} is not inside the book's folder`, span, hint)];
    }
    const meant = nearest(path, known.keys());
    const hint = meant ? `did you mean ${meant}?` : "paths start from the book's folder: images/map.svg";
    return [error("image/missing", `there is no image ${path}`, span, hint)];
  };
  const covers = [recipe.cover, recipe.coverMono].filter((path) => path !== null);
  return [
    ...covers.flatMap((path) => missing(path, { file: recipe.file, start: 0, end: 0 })),
    ...chapters.flatMap((chapter) =>
      [...everyBlock(chapter.blocks), ...chapter.notes.flatMap((note) => [...everyBlock(note.blocks)])].flatMap(
        (block) => (block.type === "figure" ? missing(block.image, block.span) : []),
      ),
    ),
  ];
}

function checkPassages(timeline: readonly TimelineEvent[], titles: ReadonlyMap<string, string>): Diagnostic[] {
  return timeline.flatMap((event) =>
    event.passages.filter((id) => !titles.has(id)).map((id) => undefinedTarget(id, titles, event.span)),
  );
}

function undefinedTarget(id: string, titles: ReadonlyMap<string, string>, span: Span): Diagnostic {
  const meant = nearest(id, titles.keys());
  const hint = meant ? `did you mean #${meant}?` : "give the place meant an id: {#id} at its end";
  return error("link/undefined", `nothing in the book has the id “${id}”`, span, hint);
}

/** Checks a chapter's cross references and gives the empty ones the title of what they lead to. */
function linkChapter(chapter: Chapter, titles: ReadonlyMap<string, string>, diagnostics: Diagnostic[]): Chapter {
  let any = false;
  const check = (blocks: readonly Block[]): void => {
    for (const block of blocks) {
      for (const inline of inlinesOfBlocks([block])) {
        if (inline.type !== "cross_ref") continue;
        if (!titles.has(inline.target)) diagnostics.push(undefinedTarget(inline.target, titles, block.span));
        else if (inline.children.length === 0) any = true;
      }
    }
  };
  check(chapter.blocks);
  for (const note of chapter.notes) check(note.blocks);
  return any ? (fillEmptyLinks(chapter, titles) as Chapter) : chapter;
}

/** A walk over plain data: only cross references without words change. */
function fillEmptyLinks(node: unknown, titles: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(node)) return node.map((each) => fillEmptyLinks(each, titles));
  if (node === null || typeof node !== "object") return node;
  const inline = node as Partial<Inline & { type: "cross_ref" }>;
  if (inline.type === "cross_ref" && inline.children?.length === 0) {
    return { ...inline, children: [{ type: "text", text: titles.get(inline.target!) ?? inline.target }] };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, fillEmptyLinks(value, titles)]));
}

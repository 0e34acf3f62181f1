// Takes a book and its documents, gives what readers navigate by: contents, landmarks, page list, and the same as NCX for
// readers of EPUB 2. The templates draw it.

import type { Block, Book, Chapter, Part } from "../book.ts";
import type { PageStart } from "../page.ts";
import { plainText } from "../walk.ts";
import { DIVISION } from "./chapter.ts";
import { hrefTo } from "./inline.ts";
import { chapterFile, FILES, type Places, partFile } from "./places.ts";
import type { Words } from "./words.ts";
import { xmlId } from "./xml.ts";

export interface NavItem {
  readonly title: string;
  readonly href: string;
  /** Where it is not the book's. */
  readonly lang: string | null;
  readonly children: readonly NavItem[];
  /** Id and order in the NCX. */
  readonly point: string;
  readonly order: number;
}

export interface Landmark {
  readonly type: string;
  readonly href: string;
  readonly title: string;
  readonly lang: string | null;
}

export interface NavPage {
  readonly label: string;
  readonly href: string;
  readonly point: string;
  readonly type: "front" | "normal" | "special";
  readonly value: string | null;
  readonly order: number;
}

export interface Navigation {
  readonly lang: string;
  readonly direction: "rtl" | null;
  readonly words: Words;
  readonly sheets: readonly string[];
  readonly items: readonly NavItem[];
  readonly landmarks: readonly Landmark[];
  readonly pages: readonly NavPage[];
  readonly depth: number;
  readonly maxPage: number;
}

/** A page of the printed edition and the file its break was put into. */
export interface PlacedPage {
  readonly page: PageStart;
  readonly file: string;
}

export interface NavInput {
  readonly book: Book;
  readonly places: Places;
  readonly words: Words;
  readonly sheets: readonly string[];
  readonly direction: "rtl" | null;
  /** Files of the spine besides chapters and parts. */
  readonly files: ReadonlySet<string>;
  readonly pages: readonly PlacedPage[];
}

type Draft = Omit<NavItem, "point" | "order" | "children"> & { readonly children: readonly Draft[] };

export function navigationOf(input: NavInput): Navigation {
  const { book, words, places, sheets, direction } = input;
  const drafts = [...book.parts.flatMap((part) => partItems(part, book, places)), ...matterItems(input)];
  const counter = { order: 0 };
  const items = drafts.map((draft) => numbered(draft, counter));
  const pages = input.pages.map(({ page, file }, i) => navPage(page, file, counter.order + i + 1));
  const maxPage = Math.max(0, ...pages.map((page) => Number(page.value ?? 0)));
  const shape = { lang: book.meta.lang, direction, words, sheets };
  return { ...shape, items, landmarks: landmarksOf(input), pages, depth: depthOf(items), maxPage };
}

function partItems(part: Part, book: Book, places: Places): Draft[] {
  const byId = new Map(book.chapters.map((chapter) => [chapter.id, chapter]));
  const chapters = part.chapters.flatMap((id) => {
    const chapter = byId.get(id);
    return chapter ? [chapterItem(chapter, book.meta.lang, places)] : [];
  });
  if (part.title === null) return chapters;
  return [{ title: part.title, href: partFile(part.id), lang: null, children: chapters }];
}

function chapterItem(chapter: Chapter, bookLang: string, places: Places): Draft {
  const lang = chapter.lang === bookLang ? null : chapter.lang;
  const title = plainText(chapter.title);
  return { title, href: chapterFile(chapter.id), lang, children: sectionItems(chapter, lang, places) };
}

/** Headings under the chapter, nested by level; one that skips a level hangs from the last above it. */
function sectionItems(chapter: Chapter, lang: string | null, places: Places): Draft[] {
  type Open = { level: number; item: Draft & { children: Draft[] } };
  const root: Draft[] = [];
  const open: Open[] = [];
  for (const heading of headingsOf(chapter.blocks)) {
    while (open.length > 0 && open.at(-1)!.level >= heading.level) open.pop();
    const href = hrefTo(heading.id, { file: "", places });
    const item = { title: plainText(heading.children), href, lang: heading.lang ?? lang, children: [] };
    (open.at(-1)?.item.children ?? root).push(item);
    open.push({ level: heading.level, item });
  }
  return root;
}

function headingsOf(blocks: readonly Block[]): Extract<Block, { type: "heading" }>[] {
  return blocks.filter((block) => block.type === "heading");
}

function matterItems({ words, files }: NavInput): Draft[] {
  const lang = words.foreign ? words.lang : null;
  const all: readonly (readonly [file: string, title: string])[] = [
    [FILES.timeline, words.timeline],
    [FILES.glossary, words.glossary],
    [FILES.index, words.index],
    [FILES.colophon, words.colophon],
  ];
  return all.filter(([file]) => files.has(file)).map(([href, title]) => ({ title, href, lang, children: [] }));
}

function numbered(draft: Draft, counter: { order: number }): NavItem {
  counter.order += 1;
  const order = counter.order;
  const children = draft.children.map((child) => numbered(child, counter));
  return { ...draft, children, order, point: `point-${xmlId(draft.href)}` };
}

function depthOf(items: readonly NavItem[]): number {
  return items.length === 0 ? 0 : 1 + Math.max(...items.map((item) => depthOf(item.children)));
}

function navPage(page: PageStart, file: string, order: number): NavPage {
  const value = /^\d+$/.test(page.label) ? page.label : null;
  const type = value !== null ? "normal" : /^[ivxlcdm]+$/i.test(page.label) ? "front" : "special";
  const id = xmlId(page.id);
  return { label: page.label, href: `${file}#${id}`, point: `point-${id}`, type, value, order };
}

/** One type each: Apple Books reads no second token. */
function landmarksOf({ book, words, files }: NavInput): Landmark[] {
  const lang = words.foreign ? words.lang : null;
  const start = book.chapters.find((chapter) => DIVISION[chapter.role] === "bodymatter") ?? book.chapters[0];
  const all: readonly (readonly [type: string, href: string, title: string])[] = [
    ["cover", FILES.cover, words.cover],
    ["titlepage", FILES.title, words.titlePage],
    ["toc", FILES.contents, words.contents],
    ...(start ? [["bodymatter", chapterFile(start.id), words.text] as const] : []),
    ["glossary", FILES.glossary, words.glossary],
    ["colophon", FILES.colophon, words.colophon],
  ];
  const own = new Set<string>([...files, ...(start ? [chapterFile(start.id)] : [])]);
  return all.filter(([, href]) => own.has(href)).map(([type, href, title]) => ({ type, href, title, lang }));
}

// Takes a book with its chapters set, gives a bound one: display pages, contents, chapters, apparatus, heads and folios.
// What the binder makes itself prints page numbers, so chapters are placed first, the rest is set to their folios, and
// all is placed again until nothing moves.

import type { Book, Chapter } from "../book.ts";
import type { Bound, OutlineItem, Setting, Shape, Theme } from "../page.ts";
import { colophon, descriptions, endNotes, type FolioOf, glossary, sources } from "./apparatus.ts";
import { bookIndex } from "./book-index.ts";
import { type ContentsEntry, contents } from "./contents.ts";
import { fillFolios } from "./folios.ts";
import { halfTitle, imprint, type Press, partPage, textBlock, titlePage } from "./front.ts";
import { furnish } from "./furniture.ts";
import { labelsFor, listed } from "./labels.ts";
import { type BarePage, findPages, paginate, type Section } from "./paginate.ts";
import { timeline } from "./timeline.ts";

export interface BindInput {
  readonly book: Book;
  readonly theme: Theme;
  /** The book's chapters in reading order. */
  readonly settings: readonly Setting[];
  /** Sets a chapter the binder makes; `look` is the theme, with smaller type for lists. */
  readonly set: (chapter: Chapter, role: "front" | "back", look: Theme) => Setting;
  readonly shape: Shape;
  /** Where the notes stand; with "end" the settings hold calls only. */
  readonly notes?: "foot" | "end";
}

/** Rounds of placing: the contents rarely change their length, and never more often than this. */
const MAX_ROUNDS = 5;

export function bind(input: BindInput): Bound {
  const { book, theme, shape } = input;
  const block = textBlock(theme);
  const press: Press = { theme, block, shape, labels: labelsFor(book.meta.lang), meta: book.meta };
  const fixed = fixedParts(input, press);
  let listPages = 1;
  for (let round = 1; ; round += 1) {
    const text = place(input, press, fixed, listPages, []);
    const stand = place(input, press, fixed, listPages, backMatter(input, press, fixed, text));
    const list = contentsOf(input, press, fixed, stand);
    if (list === null || list.bodies.length === listPages || round === MAX_ROUNDS) {
      return finish(input, press, fixed, stand, list);
    }
    listPages = list.bodies.length;
  }
}

/** What does not depend on page numbers. */
interface Fixed {
  readonly before: readonly Setting[];
  readonly prefaces: readonly Setting[];
  readonly main: readonly MainItem[];
  readonly contentsId: string | null;
  readonly display: ReadonlySet<Setting>;
  /** An id for something the binder makes that no chapter has. */
  readonly id: (wanted: string) => string;
}

interface MainItem {
  readonly setting: Setting;
  /** Set on part pages. */
  readonly part: string | null;
}

interface Stand {
  readonly sections: readonly Section[];
  readonly settings: readonly Setting[];
  readonly pages: readonly BarePage[];
  readonly pageOf: ReadonlyMap<string, number>;
}

function fixedParts(input: BindInput, press: Press): Fixed {
  const { book, theme, settings } = input;
  const taken = new Set(book.chapters.map((chapter) => chapter.id));
  const id = (wanted: string) => (taken.has(wanted) ? `book-${wanted}` : wanted);
  const before: Setting[] = [];
  if (theme.front.halfTitle) before.push(halfTitle(press, id("half-title")));
  if (theme.front.titlePage) before.push(titlePage(press, id("title-page")));
  if (theme.front.imprint) before.push(imprint(press, id("imprint")));
  const firstOther = settings.findIndex((setting) => setting.role !== "preface");
  const prefaces = settings.slice(0, Math.max(firstOther, 0));
  const main = mainItems(input, press, new Set(prefaces.map((setting) => setting.chapter)));
  const display = new Set([...before, ...main.filter((item) => item.part !== null).map((item) => item.setting)]);
  return { before, prefaces, main, display, id, contentsId: theme.front.contents ? id("contents") : null };
}

/** Chapters with a page before those of each part that has a title. */
function mainItems({ book, settings }: BindInput, press: Press, elsewhere: ReadonlySet<string>): MainItem[] {
  const partOf = new Map(book.parts.flatMap((part) => part.chapters.map((chapter) => [chapter, part] as const)));
  const items: MainItem[] = [];
  const opened = new Set<string>();
  for (const setting of settings) {
    if (elsewhere.has(setting.chapter)) continue;
    const part = partOf.get(setting.chapter);
    if (part?.title && !opened.has(part.id)) {
      opened.add(part.id);
      items.push({ setting: partPage(press, { ...part, title: part.title }), part: part.id });
    }
    items.push({ setting, part: null });
  }
  return items;
}

/** Front matter is numbered in roman where it is a book's; a zine counts its pages from the first. */
function place(input: BindInput, press: Press, fixed: Fixed, listPages: number, back: readonly Setting[]): Stand {
  const { theme } = input;
  const front = theme.front.halfTitle ? "roman" : "arabic";
  const opening = theme.chapter.opening === "recto" ? "recto" : "any";
  const sections: Section[] = fixed.before.map((setting, i) => ({
    setting,
    opening: theme.front.halfTitle && i < 2 ? "recto" : "any",
    numbering: front,
  }));
  if (fixed.contentsId) {
    const setting = blankSetting(fixed.contentsId, press.labels.contents, listPages, input.book.meta.lang);
    sections.push({ setting, opening, numbering: front });
  }
  for (const setting of fixed.prefaces) sections.push({ setting, opening, numbering: front });
  for (const { setting, part } of fixed.main) {
    sections.push({
      setting,
      opening: part !== null && theme.front.halfTitle ? "recto" : opening,
      numbering: "arabic",
    });
  }
  for (const setting of back) sections.push({ setting, opening, numbering: "arabic" });
  const settings = sections.map((section) => section.setting);
  const pages = paginate(sections, theme);
  return { sections, settings, pages, pageOf: findPages(pages, settings) };
}

/** What follows the chapters, as the theme chooses and the book has it. */
function backMatter(input: BindInput, press: Press, fixed: Fixed, { pages, pageOf }: Stand): Setting[] {
  const { book, theme, set } = input;
  const { labels } = press;
  const { id } = fixed;
  const folioOf: FolioOf = (target) => pages[pageOf.get(target) ?? -1]?.folio ?? null;
  const made: (Setting | null)[] = [];
  const setBack = (chapter: Chapter, look: Theme): Setting => ({ ...set(chapter, "back", look), role: "back" });
  const list = (chapter: Chapter | null) => chapter && setBack(chapter, listLook(theme));
  if (input.notes === "end") made.push(list(endNotes(book, labels, folioOf, id("notes"))));
  if (theme.back.glossary && book.glossary.length > 0) {
    made.push(list(glossary(book, labels, folioOf, id("glossary"))));
  }
  if (theme.back.timeline && book.timeline.length > 0) {
    made.push(timeline(press, book.timeline, folioOf, id("timeline")));
  }
  if (theme.back.descriptions) made.push(list(descriptions(book, labels, folioOf, id("descriptions"))));
  if (Object.values(theme.back).some(Boolean)) made.push(list(sources(book, labels, folioOf, id("sources"))));
  if (theme.back.index) made.push(bookIndex(press, book.index, folioOf, pageOf, id("index")));
  if (theme.back.colophon) made.push(setBack(colophon(book, labels, theme, id("colophon")), theme));
  return made.filter((each) => each !== null);
}

/** Lists are set in the glossary's size on its leading; their titles stand as deep as those of chapters. */
function listLook(theme: Theme): Theme {
  const { text, glossary, chapter } = theme;
  const sink = Math.round((chapter.sink * text.leading) / glossary.leading);
  return {
    ...theme,
    text: glossary,
    quote: glossary,
    verse: glossary,
    chapter: { ...chapter, sink, firstLine: "plain" },
  };
}

/** Keeps the place of a list that is set when the folios are known. */
function blankSetting(chapter: string, title: string, pages: number, lang: string): Setting {
  const body = { marks: [], depth: 0, lines: [], notes: [] };
  return {
    chapter,
    role: "front",
    title,
    author: null,
    lang,
    words: [],
    structure: [],
    bodies: Array.from({ length: pages }, () => body),
    outline: [],
  };
}

function contentsOf(input: BindInput, press: Press, fixed: Fixed, stand: Stand): Setting | null {
  if (!fixed.contentsId) return null;
  const authors = new Set(input.settings.map((setting) => setting.author));
  const entries: ContentsEntry[] = [];
  for (const setting of stand.settings) {
    if (fixed.before.includes(setting) || setting.chapter === fixed.contentsId) continue;
    entries.push({
      title: setting.title,
      author: authors.size > 1 ? setting.author : null,
      target: setting.chapter,
      folio: stand.pages[stand.pageOf.get(setting.chapter)!]!.folio,
      kind: fixed.display.has(setting) ? "part" : "chapter",
    });
  }
  return contents(press, entries, fixed.contentsId);
}

function finish(input: BindInput, press: Press, fixed: Fixed, stand: Stand, list: Setting | null): Bound {
  const { book, theme, shape } = input;
  const chosen = stand.settings.map((setting) => (list && setting.chapter === fixed.contentsId ? list : setting));
  const sections = stand.sections.map((section, i) => ({ ...section, setting: chosen[i]! }));
  const bare = paginate(sections, theme);
  const pageOf = findPages(bare, chosen);
  const settings = chosen.map((setting) =>
    fillFolios(setting, (id) => bare[pageOf.get(id) ?? -1]?.folio ?? null, shape),
  );
  const display = new Set(settings.filter((_, i) => fixed.display.has(chosen[i]!)));
  const authors = book.meta.people.filter((person) => person.role === "author").map((person) => person.name);
  const pages = furnish(bare, {
    theme,
    shape,
    settings,
    display,
    firstLine: press.block.first,
    bookTitle: book.meta.title,
    bookAuthor: listed(authors, press.labels) || book.meta.title,
  });
  return { theme, settings, pages, outline: outlineOf(input, fixed, settings), pageOf };
}

function outlineOf({ book }: BindInput, fixed: Fixed, settings: readonly Setting[]): OutlineItem[] {
  const items: (OutlineItem & { readonly children: OutlineItem[] })[] = [];
  const partOf = new Map(book.parts.flatMap((part) => part.chapters.map((chapter) => [chapter, part.id] as const)));
  const hidden = new Set(fixed.before.map((setting) => setting.chapter));
  for (const setting of settings) {
    if (hidden.has(setting.chapter)) continue;
    const item = { title: setting.title, target: setting.chapter, children: headingItems(setting) };
    const part = items.find((each) => each.target === partOf.get(setting.chapter));
    (part?.children ?? items).push(item);
  }
  return items;
}

/** Headings below the chapter's title, each under the nearest higher one. */
function headingItems(setting: Setting): OutlineItem[] {
  const root: OutlineItem[] = [];
  const open: { readonly level: number; readonly children: OutlineItem[] }[] = [{ level: 1, children: root }];
  for (const { level, title, id } of setting.outline) {
    if (level < 2) continue;
    while (open.at(-1)!.level >= level) open.pop();
    const children: OutlineItem[] = [];
    open.at(-1)!.children.push({ title, target: id, children });
    open.push({ level, children });
  }
  return root;
}

// Book → EPUB 3.3. Takes a book, templates, fonts, prepared images and the pages of its print edition, gives the bytes.
// The one idea: every document is written from the model as a string; the container library only packs what it is given.

import type { Book, Chapter } from "../book.ts";
import type { EpubImage, PageStart } from "../page.ts";
import { plainText } from "../walk.ts";
import { accessibilityOf, type Claim } from "./access.ts";
import type { BlockScene } from "./blocks.ts";
import { insertBreaks } from "./breaks.ts";
import { DIVISION, type NoteTable, writeChapter } from "./chapter.ts";
import { type ContainerFile, type PageDocument, writeContainer } from "./container.ts";
import { charactersOf, type EpubFonts, type FontFile, fontSheet, subsetFonts } from "./fonts.ts";
import { addKoboSpans } from "./kobo.ts";
import {
  chartName,
  writeColophon,
  writeCover,
  writeGlossary,
  writeIndex,
  writePart,
  writeTimeline,
  writeTitlePage,
} from "./matter.ts";
import { navigationOf, type PlacedPage } from "./nav.ts";
import { itemId, type ManifestItem, packageOf } from "./package.ts";
import { chapterFile, FILES, type Places, partFile, placesOf } from "./places.ts";
import { wordsFor } from "./words.ts";
import { assertXmlCharacters, xmlId } from "./xml.ts";

export interface EpubInput {
  readonly book: Book;
  /** The files of `templates/epub/` by name. */
  readonly templates: ReadonlyMap<string, string>;
  /** null: the reader's own faces are used. */
  readonly fonts: EpubFonts | null;
  /** By `ImageAsset.path`: every figure's image, and the cover. */
  readonly images: ReadonlyMap<string, EpubImage>;
  /** The pages of the print edition in order; null: there is none. */
  readonly pageList: readonly PageStart[] | null;
  /** The timeline as charts, drawn without text in system fonts. */
  readonly timelineSvgs: readonly string[];
  readonly variant: "epub" | "kepub";
  /** What the page list follows, for the metadata: the name of the PDF and its edition. */
  readonly printSource: string | null;
}

export async function writeEpub(input: EpubInput): Promise<Uint8Array> {
  const { book, templates } = input;
  const places = placesOf(book);
  const direction = isRightToLeft(book.meta.lang) ? "rtl" : null;
  const { documents, pages } = documentsOf(input, places);
  const fontFiles = input.fonts ? await subsetFonts(input.fonts, charactersOf(documents.map((page) => page.body))) : [];
  const sheets = fontFiles.length > 0 ? ["fonts.css", "style.css"] : ["style.css"];
  const files = new Set<string>([...documents.map((page) => page.file), FILES.contents]);
  const words = wordsFor(book.meta.lang);
  const nav = navigationOf({ book, places, words, sheets, direction, files, pages });
  const cover = coverOf(input);
  const stored = filesOf(input, fontFiles, documents);
  const pack = packageOf({
    book,
    direction,
    documents,
    items: stored.flatMap((file) => itemOf(file, cover)),
    coverId: cover ? itemId(`images/${cover.name}`) : null,
    claims: claimsOf(input, pages.length),
    printSource: pages.length > 0 ? input.printSource : null,
  });
  const date = new Date(book.meta.date);
  return writeContainer({ documents, files: stored, sheets, nav, pack, templates, date });
}

/** The accessibility metadata of the EPUB with the reason of each statement, for the report. */
export function claimsOf(input: Omit<EpubInput, "variant">, pages = input.pageList?.length ?? 0): readonly Claim[] {
  const { book, templates, timelineSvgs } = input;
  const css = templates.get("style.css") ?? "";
  const contents = book.chapters.length + book.parts.filter((part) => part.title !== null).length;
  return accessibilityOf({ book, css, pages, contents, charts: book.timeline.length > 0 ? timelineSvgs.length : 0 });
}

/** Scripts of BCP 47 tags and languages that are written from right to left. */
function isRightToLeft(lang: string): boolean {
  return /^(ar|fa|he|iw|ji|ps|sd|ug|ur|yi)\b/i.test(lang) && !/-latn\b/i.test(lang);
}

// ---------------------------------------------------------------------------------------------------- documents

interface Documents {
  readonly documents: readonly PageDocument[];
  readonly pages: readonly PlacedPage[];
}

function documentsOf(input: EpubInput, places: Places): Documents {
  const { book, images, variant } = input;
  const words = wordsFor(book.meta.lang);
  const scene = (file: string): BlockScene => ({ file, places, words, variant, copy: false, images });
  const pages = placedPages(input.pageList ?? [], places, book);
  const byFile = new Map<string, PageStart[]>();
  for (const { file, page } of pages) byFile.set(file, [...(byFile.get(file) ?? []), page]);
  const finished = (draft: Draft): PageDocument => {
    const broken = insertBreaks(draft.body, byFile.get(draft.file) ?? []);
    const body = variant === "kepub" ? addKoboSpans(broken) : broken;
    assertXmlCharacters(draft.file, body);
    return { ...draft, direction: isRightToLeft(draft.lang) ? "rtl" : null, body };
  };
  const text = [...frontOf(input, scene), ...textOf(book, scene)].map(finished);
  const documents = [...text, ...backOf(input, scene, folios(text, pages)).map(finished)];
  const present = new Set(documents.map((document) => document.file));
  return { documents, pages: pages.filter(({ file }) => present.has(file)) };
}

/** The printed page each element stands on, by XML id. */
function folios(documents: readonly PageDocument[], pages: readonly PlacedPage[]): ReadonlyMap<string, string> {
  const labels = new Map(pages.map(({ page }) => [xmlId(page.id), page.label]));
  const found = new Map<string, string>();
  if (labels.size === 0) return found;
  let label: string | null = null;
  for (const { body } of documents) {
    for (const [, id] of body.matchAll(/ id="([^"]*)"/g)) {
      label = labels.get(id!) ?? label;
      if (label !== null) found.set(id!, label);
    }
  }
  return found;
}

/** Pages of things the EPUB does not hold (the printed contents, blank leaves) have no place in it. */
function placedPages(pages: readonly PageStart[], places: Places, book: Book): PlacedPage[] {
  const order = new Map(book.chapters.map((chapter) => [chapterFile(chapter.id), chapter.id]));
  return pages.flatMap((page) => {
    const place = places.get(page.block) ?? places.get(page.chapter);
    const file = place?.file ?? (order.has(chapterFile(page.chapter)) ? chapterFile(page.chapter) : null);
    return file === null ? [] : [{ page, file }];
  });
}

type Draft = Omit<PageDocument, "direction">;
type MakeScene = (file: string) => BlockScene;

function frontOf(input: EpubInput, scene: MakeScene): Draft[] {
  const { book } = input;
  const { lang, title } = book.meta;
  const words = wordsFor(lang);
  const cover = coverOf(input);
  const own = { lang, division: "frontmatter" } as const;
  return [
    ...(cover
      ? [
          {
            ...own,
            file: FILES.cover,
            title: words.cover,
            division: "cover",
            kind: "cover-page",
            body: writeCover(cover, book),
          } as const,
        ]
      : []),
    { ...own, file: FILES.title, title, kind: "title", body: writeTitlePage(book, scene(FILES.title)) },
  ];
}

function textOf(book: Book, scene: MakeScene): Draft[] {
  const byId = new Map(book.chapters.map((chapter) => [chapter.id, chapter]));
  const table: NoteTable = {
    notes: new Map(book.chapters.flatMap((each) => each.notes.map((note) => [note.id, note]))),
  };
  const chapterDraft = (chapter: Chapter): Draft => {
    const file = chapterFile(chapter.id);
    const title = plainText(chapter.title) || book.meta.title;
    const body = writeChapter(chapter, scene(file), table);
    return { file, title, lang: chapter.lang, division: DIVISION[chapter.role], kind: chapter.role, body };
  };
  return book.parts.flatMap((part) => {
    const chapters = part.chapters.flatMap((id) => byId.get(id) ?? []).map(chapterDraft);
    if (part.title === null) return chapters;
    const file = partFile(part.id);
    const page: Draft = {
      file,
      title: part.title,
      lang: book.meta.lang,
      division: "bodymatter",
      kind: "part-page",
      body: writePart(part),
    };
    return [page, ...chapters];
  });
}

function backOf(input: EpubInput, scene: MakeScene, pageOf: ReadonlyMap<string, string>): Draft[] {
  const { book, printSource, timelineSvgs } = input;
  const { lang } = book.meta;
  const words = wordsFor(lang);
  const drafts: Draft[] = [];
  const add = (file: string, title: string, kind: string, body: string): void => {
    drafts.push({ file, title, lang, division: "backmatter", kind, body });
  };
  if (book.timeline.length > 0) {
    add(FILES.timeline, words.timeline, "timeline", writeTimeline(book, scene(FILES.timeline), timelineSvgs.length));
  }
  if (book.glossary.length > 0) {
    add(FILES.glossary, words.glossary, "glossary", writeGlossary(book, scene(FILES.glossary)));
  }
  if (book.index.length > 0) add(FILES.index, words.index, "index-page", writeIndex(book, scene(FILES.index), pageOf));
  const pages = input.pageList !== null && input.pageList.length > 0 ? printSource : null;
  add(FILES.colophon, words.colophon, "colophon", writeColophon(book, scene(FILES.colophon), pages));
  return drafts;
}

function coverOf({ book, images }: EpubInput): EpubImage | null {
  return book.cover === null ? null : (images.get(book.cover) ?? null);
}

// ---------------------------------------------------------------------------------------------------- files

interface StoredFile extends ContainerFile {
  /** null: not in the manifest. */
  readonly mime: string | null;
}

/** Images no page shows are left out. */
function filesOf(input: EpubInput, fonts: readonly FontFile[], documents: readonly PageDocument[]): StoredFile[] {
  const { book, images, templates, timelineSvgs } = input;
  const text = (path: string, mime: string | null, content: string): StoredFile => ({
    path,
    mime,
    bytes: new TextEncoder().encode(content),
  });
  const shown = (name: string): boolean => documents.some((page) => page.body.includes(`images/${name}"`));
  const named = new Map([...images.values()].map((image) => [image.name, image]));
  return [
    text("OEBPS/css/style.css", "text/css", templates.get("style.css") ?? ""),
    ...(fonts.length > 0 ? [text("OEBPS/css/fonts.css", "text/css", fontSheet(fonts))] : []),
    ...fonts.map(({ name, mime, bytes }) => ({ path: `OEBPS/fonts/${name}`, mime, bytes })),
    ...(fonts.length > 0 ? [text("META-INF/font-licence.txt", null, input.fonts?.licence ?? "")] : []),
    ...[...named.values()]
      .filter(({ name }) => shown(name))
      .map(({ name, mime, bytes }) => ({ path: `OEBPS/images/${name}`, mime, bytes })),
    ...(book.timeline.length > 0 ? timelineSvgs : []).map((svg, i) =>
      text(`OEBPS/images/${chartName(i)}`, "image/svg+xml", svg),
    ),
  ];
}

function itemOf({ path, mime }: StoredFile, cover: EpubImage | null): ManifestItem[] {
  if (mime === null) return [];
  const href = path.slice("OEBPS/".length);
  const properties = cover !== null && href === `images/${cover.name}` ? "cover-image" : null;
  return [{ id: itemId(href), href, mime, properties }];
}

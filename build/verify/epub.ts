// Takes the bytes of an EPUB and the book it was made from, gives what is wrong with it. Nothing of the writer's is used:
// the file is opened, read and compared with the book as a stranger would, and a word, note or language that is not where
// the book has it is an error.

import type { Block, Book, Chapter, Inline } from "../book.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { everyBlock, everyInline, inlinesOf, plainText } from "../walk.ts";
import { openArchive } from "./archive.ts";
import {
  addressesInCss,
  checkContent,
  checkCss,
  checkSafety,
  type Document,
  decodeUtf8,
  isNoteCall,
  leaksIn,
  type Manifested,
  proseOf,
  readDocument,
  type Say,
  sayInto,
  warnInto,
} from "./documents.ts";
import { type NotePair, type ReaderRow, readerTable } from "./readers.ts";
import {
  difference,
  squeeze,
  wordsOfBlocks,
  wordsOfChapter,
  wordsOfElement,
  wordsOfInlines,
  wordsOfNote,
} from "./words.ts";
import { elementsOf, find, has, textOf, type XmlElement } from "./xml.ts";

export interface EpubReport {
  readonly diagnostics: readonly Diagnostic[];
  /** What each reading system makes of the note calls. */
  readonly readers: readonly ReaderRow[];
  readonly notes: number;
  readonly calls: number;
  readonly words: number;
}

/** Every `verify/epub-*` that can be said of the file. */
export function verifyEpub(bytes: Uint8Array, book: Book): Diagnostic[] {
  return [...inspectEpub(bytes, book).diagnostics];
}

export function inspectEpub(bytes: Uint8Array, book: Book): EpubReport {
  const { files, diagnostics: found } = openArchive(bytes);
  const diagnostics = [...found];
  const say = sayInto(diagnostics);
  const none = { readers: [], notes: 0, calls: 0, words: 0 };
  const packed = readPackage(files, say);
  if (packed === null) return { diagnostics, ...none };
  checkFiles(files, packed, say);
  const documents = readDocuments(files, packed, say);
  for (const document of documents.values()) {
    checkSafety(document, say);
    checkContent(document, say);
    checkLinks(document, documents, files, say);
  }
  checkLeaks(documents, book, say, warnInto(diagnostics));
  checkMetadata(packed, book, say);
  checkClaims(packed, documents, say);
  const texts = chaptersOf(packed, documents);
  checkText(texts, book, say);
  checkMatter(documents, book, say);
  checkNavigation(packed, documents, files, book, say);
  const pairs = notePairs(documents);
  const readers = readerTable(pairs);
  checkReaders(readers, say);
  return { diagnostics, readers, ...count(book) };
}

function count(book: Book): { notes: number; calls: number; words: number } {
  const notes = book.chapters.flatMap((chapter) => chapter.notes);
  const text = book.chapters.map((chapter) => [wordsOfChapter(chapter), ...chapter.notes.map(wordsOfNote)].join(" "));
  const words = text.reduce((sum, each) => sum + each.split(" ").filter(Boolean).length, 0);
  return { notes: notes.length, calls: notes.reduce((sum, note) => sum + note.calls.length, 0), words };
}

// ---------------------------------------------------------------------------------------------------- the package

interface Package {
  readonly document: Document;
  readonly folder: string;
  readonly items: ReadonlyMap<string, Manifested>;
  readonly byPath: ReadonlyMap<string, Manifested>;
  readonly spine: readonly string[];
}

function readPackage(files: ReadonlyMap<string, Uint8Array>, say: Say): Package | null {
  const container = files.get("META-INF/container.xml");
  if (container === undefined) {
    say("verify/epub-package", "META-INF/container.xml", "the file is missing");
    return null;
  }
  const parsed = readDocument("META-INF/container.xml", container, say);
  const path = parsed && find(parsed.root, (element) => element.name === "rootfile")?.attributes["full-path"];
  const bytes = path ? files.get(path) : undefined;
  if (!path || bytes === undefined) {
    say("verify/epub-package", "META-INF/container.xml", "no package document");
    return null;
  }
  const document = readDocument(path, bytes, say);
  return document && readManifest(document, path, say);
}

function readManifest(document: Document, path: string, say: Say): Package {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/") + 1) : "";
  const items = new Map<string, Manifested>();
  const byPath = new Map<string, Manifested>();
  const spine: string[] = [];
  for (const element of elementsOf(document.root)) {
    if (element.name === "item") {
      const { id = "", href = "", "media-type": mime = "", properties = "" } = element.attributes;
      const item = { path: resolve(folder, href), mime, properties: properties.split(/\s+/).filter(Boolean) };
      if (/^[a-z]+:/i.test(href)) say("verify/epub-remote", path, `the manifest lists ${href}`);
      if (byPath.has(item.path)) say("verify/epub-package", path, `the manifest lists ${item.path} twice`);
      items.set(id, item);
      byPath.set(item.path, item);
    } else if (element.name === "itemref") {
      const item = items.get(element.attributes.idref ?? "");
      if (item === undefined)
        say("verify/epub-package", path, `the spine names ${element.attributes.idref}, which is not listed`);
      else if (spine.includes(item.path)) say("verify/epub-package", path, `the spine has ${item.path} twice`);
      else spine.push(item.path);
    }
  }
  return { document, folder, items, byPath, spine };
}

/** A path in the container; one that would leave it keeps its "..". */
function resolve(folder: string, href: string): string {
  let decoded = href;
  try {
    decoded = decodeURIComponent(href);
  } catch {
    return href;
  }
  const steps: string[] = [];
  for (const step of `${folder}${decoded}`.split("/")) {
    if (step === "..") {
      if (steps.length === 0) return `../${decoded}`;
      steps.pop();
    } else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

const OWN = /^(mimetype|META-INF\/.*)$/;
const META_INF = /^META-INF\/(container\.xml|font-licence\.txt)$/;

function checkFiles(files: ReadonlyMap<string, Uint8Array>, packed: Package, say: Say): void {
  const opf = packed.document.path;
  for (const path of files.keys()) {
    const known = path.startsWith("META-INF/")
      ? META_INF.test(path)
      : OWN.test(path) || path === opf || packed.byPath.has(path);
    if (!known) say("verify/epub-container", path, "the file is not in the manifest");
  }
  for (const { path, mime, properties } of packed.byPath.values()) {
    const bytes = files.get(path);
    if (bytes === undefined) say("verify/epub-package", path, "the manifest lists a file that is not there");
    else if (!isOfKind(bytes, mime)) say("verify/epub-package", path, `the file is not ${mime}`);
    if (properties.includes("scripted")) say("verify/epub-active", path, "the manifest says it is scripted");
    if (properties.includes("remote-resources")) say("verify/epub-remote", path, "the manifest says it fetches");
    if (mime === "text/css" && bytes !== undefined) {
      const css = new TextDecoder().decode(bytes);
      checkCss(path, css, say);
      for (const address of addressesInCss(css)) {
        const target = resolve(path.slice(0, path.lastIndexOf("/") + 1), address);
        if (!/^[a-z]*:/i.test(address) && !files.has(target))
          say("verify/epub-link", path, `the style sheet needs ${address}`);
      }
    }
  }
}

const BEGINNINGS: Readonly<Record<string, RegExp>> = {
  "image/png": /^\x89PNG/,
  "image/jpeg": /^\xff\xd8\xff/,
  "image/gif": /^GIF8/,
  "image/webp": /^RIFF....WEBP/s,
  "image/svg+xml": /^(\xef\xbb\xbf)?\s*<(\?xml|svg)/,
  "application/xhtml+xml": /^(\xef\xbb\xbf)?\s*<(\?xml|!DOCTYPE|html)/,
  "application/x-dtbncx+xml": /^(\xef\xbb\xbf)?\s*<(\?xml|!DOCTYPE|ncx)/,
  "font/ttf": /^(\x00\x01\x00\x00|true)/,
  "font/otf": /^OTTO/,
  "font/woff": /^wOFF/,
  "font/woff2": /^wOF2/,
  "text/css": /^[^\x00]*$/,
};

function isOfKind(bytes: Uint8Array, mime: string): boolean {
  const beginning = BEGINNINGS[mime];
  return beginning?.test(String.fromCharCode(...bytes.subarray(0, 64))) ?? false;
}

function readDocuments(files: ReadonlyMap<string, Uint8Array>, packed: Package, say: Say): Map<string, Document> {
  const documents = new Map<string, Document>();
  for (const { path, mime } of packed.byPath.values()) {
    const bytes = files.get(path);
    if (bytes === undefined || !/xhtml|svg/.test(mime)) continue;
    const document = readDocument(path, bytes, say);
    if (document !== null) documents.set(path, document);
  }
  for (const path of packed.spine) {
    if (packed.byPath.get(path)?.mime !== "application/xhtml+xml")
      say("verify/epub-package", path, "the spine has what is no document");
  }
  return documents;
}

// ---------------------------------------------------------------------------------------------------- links

interface Target {
  readonly path: string;
  readonly fragment: string;
}

/** null: the address leads out of the book. */
function targetOf(address: string, from: string): Target | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return null;
  const [path = "", fragment = ""] = address.split("#");
  const folder = from.slice(0, from.lastIndexOf("/") + 1);
  return { path: path === "" ? from : resolve(folder, path), fragment: decodeURIComponent(fragment) };
}

function checkLinks(
  document: Document,
  documents: ReadonlyMap<string, Document>,
  files: ReadonlyMap<string, Uint8Array>,
  say: Say,
): void {
  for (const { name, attributes } of elementsOf(document.root)) {
    const address = attributes.href ?? attributes.src ?? attributes["xlink:href"];
    if (address === undefined) continue;
    const target = targetOf(address, document.path);
    if (target === null) continue;
    if (!files.has(target.path))
      say("verify/epub-link", document.path, `<${name}> leads to ${address}, which is not there`);
    else if (target.fragment !== "" && !documents.get(target.path)?.ids.has(target.fragment)) {
      say("verify/epub-link", document.path, `<${name}> leads to ${address}, and the file has no such id`);
    }
  }
}

// ---------------------------------------------------------------------------------------------------- leaks

/** What the manuscript has itself is its author's: a word such as "undefined" to write, markup to mend (a warning). */
function checkLeaks(documents: ReadonlyMap<string, Document>, book: Book, say: Say, warn: Say): void {
  let words: string | null = null;
  for (const { path, root } of documents.values()) {
    const body = find(root, (element) => element.name === "body");
    if (body === null) continue;
    for (const leak of leaksIn(proseOf(body))) {
      words ??= squeeze(
        book.chapters.map((each) => [wordsOfChapter(each), ...each.notes.map(wordsOfNote)].join(" ")).join(" "),
      );
      const written = words.includes(squeeze(leak.text));
      if (written && leak.kind === "value") continue;
      const complain = written ? warn : say;
      complain("verify/epub-leak", path, `what no reader should see: ${JSON.stringify(leak.text)}`);
    }
  }
}

// ---------------------------------------------------------------------------------------------------- metadata

function metaValues({ document }: Package, name: string, property?: string): string[] {
  const found: string[] = [];
  for (const element of elementsOf(document.root)) {
    if (element.name === name && (property === undefined || element.attributes.property === property)) {
      found.push(squeeze(textOf(element)));
    }
  }
  return found;
}

function checkMetadata(packed: Package, { meta }: Book, say: Say): void {
  const { path, root } = packed.document;
  const need = (what: string, values: readonly string[], wanted: string): void => {
    if (!values.includes(squeeze(wanted))) say("verify/epub-package", path, `${what} is not ${JSON.stringify(wanted)}`);
  };
  need("the title", metaValues(packed, "dc:title"), meta.title);
  need("the identifier", metaValues(packed, "dc:identifier"), meta.identifier);
  need("the language", metaValues(packed, "dc:language"), meta.lang);
  for (const person of meta.people) {
    need("a creator", [...metaValues(packed, "dc:creator"), ...metaValues(packed, "dc:contributor")], person.name);
  }
  if (meta.rights !== null) need("the statement of rights", metaValues(packed, "dc:rights"), meta.rights);
  const modified = metaValues(packed, "meta", "dcterms:modified");
  if (modified.length !== 1 || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(modified[0]!)) {
    say("verify/epub-package", path, "the date of modification is missing or malformed");
  }
  const id = root.attributes["unique-identifier"] ?? "";
  if (packed.document.ids.get(id)?.name !== "dc:identifier") say("verify/epub-package", path, "no unique identifier");
  if (root.attributes.version !== "3.0") say("verify/epub-package", path, "the package is not of version 3.0");
}

/** EPUB Accessibility 1.1, 2.2: what is said must be there, and what must be said is said. */
function checkClaims(packed: Package, documents: ReadonlyMap<string, Document>, say: Say): void {
  const { path } = packed.document;
  const values = (property: string): string[] => metaValues(packed, "meta", `schema:${property}`);
  for (const property of [
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilitySummary",
  ]) {
    if (values(property).length === 0) say("verify/epub-access", path, `schema:${property} is missing`);
  }
  const images: XmlElement[] = [];
  let breaks = 0;
  for (const { root } of documents.values()) {
    for (const element of elementsOf(root)) {
      if (element.name === "img") images.push(element);
      if (has(element, "role", "doc-pagebreak")) breaks += 1;
    }
  }
  const features = new Set(values("accessibilityFeature"));
  const unnamed = images.filter((image) => (image.attributes.alt ?? "").trim() === "").length;
  const seen: readonly (readonly [feature: string, there: boolean])[] = [
    ["alternativeText", images.length > 0 && unnamed === 0],
    ["pageBreakMarkers", breaks > 0],
    ["pageNavigation", breaks > 0],
  ];
  for (const [feature, there] of seen) {
    if (features.has(feature) && !there) say("verify/epub-access", path, `${feature} is claimed and not there`);
    if (!features.has(feature) && there) say("verify/epub-access", path, `${feature} is there and not claimed`);
  }
  if (images.length > 0 !== values("accessMode").includes("visual")) {
    say("verify/epub-access", path, "the access mode visual does not fit the images");
  }
}

// ---------------------------------------------------------------------------------------------------- the text

interface ChapterText {
  readonly document: Document;
  readonly section: XmlElement;
}

const CHAPTER_ROLES = ["doc-preface", "doc-introduction", "doc-chapter", "doc-appendix", "doc-afterword"];

/** Chapters in the order of the spine. */
function chaptersOf(packed: Package, documents: ReadonlyMap<string, Document>): ChapterText[] {
  return packed.spine.flatMap((path) => {
    const document = documents.get(path);
    const section =
      document && find(document.root, (element) => CHAPTER_ROLES.some((role) => has(element, "role", role)));
    return document && section ? [{ document, section }] : [];
  });
}

/** The reading order is that of the parts. */
function orderedChapters(book: Book): Chapter[] {
  const byId = new Map(book.chapters.map((chapter) => [chapter.id, chapter]));
  return book.parts.flatMap((part) => part.chapters.flatMap((id) => byId.get(id) ?? []));
}

function checkText(texts: readonly ChapterText[], book: Book, say: Say): void {
  const chapters = orderedChapters(book);
  if (texts.length !== chapters.length) {
    say("verify/epub-words", "content.opf", `the book has ${chapters.length} chapters, the EPUB ${texts.length}`);
  }
  chapters.forEach((chapter, i) => {
    const text = texts[i];
    if (text === undefined) return;
    checkChapter(chapter, text, say);
    checkNotes(chapter, text, say);
    checkLanguages(chapter, text, book, say);
    checkPictures(chapter, text, say);
    checkMarks(chapter, text, say);
  });
}

function checkChapter(chapter: Chapter, { document, section }: ChapterText, say: Say): void {
  const parted = difference(wordsOfChapter(chapter), wordsOfElement(section));
  if (parted !== null) say("verify/epub-words", document.path, parted);
  if (!has(section, "role", `doc-${chapter.role}`))
    say("verify/epub-model", document.path, `the section is not marked as ${chapter.role}`);
  const expected = [
    1,
    ...[...everyBlock(chapter.blocks)].flatMap((block) => (block.type === "heading" ? [block.level] : [])),
  ];
  const found = [...elementsOf(section)].filter((element) => /^h[1-6]$/.test(element.name) && !inNotes(element));
  if (expected.join() !== found.map((element) => Number(element.name[1])).join()) {
    say("verify/epub-heading", document.path, "the headings are not those of the chapter");
  }
  const blocks = [...everyBlock(chapter.blocks)];
  for (const [type, name] of [
    ["rule", "hr"],
    ["table", "table"],
    ["figure", "figure"],
    ["quote", "blockquote"],
  ] as const) {
    const wanted = blocks.filter((block) => block.type === type).length;
    const there = [...elementsOf(section)].filter((element) => element.name === name && !inNotes(element)).length;
    if (wanted !== there)
      say("verify/epub-words", document.path, `the chapter has ${wanted} of ${type}, the EPUB ${there}`);
  }
}

function inNotes(element: XmlElement): boolean {
  for (let at: XmlElement | null = element; at !== null; at = at.parent)
    if (has(at, "role", "doc-endnotes")) return true;
  return false;
}

function checkNotes(chapter: Chapter, { document, section }: ChapterText, say: Say): void {
  const { path } = document;
  const notes = [...elementsOf(section)].filter((element) => has(element, "role", "doc-footnote"));
  if (notes.length !== chapter.notes.length) {
    say("verify/epub-note", path, `the chapter has ${chapter.notes.length} notes, the EPUB ${notes.length}`);
  }
  const calls = [...elementsOf(document.root)].filter(isNoteCall);
  chapter.notes.forEach((note, i) => {
    const element = notes[i];
    if (element === undefined) return;
    const parted = difference(wordsOfNote(note), wordsOfElement(element));
    if (parted !== null) say("verify/epub-note", path, `note ${note.mark}: ${parted}`);
    if (!has(element, "epub:type", "footnote"))
      say("verify/epub-note", path, `note ${note.mark} has not the type footnote`);
    const mark = find(element, (each) => each.attributes.class === "mark");
    if (mark === null || textOf(mark) !== note.mark)
      say("verify/epub-note", path, `note ${note.mark} does not show its mark`);
    checkWays(note.mark, note.calls.length, element, calls, document, say);
    const reference = find(element, (each) => each.attributes.class === "full-reference");
    if ((note.refersTo !== null) !== (reference !== null)) {
      say("verify/epub-note", path, `note ${note.mark}: the reference it stands for is missing, or is one too many`);
    }
  });
}

/** There and back: as many calls as the book has, all with the note's mark, and a way back to each. */
function checkWays(
  mark: string,
  expected: number,
  note: XmlElement,
  calls: readonly XmlElement[],
  { path, ids }: Document,
  say: Say,
): void {
  const mine = calls.filter((call) => call.attributes.href === `#${note.attributes.id}`);
  if (mine.length !== expected)
    say("verify/epub-note", path, `note ${mark} is called ${mine.length} times, in the book ${expected}`);
  const backs = [...elementsOf(note)].filter((element) => has(element, "role", "doc-backlink"));
  for (const call of mine) {
    if (textOf(call).trim() !== mark)
      say("verify/epub-note", path, `a call of note ${mark} says ${JSON.stringify(textOf(call))}`);
    if (!has(call, "role", "doc-noteref") || !has(call, "epub:type", "noteref")) {
      say("verify/epub-note", path, `a call of note ${mark} lacks its role or type`);
    }
    if (!backs.some((back) => back.attributes.href === `#${call.attributes.id}`)) {
      say("verify/epub-note", path, `no way leads back from note ${mark} to its call`);
    }
  }
  for (const back of backs) {
    const target = ids.get((back.attributes.href ?? "").slice(1));
    if (target === undefined || !mine.includes(target))
      say("verify/epub-note", path, `a way back from note ${mark} leads elsewhere`);
  }
}

// ---------------------------------------------------------------------------------------------------- languages, pictures

/** Language and words of every foreign passage, in order. */
function checkLanguages(chapter: Chapter, { document, section }: ChapterText, book: Book, say: Say): void {
  const { path, root } = document;
  if (root.attributes.lang !== chapter.lang)
    say("verify/epub-language", path, `the document is not marked as ${chapter.lang}`);
  if (book.meta.lang === "") return;
  const expected = [chapter.blocks, ...chapter.notes.map((note) => note.blocks)].flatMap((blocks) =>
    languagesOf(blocks),
  );
  const titles = languagesOfInlines(chapter.title);
  const found = [...elementsOf(section)]
    .filter((element) => element.attributes.lang !== undefined && !isOwnWord(element))
    .map((element) => `${element.attributes.lang}: ${wordsOfElement(element)}`);
  const wanted = [...titles, ...expected].sort();
  const parted = difference(wanted.join("\n"), found.sort().join("\n"));
  if (parted !== null) say("verify/epub-language", path, `the foreign passages differ: ${parted}`);
}

/** Our own words in another language than the book's: headings of apparatus, references said again. */
function isOwnWord(element: XmlElement): boolean {
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    if (at.attributes.class === "full-reference" || at.name === "summary") return true;
    if (at.name === "h2" && at.parent !== null && has(at.parent, "role", "doc-endnotes")) return true;
  }
  return false;
}

function languagesOf(blocks: readonly Block[]): string[] {
  return [...everyBlock(blocks)].flatMap((block) => [
    ...(block.lang === null ? [] : [`${block.lang}: ${squeeze(wordsOfBlocks([block]))}`]),
    ...inlinesOf(block).flatMap((inlines) => languagesOfInlines(inlines)),
  ]);
}

function languagesOfInlines(inlines: readonly Inline[]): string[] {
  return [...everyInline(inlines)].flatMap((node) =>
    node.type === "lang" ? [`${node.lang}: ${squeeze(wordsOfInlines(node.children))}`] : [],
  );
}

function checkPictures(chapter: Chapter, { document, section }: ChapterText, say: Say): void {
  const blocks = [chapter.blocks, ...chapter.notes.map((note) => note.blocks)].flatMap((each) => [...everyBlock(each)]);
  const expected = blocks.flatMap((block) => (block.type === "figure" ? [block.alt] : []));
  const found = [...elementsOf(section)].flatMap((element) =>
    element.name === "img" ? [element.attributes.alt ?? ""] : [],
  );
  const parted = difference(expected.join("\n"), found.join("\n"));
  if (parted !== null) say("verify/epub-alt", document.path, `the alternative texts differ: ${parted}`);
}

// ---------------------------------------------------------------------------------------------------- around the text

/** Title page, glossary, timeline, index and colophon say what the book has, each thing once and in order. */
function checkMatter(documents: ReadonlyMap<string, Document>, book: Book, say: Say): void {
  const { meta } = book;
  const page = (what: string, test: (element: XmlElement) => boolean, pieces: readonly string[]): void => {
    for (const { path, root } of documents.values()) {
      const section = find(root, test);
      if (section !== null && root.name === "html" && !isNavigation(root)) {
        checkPieces(path, section, pieces, say);
        return;
      }
    }
    if (pieces.length > 0) say("verify/epub-words", "content.opf", `there is no ${what}`);
  };
  const type = (name: string) => (element: XmlElement) => element.name === "section" && has(element, "epub:type", name);
  page("title page", type("titlepage"), [meta.title, meta.subtitle ?? "", ...meta.people.map((person) => person.name)]);
  const entries = book.glossary.flatMap((entry) => [entry.term, entry.dates ?? "", wordsOfBlocks(entry.definition)]);
  page("glossary", type("glossary"), entries);
  const events = book.timeline.flatMap(({ date, event, evidence }) => [
    date.text,
    wordsOfInlines(event),
    wordsOfInlines(evidence),
  ]);
  page("timeline", (element) => element.name === "section" && element.attributes.class === "timeline", events);
  const headings = book.index.flatMap(function flat(entry): string[] {
    return [entry.heading, ...entry.children.flatMap(flat)];
  });
  page("index", (element) => has(element, "role", "doc-index"), headings);
  page("colophon", type("colophon"), [wordsOfBlocks(meta.colophon), meta.rights ?? "", meta.edition]);
  for (const part of book.parts) {
    if (part.title === null) continue;
    const there = [...documents.values()].filter(({ root }) => {
      const section = find(root, (element) => has(element, "role", "doc-part"));
      return section !== null && squeeze(textOf(section)) === squeeze(part.title ?? "");
    });
    if (there.length === 0)
      say("verify/epub-words", "content.opf", `the part ${JSON.stringify(part.title)} has no page`);
  }
}

function isNavigation(root: XmlElement): boolean {
  return find(root, (element) => element.name === "nav") !== null;
}

function checkPieces(path: string, section: XmlElement, pieces: readonly string[], say: Say): void {
  const text = squeeze(textOf(section).replace(/\s+/g, " "));
  let at = 0;
  for (const piece of pieces.map(squeeze).filter((each) => each !== "")) {
    const next = text.replace(/\s/g, "").indexOf(piece.replace(/\s/g, ""), at);
    if (next === -1) {
      say("verify/epub-words", path, `${JSON.stringify(piece.slice(0, 60))} is not there, or not in its place`);
      return;
    }
    at = next + piece.replace(/\s/g, "").length;
  }
}

// ---------------------------------------------------------------------------------------------------- navigation

function checkNavigation(
  packed: Package,
  documents: ReadonlyMap<string, Document>,
  files: ReadonlyMap<string, Uint8Array>,
  book: Book,
  say: Say,
): void {
  const item = [...packed.byPath.values()].find((each) => each.properties.includes("nav"));
  const nav = item && documents.get(item.path);
  if (!nav) {
    say("verify/epub-nav", packed.document.path, "there is no navigation document");
    return;
  }
  const lists = new Map(
    [...elementsOf(nav.root)]
      .filter((element) => element.name === "nav")
      .map((element) => [element.attributes["epub:type"] ?? "", element]),
  );
  checkContents(lists.get("toc") ?? null, nav, packed, documents, book, say);
  checkPageList(lists.get("page-list") ?? null, nav, packed, documents, say);
  const landmarks = lists.get("landmarks");
  for (const link of landmarks ? linksOf(landmarks) : []) {
    const type = link.attributes["epub:type"] ?? "";
    if (type === "" || type.includes(" "))
      say("verify/epub-nav", nav.path, `the landmark ${textOf(link)} needs one type`);
  }
  if (!landmarks) say("verify/epub-nav", nav.path, "there are no landmarks");
  checkNcx(packed, nav, lists.get("toc") ?? null, files, documents, say);
}

function linksOf(element: XmlElement): XmlElement[] {
  return [...elementsOf(element)].filter((each) => each.name === "a");
}

function checkContents(
  toc: XmlElement | null,
  nav: Document,
  packed: Package,
  documents: ReadonlyMap<string, Document>,
  book: Book,
  say: Say,
): void {
  if (toc === null) {
    say("verify/epub-nav", nav.path, "there are no contents");
    return;
  }
  const links = linksOf(toc);
  const expected = book.parts.flatMap((part) => [
    ...(part.title === null ? [] : [squeeze(part.title)]),
    ...orderedChapters({ ...book, parts: [part] }).flatMap((chapter) => [
      squeeze(plainText(chapter.title)),
      ...chapter.blocks.flatMap((block) => (block.type === "heading" ? [squeeze(plainText(block.children))] : [])),
    ]),
  ]);
  const found = links.map((link) => squeeze(textOf(link)));
  const parted = difference(expected.join("\n"), found.slice(0, expected.length).join("\n"));
  if (parted !== null) say("verify/epub-nav", nav.path, `the contents are not the book's: ${parted}`);
  checkOrder(links, nav, packed, documents, "contents", say);
  for (const path of packed.spine) {
    const reached = links.some((link) => targetOf(link.attributes.href ?? "", nav.path)?.path === path);
    const document = documents.get(path);
    const chapter = document && find(document.root, (each) => CHAPTER_ROLES.some((role) => has(each, "role", role)));
    if (chapter && !reached) say("verify/epub-nav", nav.path, `the contents do not lead to ${path}`);
  }
}

/** EPUB 3.3, 7.2: entries stand in the order of the spine and, in a document, of its elements. */
function checkOrder(
  links: readonly XmlElement[],
  nav: Document,
  packed: Package,
  documents: ReadonlyMap<string, Document>,
  what: string,
  say: Say,
): void {
  let before = -1;
  for (const link of links) {
    const target = targetOf(link.attributes.href ?? "", nav.path);
    const place = target ? packed.spine.indexOf(target.path) : -1;
    const order = target ? (documents.get(target.path)?.ids.get(target.fragment)?.order ?? 0) : 0;
    const at = place * 1e7 + order;
    if (place === -1)
      say("verify/epub-nav", nav.path, `the ${what} lead to ${link.attributes.href}, which is not in the spine`);
    else if (at < before)
      say("verify/epub-nav", nav.path, `the ${what} are out of order at ${JSON.stringify(textOf(link))}`);
    before = Math.max(before, at);
  }
}

function checkPageList(
  list: XmlElement | null,
  nav: Document,
  packed: Package,
  documents: ReadonlyMap<string, Document>,
  say: Say,
): void {
  const breaks = packed.spine.flatMap((path) => {
    const document = documents.get(path);
    if (!document) return [];
    return [...elementsOf(document.root)]
      .filter((element) => has(element, "role", "doc-pagebreak"))
      .map((element) => `${path}#${element.attributes.id} ${element.attributes["aria-label"]}`);
  });
  const links = list ? linksOf(list) : [];
  const listed = links.map((link) => {
    const target = targetOf(link.attributes.href ?? "", nav.path);
    return `${target?.path}#${target?.fragment} ${squeeze(textOf(link))}`;
  });
  const parted = difference(breaks.join("\n"), listed.join("\n"));
  if (parted !== null) say("verify/epub-nav", nav.path, `the page list is not that of the page breaks: ${parted}`);
  if (breaks.length > 0 && metaValues(packed, "meta", "source-of").length === 0) {
    say("verify/epub-nav", packed.document.path, "the page list names no printed edition");
  }
}

function checkNcx(
  packed: Package,
  nav: Document,
  toc: XmlElement | null,
  files: ReadonlyMap<string, Uint8Array>,
  documents: ReadonlyMap<string, Document>,
  say: Say,
): void {
  const item = [...packed.byPath.values()].find((each) => each.mime === "application/x-dtbncx+xml");
  const bytes = item && files.get(item.path);
  if (!item || !bytes || decodeUtf8(bytes) === null) {
    say("verify/epub-nav", packed.document.path, "there is no NCX");
    return;
  }
  const ncx = readDocument(item.path, bytes, say);
  if (ncx === null) return;
  const points = [...elementsOf(ncx.root)].filter((element) => element.name === "navPoint");
  const titles = points.map((point) => squeeze(textOf(find(point, (each) => each.name === "navLabel") ?? point)));
  const expected = toc ? linksOf(toc).map((link) => squeeze(textOf(link))) : [];
  const parted = difference(expected.join("\n"), titles.join("\n"));
  if (parted !== null) say("verify/epub-nav", ncx.path, `the NCX does not say what ${nav.path} says: ${parted}`);
  for (const element of elementsOf(ncx.root)) {
    if (element.name !== "content") continue;
    const target = targetOf(element.attributes.src ?? "", ncx.path);
    const document = target && documents.get(target.path);
    if (!document || (target.fragment !== "" && !document.ids.has(target.fragment))) {
      say("verify/epub-link", ncx.path, `an entry leads to ${element.attributes.src}, which is not there`);
    }
  }
  const uid = find(ncx.root, (element) => element.attributes.name === "dtb:uid")?.attributes.content;
  if (uid !== metaValues(packed, "dc:identifier")[0]) say("verify/epub-nav", ncx.path, "the NCX is of another book");
}

// ---------------------------------------------------------------------------------------------------- readers

function notePairs(documents: ReadonlyMap<string, Document>): NotePair[] {
  return [...documents.values()].flatMap((document) => {
    const calls = [...elementsOf(document.root)].filter(isNoteCall);
    const byTarget = new Map<string, string[]>();
    for (const call of calls) {
      const href = call.attributes.href ?? "";
      byTarget.set(href, [...(byTarget.get(href) ?? []), call.attributes.id ?? ""]);
    }
    return calls.map((call): NotePair => {
      const href = call.attributes.href ?? "";
      const target = targetOf(href, document.path);
      const note = target ? (documents.get(target.path)?.ids.get(target.fragment) ?? null) : null;
      return { call, note, sameFile: target?.path === document.path, calls: byTarget.get(href) ?? [] };
    });
  });
}

function checkReaders(rows: readonly ReaderRow[], say: Say): void {
  for (const { reader, others } of rows) {
    const broken = others.filter((each) => each.outcome === "broken");
    if (broken.length === 0) continue;
    const named = broken.slice(0, 3).map((each) => each.call);
    say(
      "verify/epub-reader",
      "content.opf",
      `${reader}: ${broken.length} calls lead to nothing, the first ${named.join(", ")}`,
    );
  }
}

// ---------------------------------------------------------------------------------------------------- emphasis, links

/** Elements that carry a style of the manuscript. */
const STYLED: Readonly<Record<string, Inline["type"]>> = {
  em: "emph",
  strong: "strong",
  sup: "superior",
  sub: "inferior",
  code: "code",
};

/** Every emphasis and every link of the chapter is there, on the same words, as often; references said again may add some. */
function checkMarks(chapter: Chapter, { document, section }: ChapterText, say: Say): void {
  const left = new Map<string, number>();
  for (const element of elementsOf(section)) {
    for (const name of markOf(element)) {
      const key = `${name}: ${wordsOfElement(element)}`;
      left.set(key, (left.get(key) ?? 0) + 1);
    }
  }
  const runs = [chapter.blocks, ...chapter.notes.map((note) => note.blocks)].flatMap((blocks) =>
    [...everyBlock(blocks)].flatMap((block) => inlinesOf(block)),
  );
  for (const inline of [chapter.title, ...runs].flatMap((run) => [...everyInline(run)])) {
    const name = wantedMark(inline);
    if (name === null || !("children" in inline)) continue;
    const words = squeeze(wordsOfInlines(inline.children));
    if (words === "") continue;
    const count = left.get(`${name}: ${words}`) ?? 0;
    const link = inline.type === "link" || inline.type === "cross_ref";
    if (count === 0)
      say(link ? "verify/epub-link" : "verify/epub-words", document.path, `${JSON.stringify(words)} is no ${name}`);
    left.set(`${name}: ${words}`, count - 1);
  }
}

function wantedMark(inline: Inline): string | null {
  if (inline.type === "link") return `link to ${inline.href}`;
  if (inline.type === "cross_ref") return "link inside the book";
  if (inline.type === "small_caps") return "small_caps";
  return Object.values(STYLED).includes(inline.type) ? inline.type : null;
}

function markOf(element: XmlElement): string[] {
  const { name, attributes } = element;
  if (name === "span" && attributes.class === "small-caps") return ["small_caps"];
  if (name !== "a") return STYLED[name] ? [STYLED[name]] : [];
  const href = attributes.href ?? "";
  return [/^[a-z][a-z0-9+.-]*:/i.test(href) ? `link to ${href}` : "link inside the book"];
}

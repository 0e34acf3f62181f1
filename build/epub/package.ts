// Takes a book and the list of what is in the container, gives the data of the package document (EPUB 3.3, section 5).

import type { Book, PersonRole } from "../book.ts";
import type { Claim } from "./access.ts";
import type { PageDocument } from "./container.ts";

export interface ManifestItem {
  readonly id: string;
  readonly href: string;
  readonly mime: string;
  readonly properties: string | null;
}

export interface PackageData {
  readonly identifier: string;
  readonly title: string;
  readonly subtitle: string | null;
  readonly lang: string;
  readonly otherLanguages: readonly string[];
  readonly direction: "rtl" | null;
  readonly people: readonly PackagePerson[];
  /** null: the book gives none. */
  readonly date: string | null;
  readonly modified: string;
  readonly publisher: string | null;
  readonly rights: string | null;
  readonly description: string | null;
  readonly subjects: readonly string[];
  /** Where the texts were taken from. */
  readonly sources: readonly string[];
  readonly printSource: string | null;
  readonly series: { readonly title: string; readonly number: string | null } | null;
  readonly claims: readonly Claim[];
  readonly manifest: readonly ManifestItem[];
  readonly spine: readonly string[];
  readonly coverId: string | null;
}

interface PackagePerson {
  readonly name: string;
  readonly fileAs: string;
  readonly element: "creator" | "contributor";
  /** MARC relator code. */
  readonly relator: string;
}

const RELATORS: Readonly<Record<PersonRole, string>> = {
  author: "aut",
  editor: "edt",
  translator: "trl",
  illustrator: "ill",
  contributor: "ctb",
};

export interface PackageInput {
  readonly book: Book;
  readonly direction: "rtl" | null;
  readonly documents: readonly PageDocument[];
  /** Everything but the documents, contents and NCX. */
  readonly items: readonly ManifestItem[];
  readonly coverId: string | null;
  readonly claims: readonly Claim[];
  readonly printSource: string | null;
}

export function packageOf(input: PackageInput): PackageData {
  const { book, documents, items, claims, direction, coverId, printSource } = input;
  const { meta } = book;
  const instant = new Date(meta.date);
  const pages = documents.map((page) => documentItem(page.file, null));
  const spine = spineOf(pages.map((item) => item.id));
  const languages = new Set(book.chapters.map((chapter) => chapter.lang).filter((lang) => lang !== meta.lang));
  return {
    identifier: meta.identifier,
    title: meta.title,
    subtitle: meta.subtitle,
    lang: meta.lang,
    otherLanguages: [...languages],
    direction,
    people: peopleOf(book),
    date: meta.undated ? null : meta.date.slice(0, 10),
    modified: `${instant.toISOString().slice(0, 19)}Z`,
    publisher: meta.publisher,
    rights: meta.rights,
    description: meta.description,
    subjects: meta.subjects,
    sources: [...new Set(book.chapters.flatMap((chapter) => chapter.source ?? []))],
    printSource,
    series: seriesOf(book),
    claims,
    manifest: [documentItem("toc.xhtml", "nav"), ...pages, ...items],
    spine,
    coverId,
  };
}

/** "text.march.xhtml" becomes an id, so that a new chapter moves no other's. */
export function itemId(href: string): string {
  return `item-${href.replace(/[^A-Za-z0-9._-]/g, "-")}`;
}

function documentItem(href: string, properties: string | null): ManifestItem {
  return { id: itemId(href), href, mime: "application/xhtml+xml", properties };
}

/** Contents behind cover and title page, as in a printed book. */
function spineOf(pages: readonly string[]): string[] {
  const title = pages.indexOf(itemId("front_title.xhtml"));
  return [...pages.slice(0, title + 1), itemId("toc.xhtml"), ...pages.slice(title + 1)];
}

function peopleOf({ meta }: Book): PackagePerson[] {
  const authors = meta.people.some((person) => person.role === "author");
  return meta.people.map((person) => ({
    name: person.name,
    fileAs: person.fileAs,
    element: person.role === "author" || (!authors && person.role === "editor") ? "creator" : "contributor",
    relator: RELATORS[person.role],
  }));
}

/** EPUB 3.3, D.4.5: a position is numbers parted by full stops. */
function seriesOf({ meta }: Book): PackageData["series"] {
  if (meta.series === null) return null;
  const number = meta.series.number;
  return { title: meta.series.title, number: number !== null && /^\d+(\.\d+)*$/.test(number) ? number : null };
}

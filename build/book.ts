// Contract 2: the document model. Plain, readonly, tagged data without behaviour. `Block` and `Inline` are different
// types; nothing is filled in later; there is no raw node: what a book needs has a name here.

import type { Span } from "./text.ts";

// ---------------------------------------------------------------------------------------------------- inline

export type Inline = Text | Styled | Lang | Link | CrossRef | TermRef | NoteRef | LostNoteRef | IndexMark | LineBreak;

/** Running text. It may hold no-break spaces, soft hyphens and combining marks; never a newline or a tab. */
export interface Text {
  readonly type: "text";
  readonly text: string;
}

export interface Styled {
  readonly type: "emph" | "strong" | "small_caps" | "superior" | "inferior" | "code";
  readonly children: readonly Inline[];
}

/** Words in another language (BCP 47 tag). */
export interface Lang {
  readonly type: "lang";
  readonly lang: string;
  readonly children: readonly Inline[];
}

/** A link out of the book: http, https or mailto. */
export interface Link {
  readonly type: "link";
  readonly href: string;
  readonly children: readonly Inline[];
}

/** A link inside the book. After `assemble` every `target` is the id of a thing that exists. */
export interface CrossRef {
  readonly type: "cross_ref";
  readonly target: string;
  /** What print adds to the words: nothing, or the page the target stands on. */
  readonly form: "text" | "page";
  readonly children: readonly Inline[];
}

/** A term of the glossary: marked by hand, or by `assemble` where a chapter first uses it. */
export interface TermRef {
  readonly type: "term_ref";
  /** `GlossaryEntry.id` */
  readonly term: string;
  /** Unique in the book: the glossary links back to it. */
  readonly id: string;
  readonly children: readonly Inline[];
}

/** A note call. */
export interface NoteRef {
  readonly type: "note_ref";
  /** `Note.id` */
  readonly note: string;
  /** Unique in the book; the first call of a note is `Note.id` + "-call", further ones add "-2", "-3", … */
  readonly id: string;
  /** What is printed; writers never count. */
  readonly mark: string;
  readonly by: NoteSeries;
}

/** A call whose note its source has lost: printed raised, leads nowhere. */
export interface LostNoteRef {
  readonly type: "lost_note_ref";
  readonly mark: string;
}

/** A place the index leads to; prints its children only. */
export interface IndexMark {
  readonly type: "index_mark";
  /** Heading in the index; a "!" separates a sub-heading. */
  readonly entry: string;
  readonly id: string;
  readonly children: readonly Inline[];
}

export interface LineBreak {
  readonly type: "line_break";
}

// ---------------------------------------------------------------------------------------------------- blocks

export type Block =
  | Heading
  | Paragraph
  | Quote
  | Verse
  | List
  | Definitions
  | Figure
  | Table
  | Preformatted
  | Signature
  | Rule;

/** What every block has. The id is made of the block's own words, so that it outlives changes elsewhere. */
interface BlockBase {
  readonly id: string;
  readonly span: Span;
  /** Set where the block's language is not its chapter's. */
  readonly lang: string | null;
}

export interface Heading extends BlockBase {
  readonly type: "heading";
  /** 2 to 6; level 1 is the chapter's title and is not a block. */
  readonly level: number;
  readonly children: readonly Inline[];
}

export interface Paragraph extends BlockBase {
  readonly type: "paragraph";
  readonly children: readonly Inline[];
}

export interface Quote extends BlockBase {
  readonly type: "quote";
  readonly role: "quote" | "epigraph";
  readonly blocks: readonly Block[];
  readonly attribution: readonly Inline[] | null;
}

export interface Verse extends BlockBase {
  readonly type: "verse";
  readonly stanzas: readonly (readonly VerseLine[])[];
}

export interface VerseLine {
  /** In steps of one em. */
  readonly indent: number;
  readonly children: readonly Inline[];
}

export interface List extends BlockBase {
  readonly type: "list";
  readonly ordered: boolean;
  readonly tight: boolean;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly id: string;
  /** As printed: "1.", "a)", "•". */
  readonly label: string;
  readonly blocks: readonly Block[];
}

export interface Definitions extends BlockBase {
  readonly type: "definitions";
  readonly items: readonly DefinitionItem[];
}

export interface DefinitionItem {
  readonly id: string;
  readonly term: readonly Inline[];
  readonly bodies: readonly (readonly Block[])[];
}

export interface Figure extends BlockBase {
  readonly type: "figure";
  /** `ImageAsset.path` */
  readonly image: string;
  readonly alt: string;
  readonly caption: readonly Inline[];
  /** The long description, where a short alternative text cannot do. */
  readonly description: readonly Block[];
  readonly width: "text" | "half";
}

export interface Table extends BlockBase {
  readonly type: "table";
  readonly align: readonly ("left" | "right" | "centre")[];
  readonly head: readonly (readonly Inline[])[];
  readonly rows: readonly (readonly (readonly Inline[])[])[];
}

export interface Preformatted extends BlockBase {
  readonly type: "preformatted";
  readonly text: string;
}

/** Who signs, where and when, at the end of a text. */
export interface Signature extends BlockBase {
  readonly type: "signature";
  readonly lines: readonly (readonly Inline[])[];
}

/** A section break. */
export interface Rule extends BlockBase {
  readonly type: "rule";
}

// ---------------------------------------------------------------------------------------------------- notes

export type NoteSeries = "author" | "editor" | "translator";

export interface Note {
  /** Unique in the book: chapter id + "-note-" + label. */
  readonly id: string;
  /** As written between `[^` and `]`; an inline note gets one made of its words. */
  readonly label: string;
  /** As printed: 1, 2, … for the author's, a, b, … for the editor's, *, †, … for the translator's. */
  readonly mark: string;
  readonly by: NoteSeries;
  readonly blocks: readonly Block[];
  readonly span: Span;
  /** Ids of its calls, in reading order; at least one. */
  readonly calls: readonly string[];
  /** What its source printed for it, where the chapter says that this was not the label: a number, a sign, or "?". */
  readonly sourceMark?: string;
  /** The note that "Ibid." or a short title leads back to: `Note.id`. */
  readonly refersTo: string | null;
}

// ---------------------------------------------------------------------------------------------------- chapters

export interface Chapter {
  /** Unique in the book, of the letters a-z, 0-9 and "-"; from the file's name without its number, or `id` in the front matter. */
  readonly id: string;
  /** The chapter's file; for chapters the build makes (glossary, index …), the file they come from. */
  readonly file: string;
  readonly role: ChapterRole;
  readonly title: readonly Inline[];
  readonly subtitle: string | null;
  readonly author: string | null;
  readonly translator: string | null;
  readonly year: string | null;
  /** Where the text was taken from, as printed in the list of sources. */
  readonly source: string | null;
  readonly lang: string;
  readonly blocks: readonly Block[];
  /** In the order of their first calls, series mixed. */
  readonly notes: readonly Note[];
  /** Set where no term is met by itself, as in a list of works. */
  readonly terms?: false;
}

export type ChapterRole = "preface" | "introduction" | "chapter" | "appendix" | "afterword";

export interface Part {
  /** null: chapters that belong to no part. */
  readonly title: string | null;
  readonly id: string;
  /** `Chapter.id`s in order. */
  readonly chapters: readonly string[];
}

// ---------------------------------------------------------------------------------------------------- apparatus

export type TermKind = "person" | "place" | "party" | "organ" | "event" | "work" | "term";

export interface GlossaryEntry {
  /** Unique in the book: "term-" + slug of the term. */
  readonly id: string;
  readonly term: string;
  /** Sort key: the term, or `sort` where it is given. */
  readonly sort: string;
  readonly aliases: readonly string[];
  readonly kind: TermKind;
  /** As printed behind the term: "1888–1934". */
  readonly dates: string | null;
  readonly definition: readonly Block[];
  /** `GlossaryEntry.id`s */
  readonly see: readonly string[];
  /** Where the book uses it: `TermRef.id`s in reading order, the first of each chapter. */
  readonly occurrences: readonly Occurrence[];
  readonly span: Span;
}

export interface Occurrence {
  readonly chapter: string;
  readonly id: string;
}

/** A date of the Extended Date/Time Format, levels 0 and 1, read. */
export interface EdtfDate {
  /** As written: "1917-10~". */
  readonly edtf: string;
  /** First and last possible day as proleptic Gregorian days since 1970-01-01. */
  readonly first: number;
  readonly last: number;
  /** For people: "about October 1917", "1918–1921", "23 February 1917". */
  readonly text: string;
  /** For HTML's `time`: set for plain years, months and days only. */
  readonly machine: string | null;
  readonly uncertain: boolean;
}

export interface TimelineEvent {
  /** Unique in the book: "event-" + date + slug. */
  readonly id: string;
  readonly date: EdtfDate;
  /** The date in the old (Julian) style as printed, where the entry gives it. */
  readonly oldStyle: string | null;
  readonly event: readonly Inline[];
  readonly evidence: readonly Inline[];
  /** `GlossaryEntry.id`s */
  readonly terms: readonly string[];
  /** Ids of the passages it belongs to: chapters, headings or blocks. */
  readonly passages: readonly string[];
  /** True: context, needs no place in the text. */
  readonly background: boolean;
  readonly span: Span;
}

export interface IndexEntry {
  readonly heading: string;
  readonly sort: string;
  /** Ids in reading order: `TermRef.id` or `IndexMark.id`. */
  readonly places: readonly string[];
  readonly children: readonly IndexEntry[];
}

// ---------------------------------------------------------------------------------------------------- book

export interface Person {
  readonly name: string;
  readonly fileAs: string;
  readonly role: PersonRole;
}

export type PersonRole = "author" | "editor" | "translator" | "illustrator" | "contributor";

export interface Meta {
  readonly title: string;
  readonly subtitle: string | null;
  readonly people: readonly Person[];
  readonly lang: string;
  /** urn:uuid:…, urn:isbn:… or a URL; made from title, people and language where none is given. */
  readonly identifier: string;
  /** ISO 8601 instant; the only clock a build has. */
  readonly date: string;
  /** The book gives no date: `date` is the same for all such books and is not printed. */
  readonly undated?: true;
  readonly rights: string | null;
  readonly publisher: string | null;
  readonly description: string | null;
  readonly series: { readonly title: string; readonly number: string | null } | null;
  readonly subjects: readonly string[];
  /** Text of the colophon besides what the build says of itself. */
  readonly colophon: readonly Block[];
  /** Eight hexadecimal digits of a hash over everything the book is made of. */
  readonly edition: string;
}

export interface ImageAsset {
  /** As written in the chapter, relative to the book's folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mime: "image/svg+xml" | "image/png" | "image/jpeg" | "image/webp" | "image/gif";
  /** In pixels; for SVG, of its viewBox. */
  readonly width: number;
  readonly height: number;
}

export interface Book {
  /** The folder's name; names the products. */
  readonly name: string;
  readonly meta: Meta;
  readonly parts: readonly Part[];
  /** In reading order. */
  readonly chapters: readonly Chapter[];
  /** Sorted. */
  readonly glossary: readonly GlossaryEntry[];
  /** By first day. */
  readonly timeline: readonly TimelineEvent[];
  readonly index: readonly IndexEntry[];
  readonly images: readonly ImageAsset[];
  /** SVG or raster of the cover, if the book has one: `ImageAsset.path`; `mono` is the one-colour design. */
  readonly cover: string | null;
  readonly coverMono: string | null;
}

// ---------------------------------------------------------------------------------------------------- recipe

/** `book.yaml` after reading: what there is to make. Paths are relative to the book's folder. */
export interface Recipe {
  readonly file: string;
  readonly meta: Omit<Meta, "edition" | "colophon"> & { readonly colophon: string | null };
  /** Chapter files by part; null where the book leaves it to name order. */
  readonly parts: readonly RecipePart[] | null;
  readonly cover: string | null;
  readonly coverMono: string | null;
  readonly products: Products;
  /** Where book.yaml says something of a product: by "pdf", "pdf.theme", "zine.scheme" … */
  readonly places?: ReadonlyMap<string, Span>;
}

export interface RecipePart {
  readonly title: string | null;
  readonly chapters: readonly { readonly path: string; readonly role: ChapterRole; readonly span: Span }[];
}

export interface Products {
  readonly epub: EpubProduct | null;
  readonly pdf: PdfProduct | null;
  readonly zine: ZineProduct | null;
}

export interface EpubProduct {
  readonly fonts: boolean;
  readonly kepub: boolean;
}

export interface PdfProduct {
  /** A file of `templates/print/`, without ".yaml". */
  readonly theme: string;
  /** A page size the theme knows; null: the theme's own. */
  readonly page: string | null;
  readonly notes: "foot" | "end";
  readonly bleedMm: number;
  readonly cropMarks: boolean;
  readonly pdfa: boolean;
}

export interface ZineProduct {
  /** A file of `templates/zine/`, without ".yaml". */
  readonly theme: string;
  /** A scheme of `build/impose/`. */
  readonly scheme: string;
  readonly papers: readonly string[];
  /** A wrap-around cover; null: where the binding needs one. */
  readonly cover: boolean | null;
  /** A scheme of one sheet for a mini edition of the book besides; null: none. */
  readonly mini: string | null;
  readonly options: ZineOptions;
}

export interface ZineOptions {
  readonly paperThicknessMm: number;
  /** Pages a signature, for schemes that sew; null: the scheme's own. */
  readonly signature: number | null;
  readonly flip: "long-edge" | "short-edge" | "one-sided";
  readonly marks: boolean;
  readonly fit: "none" | "signature";
  readonly printerMarginMm: number;
  readonly photocopier: boolean;
}

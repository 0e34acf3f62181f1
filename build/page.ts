// Contract 3: pages as data. Lengths are points (1/72 inch); x grows to the right, y grows downward; a mark's y is its
// baseline where it is text, its upper edge otherwise. A page is a display list: drawing it takes no thought.

import type { ChapterRole, NoteSeries } from "./book.ts";

// ---------------------------------------------------------------------------------------------------- theme

/** A file of `templates/print/` or `templates/zine/` after reading; all lengths in points. */
export interface Theme {
  readonly name: string;
  readonly page: { readonly name: string; readonly width: number; readonly height: number };
  readonly margins: { readonly inner: number; readonly outer: number; readonly top: number; readonly bottom: number };
  /** Faces by role; the names are keys of the font table in `build/typeset/faces.ts`. */
  readonly faces: { readonly text: string; readonly display: string };
  readonly text: TextSize;
  readonly quote: TextSize;
  readonly note: TextSize;
  readonly verse: TextSize;
  readonly caption: TextSize;
  readonly glossary: TextSize;
  /** Paragraph indent in ems of the text size. */
  readonly indent: number;
  readonly quoteIndent: number;
  readonly align: "justify" | "ragged-right";
  readonly chapter: {
    readonly opening: "recto" | "any" | "run-on";
    /** Lines of the grid left free above the title. */
    readonly sink: number;
    readonly titleSize: number;
    readonly titleStyle: "small-caps" | "italic" | "roman";
    readonly titleAlign: "left" | "centre";
    readonly firstLine: "plain" | "small-caps" | "drop-cap";
    readonly dropCapLines: number;
  };
  /** Styles of headings, level 2 first. */
  readonly headings: readonly HeadingStyle[];
  readonly heads: {
    readonly left: HeadContent;
    readonly right: HeadContent;
    readonly style: "italic" | "small-caps" | "roman";
    readonly size: number;
    /** Distance from the head's baseline to the first line's baseline, in lines of the grid. */
    readonly distance: number;
    readonly rule: boolean;
  };
  readonly folio: { readonly place: "head-outer" | "foot-centre" | "foot-outer"; readonly size: number };
  readonly notes: {
    readonly ruleWidth: number;
    readonly ruleWeight: number;
    readonly runIn: boolean;
  };
  readonly sectionBreak: string;
  readonly contents: { readonly leaders: boolean };
  readonly front: {
    readonly halfTitle: boolean;
    readonly titlePage: boolean;
    readonly imprint: boolean;
    readonly contents: boolean;
  };
  readonly back: {
    readonly glossary: boolean;
    readonly timeline: boolean;
    /** Left out: the timeline has its chart. */
    readonly chart?: boolean;
    /** Long descriptions of figures are printed; left out: they are not. */
    readonly descriptions?: boolean;
    readonly index: boolean;
    readonly colophon: boolean;
  };
  readonly hyphenation: { readonly leftMin: number; readonly rightMin: number; readonly maxRun: number };
  /** Where a zine's pages that fill the last sheet go: behind the rest, as pages for notes, or before and behind; null: behind. */
  readonly blanks: "end" | "notes" | "endpapers" | null;
  /** Largest part by which glyphs may be narrowed or widened, 0.015 = 1.5 %. */
  readonly expansion: number;
  readonly protrusion: boolean;
  readonly colour: { readonly text: Colour; readonly accent: Colour };
}

export interface TextSize {
  readonly size: number;
  readonly leading: number;
}

export interface HeadingStyle extends TextSize {
  readonly style: "small-caps" | "italic" | "roman";
  readonly align: "left" | "centre";
  /** In lines of the grid. */
  readonly above: number;
  readonly below: number;
}

export type HeadContent = "author" | "book" | "chapter" | "none";

/** A gray from 0 (black, pure K) to 1 (white), or CMYK in per cent. */
export type Colour = number | readonly [c: number, m: number, y: number, k: number];

// ---------------------------------------------------------------------------------------------------- marks

/**
 * A word in one face, shaped once. Advances and offsets are in 1/1000 of the size. `unicode[i]` is what glyph i stands
 * for in extracted text ("ffi" for a ligature, "" for a part of the glyph before, U+00AD for a hyphen the line break made).
 */
export interface ShapedWord {
  /** Key of the font table. */
  readonly face: string;
  readonly glyphs: readonly number[];
  readonly advances: readonly number[];
  /** x, y for each glyph, where any is not zero. */
  readonly offsets: readonly number[] | null;
  readonly unicode: readonly string[];
  /** Sum of the advances. */
  readonly width: number;
}

export type Mark = TextMark | RuleMark | PathMark | ImageMark | AnchorMark | LinkMark;

/** Words of one face and size on one baseline, with the blanks between them. */
export interface TextMark {
  readonly type: "text";
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Horizontal scale: 1 is natural. */
  readonly stretch: number;
  readonly colour: Colour;
  /** Indices into `words` of the setting (or page) that holds the mark. */
  readonly words: readonly number[];
  /**
   * The blank behind words[i]: its width in points, drawn as a space character that is stretched to it.
   * NaN is not used: -1 says that the next word follows without a blank. The last one says whether a blank ends the mark
   * (a width of 0 there writes a space that takes no room, so that words of two lines never touch in extracted text).
   */
  readonly gaps: readonly number[];
  /** Index into `structure`; -1: an artifact. */
  readonly node: number;
}

/** A filled rectangle. */
export interface RuleMark {
  readonly type: "rule";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: Colour;
}

/** A path in SVG syntax (absolute M L C Z), drawn at x, y; always an artifact unless `node` says otherwise. */
export interface PathMark {
  readonly type: "path";
  readonly x: number;
  readonly y: number;
  readonly d: string;
  readonly fill: Colour | null;
  readonly stroke: Colour | null;
  readonly weight: number;
  readonly node: number;
}

export interface ImageMark {
  readonly type: "image";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Key of the painter's image table: `ImageAsset.path`. */
  readonly image: string;
  readonly node: number;
}

/** A place that links lead to. `id` is an id of the book (block, note, call, term, event). */
export interface AnchorMark {
  readonly type: "anchor";
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/** An active rectangle. `target` is an id of the book behind "#", or a URL. */
export interface LinkMark {
  readonly type: "link";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly target: string;
  /** For people who hear the page: "Note 7", "page 12". */
  readonly contents: string;
  /** The Link element that holds the link's words. */
  readonly node: number;
}

// ---------------------------------------------------------------------------------------------------- structure

/** A node of the logical structure (PDF 1.7, 14.7); parents stand before their children. */
export interface StructureNode {
  readonly role: StructureRole;
  /** Index of the parent; -1: the chapter itself. */
  readonly parent: number;
  readonly lang: string | null;
  readonly alt: string | null;
  readonly actualText: string | null;
  /** Unique in the book; for notes (PDF/UA-1, 7.9) and for what is referred to. */
  readonly id: string | null;
  /** Table cells and list labels need more: `Scope` of a header, `ListNumbering` of a list. */
  readonly attributes: Readonly<Record<string, string>> | null;
}

export type StructureRole =
  | "Part"
  | "Sect"
  | "Div"
  | "H1"
  | "H2"
  | "H3"
  | "H4"
  | "H5"
  | "H6"
  | "P"
  | "BlockQuote"
  | "Quote"
  | "Caption"
  | "L"
  | "LI"
  | "Lbl"
  | "LBody"
  | "Table"
  | "THead"
  | "TBody"
  | "TR"
  | "TH"
  | "TD"
  | "Span"
  | "Link"
  | "Reference"
  | "Note"
  | "Figure"
  | "TOC"
  | "TOCI"
  | "Index"
  | "Code"
  | "BibEntry";

// ---------------------------------------------------------------------------------------------------- bodies and pages

/**
 * One page's worth of a chapter, in the coordinates of the text block: 0, 0 is its upper left corner. The first line's
 * baseline stands 0.7 of the text's size below it; further ones follow on the grid of its leading.
 */
export interface PageBody {
  readonly marks: readonly Mark[];
  /** A hash of what is seen of the marks, where it is known. */
  readonly look?: string;
  /** The same of the marks and words with all that is drawn of them or written beside them. */
  readonly ink?: string;
  /** Where the last line of text (not notes) ends, in points from the top. */
  readonly depth: number;
  /** What stands where, for `show`, `verify`, errata and the EPUB's page list. */
  readonly lines: readonly BodyLine[];
  /** Notes of which something stands at this page's foot. */
  readonly notes: readonly { readonly note: string; readonly begins: boolean; readonly ends: boolean }[];
}

/** A printed line of text or note. */
export interface BodyLine {
  /** The block's id, or the note's. */
  readonly block: string;
  readonly kind: "text" | "heading" | "note" | "caption" | "furniture";
  /**
   * Its characters as the manuscript has them: a blank at which the line ends is its last character, a hyphen that the
   * break made is not in it; the last line of a paragraph, verse or cell ends in a newline. So the texts of a chapter's
   * lines, joined, are its text again. Calls and labels are not counted.
   */
  readonly text: string;
  readonly y: number;
  /**
   * Where the line begins: offset into the block's plain text (its inline children's characters, calls not counted).
   * The EPUB puts the page break of a page before the character its first line begins with.
   */
  readonly offset: number;
  /** Ratio to which the line's blanks were stretched or shrunk; 0 is natural. */
  readonly ratio: number;
  readonly hyphenated: boolean;
}

/**
 * A page of a chapter as an earlier edition printed it. Its lines are told by where they begin in the chapter as it is
 * now; the typesetter keeps what it can.
 */
export interface KeptPage {
  /** Of the text, then of the notes at its foot, from the head down. */
  readonly lines: readonly KeptLine[];
  readonly notes: readonly KeptLine[];
}

export interface KeptLine {
  /** As in `BodyLine`. */
  readonly block: string;
  readonly offset: number;
  /** No word of it has changed. */
  readonly same: boolean;
}

/** A chapter, set. */
export interface Setting {
  /** `Chapter.id` */
  readonly chapter: string;
  readonly role: ChapterRole | "front" | "back";
  /** For running heads and the outline, without notes and styles. */
  readonly title: string;
  readonly author: string | null;
  readonly lang: string;
  readonly words: readonly ShapedWord[];
  readonly structure: readonly StructureNode[];
  readonly bodies: readonly PageBody[];
  /** Headings for the outline. */
  readonly outline: readonly { readonly level: number; readonly title: string; readonly id: string }[];
  /** Words that hold the room of page numbers; left out where there are none. */
  readonly folios?: readonly FolioPlace[];
}

/**
 * The place of a page number in running text (a cross reference of the form "page"). Pages are not known when lines are
 * broken: `typeset` puts a word of its own for three figures there, and `bind` writes the folio in its stead and evens
 * out the line's blanks.
 */
export interface FolioPlace {
  /** Index into `Setting.words`; no other mark uses this word. */
  readonly word: number;
  /** An id of the book. */
  readonly target: string;
  readonly style: FaceStyle;
}

/** A finished page: what is placed on it and where its edges are. */
export interface Page {
  /** From 0, blank pages included. */
  readonly index: number;
  /** As printed in contents and page labels: "xii", "47". */
  readonly folio: string;
  readonly numbering: "roman" | "arabic";
  readonly side: "recto" | "verso";
  readonly width: number;
  readonly height: number;
  /** The chapter's part of the page; null on blanks. */
  readonly body: { readonly setting: number; readonly body: number; readonly x: number; readonly y: number } | null;
  /** Running heads, folio, ornaments: artifacts in page coordinates; their words are in `words`. */
  readonly furniture: readonly Mark[];
  readonly words: readonly ShapedWord[];
}

/** A bound book: pages, the settings they show, and what readers navigate by. */
export interface Bound {
  readonly theme: Theme;
  readonly settings: readonly Setting[];
  readonly pages: readonly Page[];
  readonly outline: readonly OutlineItem[];
  /** Page index by id of the book. */
  readonly pageOf: ReadonlyMap<string, number>;
}

export interface OutlineItem {
  readonly title: string;
  readonly target: string;
  readonly children: readonly OutlineItem[];
}

// ---------------------------------------------------------------------------------------------------- sides

/** [a, b, c, d, e, f] of x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** One side of a sheet as it goes through the printer. */
export interface Side {
  readonly width: number;
  readonly height: number;
  /** Index into pages, and where it goes. An upright page at x, y is [1, 0, 0, 1, x, y]. */
  readonly placements: readonly { readonly page: number; readonly matrix: Matrix; readonly clip: Box | null }[];
  /** Fold, cut, sewing and collation marks; their words are in `words`. */
  readonly marks: readonly Mark[];
  readonly words: readonly ShapedWord[];
  readonly trim: Box | null;
  readonly bleed: Box | null;
  /** For people: "sheet 3, front". */
  readonly label: string;
}

/** What hands do to the printed sheets, in order: drawn on the assembly sheet and carried out by the fold simulator. */
export interface Recipe {
  /** Done to each sheet by itself, as it lies with its front up. */
  readonly each: readonly HandStep[];
  /** Sheets that go together, in order: [4, 4, 3]. The first sheet lies on top, front up. */
  readonly gather: readonly number[];
  /** Done to each gathered pile of sheets. */
  readonly together: readonly HandStep[];
  readonly binding: "staple" | "sew" | "glue" | "none";
  /** How the sides came out of the printer. */
  readonly printing: Printing;
}

export interface Printing {
  /** False: every side is a sheet. */
  readonly twoSided: boolean;
  /** One-sided: all fronts, then all backs in the same order, turned over about the vertical axis by hand. */
  readonly flip: "long-edge" | "short-edge" | "one-sided";
  /** Of page images; 1 is the page's own size. */
  readonly scale: number;
}

/** Fractions are of the piece as it lies after the steps before. */
export type HandStep =
  /** One part goes behind the other, on a vertical or horizontal line. */
  | { readonly do: "fold"; readonly move: "left" | "top"; readonly at: number }
  /** Cut right through; the part named by `below` goes under the other. */
  | { readonly do: "cut"; readonly below: "right" | "bottom"; readonly at: number }
  /** Cut inside the sheet: lines between grid points, [column, row] from the upper left. */
  | {
      readonly do: "slit";
      readonly columns: number;
      readonly rows: number;
      readonly lines: readonly (readonly (readonly [number, number])[])[];
    }
  /**
   * Fold on every line of the grid that is not slit, printed side out, and close: the panels become leaves around one
   * spine. `drop` names panels [column, row] that are cut away; the book begins with panel `first`.
   */
  | {
      readonly do: "close";
      readonly columns: number;
      readonly rows: number;
      readonly first: readonly [number, number];
      readonly drop: readonly (readonly [number, number])[];
    };

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type { NoteSeries };

// ---------------------------------------------------------------------------------------------------- faces, as parameters

/** Font files by face key; the keys are those of `build/typeset/faces.ts`. */
export type FontTable = ReadonlyMap<string, Uint8Array>;

export interface FaceStyle {
  /** A family of the font table: "eb-garamond", "source-serif". */
  readonly family: string;
  readonly italic: boolean;
  readonly bold: boolean;
  readonly smallCaps: boolean;
}

/** Shapes one line of text as it stands: how passes other than `typeset` get words for heads, folios and labels. */
export type Shape = (text: string, style: FaceStyle) => ShapedLine;

export interface ShapedLine {
  readonly words: readonly ShapedWord[];
  /** Natural blank behind each word in 1/1000 of the size; -1 behind a word the next one touches; the last is -1. */
  readonly gaps: readonly number[];
  /** In 1/1000 of the size. */
  readonly width: number;
}

/** The outline of a line of text as an SVG path with its baseline's left end at 0, 0, and its width, at `size`. */
export type Outline = (text: string, style: FaceStyle, size: number) => { readonly d: string; readonly width: number };

/** An image made ready for a painter: one of the kinds PDF can hold. */
export interface PrintImage {
  /** `bitmap`: 1 bit a pixel, 0 = black, rows padded to bytes. */
  readonly kind: "jpeg" | "png" | "bitmap";
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** An image made ready for the EPUB: one of EPUB 3.3's core media types. */
export interface EpubImage {
  /** File name in the container, without folder: stable, of ASCII letters, digits, "-" and ".". */
  readonly name: string;
  readonly mime: "image/svg+xml" | "image/png" | "image/jpeg";
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Where a printed page begins, for the EPUB's page list. */
export interface PageStart {
  /** Unique in the book: "page-" + folio. */
  readonly id: string;
  /** The folio. */
  readonly label: string;
  /** `Chapter.id` */
  readonly chapter: string;
  /** Id of the block (or note) whose line begins the page, and `BodyLine.offset` of that line. */
  readonly block: string;
  readonly offset: number;
  /** That line's text: in a table the offset counts from the beginning of a cell. */
  readonly words?: string;
}

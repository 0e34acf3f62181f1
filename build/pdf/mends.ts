// Takes what a document is to hold, gives pdfkit as a pen: numbered objects, embedded fonts, images, the file's frame.
// Everything this project mends in pdfkit 0.20 stands in this file; pages, links, tags, outline and destinations are
// written by the files beside it, which keeps clear of further faults (an OBJR that names the page current when it is
// flushed, an outline without counts, links without Contents).

import PDFDocument from "pdfkit";

/** An indirect object. `toString` gives the reference "12 0 R". */
export interface Ref {
  data: unknown;
  end(chunk?: Uint8Array): void;
  toString(): string;
}

/** pdfkit's EmbeddedFont, as far as it is used here. Widths and advances are in 1/1000 of the size after `scale`. */
export interface PdfFont {
  readonly font: {
    getGlyph(id: number): { readonly advanceWidth: number };
    glyphForCodePoint(code: number): { readonly id: number };
  };
  readonly scale: number;
  readonly subset: { readonly glyphs: number[] };
  readonly unicode: number[][];
  readonly widths: number[];
  ref(): Ref;
}

interface PdfImage {
  readonly obj: Ref;
  embed(pen: Pen): void;
}

export interface Catalog {
  readonly Pages: { readonly data: { Count: number; readonly Kids: Ref[] } };
  readonly Names: { readonly data: Record<string, unknown> };
  [key: string]: unknown;
}

export interface Pen {
  readonly _root: { readonly data: Catalog };
  _id: Uint8Array;
  _addInfo: () => void;
  _getPdfaid?: () => string;
  _font: PdfFont;
  ref(data?: unknown): Ref;
  font(bytes: Uint8Array): Pen;
  openImage(bytes: Uint8Array): PdfImage;
  appendXML(xml: string): void;
  read(): Uint8Array;
  push: (chunk: Uint8Array | null) => boolean;
  end(): void;
}

export interface OpenPen {
  readonly pen: Pen;
  /** The file so far. */
  readonly written: Uint8Array[];
}

export interface Frame {
  readonly lang: string;
  readonly info: Readonly<Record<string, string | Date>>;
  /** The inside of the XMP packet: rdf:Description elements. */
  readonly xmp: string;
  readonly pdfa: boolean;
}

/**
 * Opens a document whose pages are all drawn through `ref`.
 *
 * Mended: (1) `font: null`, else Helvetica is written unembedded; (2) version 1.7, else no XMP is written; (3) XMP is
 * ours, since pdfkit's is not escaped and lacks ModifyDate; (4) the tree of destinations is ours, since pdfkit sorts it
 * by the rules of a language where bytes are asked for, and gives the root Limits (ISO 32000-1, 7.9.6).
 */
export function openPen(frame: Frame): OpenPen {
  const pen = new PDFDocument({
    autoFirstPage: false,
    font: null as unknown as string,
    pdfVersion: "1.7",
    lang: frame.lang,
    displayTitle: true,
    info: { ...frame.info },
    ...(frame.pdfa ? { subset: "PDF/A-2" as const } : {}),
  }) as unknown as Pen;
  pen._addInfo = () => pen.appendXML(frame.xmp);
  pen._getPdfaid = () => "";
  const written = [pen.read()];
  pen.push = (chunk) => written.push(chunk!) > 0;
  return { pen, written };
}

/** Opens a face. (5) Code 0, which no text uses, would extract as U+0000. */
export function openFont(pen: Pen, bytes: Uint8Array): PdfFont {
  const font = pen.font(bytes)._font;
  font.unicode[0] = [0xfffd];
  return font;
}

/**
 * Ends the document and gives its bytes. (6) The file's /ID comes from `digest`: pdfkit's own knows the document's
 * information only. (7) What is written goes into a list: a stream that minds slow readers takes longer than the drawing.
 */
export function closePen({ pen, written }: OpenPen, digest: Uint8Array): Promise<Uint8Array> {
  pen._id = digest;
  return new Promise((resolve) => {
    pen.push = (chunk) => {
      if (chunk === null) resolve(new Uint8Array(Buffer.concat(written)));
      else written.push(chunk);
      return true;
    };
    pen.end();
  });
}

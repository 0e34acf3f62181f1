// Takes shaped words, gives the strings that show them. A word is turned into its part of a TJ array once and then
// copied; a line is a join of such parts with its blanks between them.
//
// A code stands for one glyph with one meaning. Where one glyph has two (a hyphen of the text and one of a line end, a
// small capital for "a" and for "A"), it is embedded a second time under a code of its own: ToUnicode (ISO 32000-1,
// 9.10.3) can then be right for both.

import { createHash } from "node:crypto";
import type { FontTable, ShapedWord } from "../page.ts";
import { openFont, type PdfFont, type Pen, type Ref } from "./mends.ts";
import { literalCode, utf16 } from "./syntax.ts";

/** A glyph that belongs to the one before it: the word carries ActualText, and this code a harmless meaning. */
const PART_OF_CLUSTER = "\u200b";

export interface Face {
  /** Key in the font table. */
  readonly key: string;
  /** Name in the resources: "F1". */
  readonly name: string;
  readonly ref: Ref;
  /** Width of the blank in 1/1000. */
  readonly spaceWidth: number;
  /** The blank's code as it stands in a literal string; so are those `codeOf` gives. */
  readonly space: string;
  codeOf(glyph: number, unicode: string): string;
  advanceOf(glyph: number): number;
}

/** The faces of a document, opened when they are first used. */
export class Faces {
  readonly used = new Map<string, Face>();
  readonly #pen: Pen;
  readonly #table: FontTable;
  readonly #parts = new Map<ShapedWord, string>();

  constructor(pen: Pen, table: FontTable) {
    this.#pen = pen;
    this.#table = table;
  }

  /**
   * Gives all glyphs of the words their codes, in an order of their own, so that a page's stream depends neither on the pages
   * before it nor on where a letter is met first. What is given is a text that is alike where the codes are.
   */
  assign(words: readonly ShapedWord[]): string {
    const uses = new Map<string, { readonly face: string; readonly glyph: number; readonly unicode: string }>();
    // Nearly every glyph means what it meant the last time.
    const last = new Map<string, string[]>();
    for (const { face, glyphs, unicode } of words) {
      let meant = last.get(face);
      if (!meant) last.set(face, (meant = []));
      for (let i = 0; i < glyphs.length; i += 1) {
        if (meant[glyphs[i]!] === unicode[i]) continue;
        meant[glyphs[i]!] = unicode[i]!;
        const key = `${face} ${String(glyphs[i]).padStart(5, "0")} ${unicode[i]}`;
        if (!uses.has(key)) uses.set(key, { face, glyph: glyphs[i]!, unicode: unicode[i]! });
      }
    }
    const sorted = [...uses].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { face, glyph, unicode }] of sorted) this.face(face).codeOf(glyph, unicode);
    return createHash("sha256")
      .update(sorted.map(([key]) => key).join("\n"))
      .digest("hex");
  }

  face(key: string): Face {
    const known = this.used.get(key);
    if (known) return known;
    const bytes = this.#table.get(key);
    if (!bytes) throw new Error(`no font is called ${key}`);
    const face = openFace(key, openFont(this.#pen, bytes), `F${this.used.size + 1}`);
    this.used.set(key, face);
    return face;
  }

  /**
   * The word's part of a TJ array: literal strings of two bytes a glyph with the kerns between them, without the ")" at
   * the end. Raised glyphs end the array and begin another (`Ts`), which depends on the size; such words are not kept.
   */
  partOf(word: ShapedWord, size: number): string {
    const kept = this.#parts.get(word);
    if (kept !== undefined) return kept;
    const face = this.face(word.face);
    const raised = word.offsets?.some((offset, i) => i % 2 === 1 && offset !== 0) ?? false;
    const part = raised ? raisedPart(word, face, size) : flatPart(word, face);
    const whole = word.unicode.includes("") ? withActualText(part, word.unicode.join("")) : part;
    if (!raised) this.#parts.set(word, whole);
    return whole;
  }
}

function openFace(key: string, font: PdfFont, name: string): Face {
  const codes = new Map<number, Map<string, string>>();
  const advances = new Map<number, number>();
  const advanceOf = (glyph: number) => {
    let advance = advances.get(glyph);
    if (advance === undefined) advances.set(glyph, (advance = font.font.getGlyph(glyph).advanceWidth * font.scale));
    return advance;
  };
  const codeOf = (glyph: number, unicode: string) => {
    let meanings = codes.get(glyph);
    if (!meanings) codes.set(glyph, (meanings = new Map()));
    let code = meanings.get(unicode);
    if (code === undefined) meanings.set(unicode, (code = addGlyph(font, glyph, unicode, advanceOf(glyph))));
    return code;
  };
  const space = font.font.glyphForCodePoint(0x20).id;
  return { key, name, ref: font.ref(), spaceWidth: advanceOf(space), space: codeOf(space, " "), codeOf, advanceOf };
}

function addGlyph(font: PdfFont, glyph: number, unicode: string, advance: number): string {
  const code = font.subset.glyphs.length;
  font.subset.glyphs.push(glyph);
  font.widths[code] = advance;
  font.unicode[code] = [...(unicode || PART_OF_CLUSTER)].map((char) => char.codePointAt(0)!);
  return literalCode(code);
}

function flatPart(word: ShapedWord, face: Face): string {
  const { glyphs, advances, offsets, unicode } = word;
  let part = "(";
  let pending = 0;
  for (let i = 0; i < glyphs.length; i += 1) {
    const shift = offsets ? offsets[2 * i]! : 0;
    part += adjustment(pending - shift) + face.codeOf(glyphs[i]!, unicode[i]!);
    pending = face.advanceOf(glyphs[i]!) - advances[i]! + shift;
  }
  return part + adjustment(pending);
}

function raisedPart(word: ShapedWord, face: Face, size: number): string {
  const { glyphs, advances, unicode } = word;
  const offsets = word.offsets!;
  let part = "(";
  let pending = 0;
  for (let i = 0; i < glyphs.length; i += 1) {
    const shift = offsets[2 * i]!;
    const rise = (offsets[2 * i + 1]! * size) / 1000;
    const code = face.codeOf(glyphs[i]!, unicode[i]!);
    part += adjustment(pending - shift);
    part += rise === 0 ? code : `)]TJ ${Math.round(rise * 1000) / 1000} Ts[(${code})]TJ 0 Ts[(`;
    pending = face.advanceOf(glyphs[i]!) - advances[i]! + shift;
  }
  return part + adjustment(pending);
}

/** Closes the string, moves the pen back by `thousandths`, opens the next. */
function adjustment(thousandths: number): string {
  const rounded = Math.round(thousandths * 10) / 10;
  return rounded === 0 ? "" : `)${rounded}(`;
}

function withActualText(part: string, text: string): string {
  return `()]TJ/Span<</ActualText<feff${utf16(text)}>>>BDC[${part})]TJ EMC[(`;
}

// Takes content streams, gives what they show: text with its place, and the marked content it belongs to. Operators that
// our writer does not use are not known here, and a stream that has one cannot be vouched for.

import {
  type Dictionary,
  END,
  isDictionary,
  isName,
  Lexer,
  Operator,
  type PdfFile,
  Text,
  Unreadable,
  utf16,
  type Value,
} from "./pdf-file.ts";

/** [a, b, c, d, e, f] as PDF has them. */
export type Matrix = readonly [number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** `inner`, then `outer`. */
export function times(inner: Matrix, outer: Matrix): Matrix {
  const [a, b, c, d, e, f] = inner;
  const [p, q, r, s, t, u] = outer;
  return [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u];
}

/** What a text font's codes, of two bytes each, stand for and how wide they are (1/1000). */
export interface FontMap {
  /** The bytes it was read from. */
  readonly source: string;
  readonly unicode: readonly (string | undefined)[];
  readonly widths: readonly (number | undefined)[];
}

export interface Visitor {
  /** One string of text; `matrix` has its beginning on the baseline, `width` is in the units of the matrix. */
  show(text: string, matrix: Matrix, width: number): void;
  /** `mcid` is null for what is no content of the structure. */
  open(mcid: number | null): void;
  close(): void;
  form(name: string, matrix: Matrix): void;
}

const SILENT = new Set([
  "w",
  "g",
  "G",
  "k",
  "K",
  "rg",
  "RG",
  "re",
  "f",
  "S",
  "B",
  "n",
  "W",
  "m",
  "l",
  "c",
  "h",
  "BT",
  "ET",
]);

interface Graphics {
  ctm: Matrix;
  font: FontMap | null;
  size: number;
  stretch: number;
  rise: number;
}

export function readContent(content: string, fontOf: (name: string) => FontMap, visitor: Visitor): void {
  const lexer = new Lexer(content);
  const saved: Graphics[] = [];
  let now: Graphics = { ctm: IDENTITY, font: null, size: 0, stretch: 1, rise: 0 };
  let line: Matrix = IDENTITY;
  let moved = 0;
  let depth = 0;
  let operands: Value[] = [];

  const show = (pieces: readonly Value[]): void => {
    const { font, size, stretch, rise, ctm } = now;
    if (!font) throw new Unreadable("text without a font");
    let text = "";
    let width = 0;
    for (const piece of pieces) {
      if (typeof piece === "number") width -= piece;
      else if (piece instanceof Text) {
        const { bytes } = piece;
        for (let i = 0; i + 1 < bytes.length; i += 2) {
          const code = bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1);
          const meaning = font.unicode[code];
          if (meaning === undefined) throw new Unreadable(`the code ${code} stands for no text`);
          text += meaning;
          width += font.widths[code] ?? 1000;
        }
      }
    }
    const advance = (width * size * stretch) / 1000;
    visitor.show(text, times([1, 0, 0, 1, moved, rise], times(line, ctm)), advance);
    moved += advance;
  };

  for (let token = lexer.next(); token !== END; token = lexer.next()) {
    if (!(token instanceof Operator)) {
      operands.push(token);
      continue;
    }
    const [first, second] = operands;
    switch (token.name) {
      case "TJ":
        show(Array.isArray(first) ? first : []);
        break;
      case "Tm":
        line = matrixOf(operands);
        moved = 0;
        break;
      case "Tf":
        now = { ...now, font: fontOf(isName(first) ? first : ""), size: numberOf(second) };
        break;
      case "Tz":
        now = { ...now, stretch: numberOf(first) / 100 };
        break;
      case "Ts":
        now = { ...now, rise: numberOf(first) };
        break;
      case "cm":
        now = { ...now, ctm: times(matrixOf(operands), now.ctm) };
        break;
      case "q":
        saved.push(now);
        break;
      case "Q":
        now = saved.pop() ?? now;
        break;
      case "BDC":
        depth += 1;
        visitor.open(isDictionary(second) ? mcidOf(second) : null);
        break;
      case "EMC":
        depth -= 1;
        visitor.close();
        break;
      case "Do":
        visitor.form(isName(first) ? first : "", now.ctm);
        break;
      default:
        if (!SILENT.has(token.name)) throw new Unreadable(`the operator ${token.name} is not known`);
    }
    operands = [];
  }
  if (depth !== 0 || saved.length !== 0) throw new Unreadable("a content stream ends too early");
}

function mcidOf(properties: Dictionary): number | null {
  const mcid = properties.get("/MCID");
  return typeof mcid === "number" ? mcid : null;
}

function numberOf(value: Value | undefined): number {
  if (typeof value !== "number") throw new Unreadable("a number is missing");
  return value;
}

export function matrixOf(values: readonly Value[]): Matrix {
  return [0, 1, 2, 3, 4, 5].map((i) => numberOf(values[i])) as unknown as Matrix;
}

// ---------------------------------------------------------------------------------------------------- fonts

export interface FontSet {
  readonly fontOf: (name: string) => FontMap;
  /** The names and what they stand for, as a text that is alike where they are. */
  readonly sources: () => string;
}

/** Fonts by the names a page's resources give them; each is read once. */
export function fontReader(file: PdfFile): (resources: Dictionary) => FontSet {
  const known = new Map<Value, FontMap>();
  const named = new Map<Value, string>();
  return (resources) => {
    const fonts = file.dictionary(resources.get("/Font"));
    const fontOf = (name: string): FontMap => {
      const font = file.dictionary(fonts.get(name));
      let map = known.get(font);
      if (!map) known.set(font, (map = readFont(file, font, name)));
      return map;
    };
    const sources = (): string => {
      let all = named.get(fonts);
      if (all === undefined)
        named.set(fonts, (all = [...fonts.keys()].map((name) => `${name} ${fontOf(name).source}`).join("\n")));
      return all;
    };
    return { fontOf, sources };
  };
}

function readFont(file: PdfFile, font: Dictionary, name: string): FontMap {
  if (font.get("/Subtype") !== "/Type0" || font.get("/Encoding") !== "/Identity-H" || !font.has("/ToUnicode"))
    throw new Unreadable(`the font ${name} is not one whose text can be read`);
  const descendant = file.dictionary(file.list(font.get("/DescendantFonts"))[0]);
  const map = file.content(font.get("/ToUnicode"));
  const widths = readWidths(file, descendant);
  return { source: `${map} ${widths.join()}`, unicode: readUnicode(map), widths };
}

/** ISO 32000-1, 9.10.3. */
function readUnicode(map: string): string[] {
  const unicode: string[] = [];
  const lexer = new Lexer(map);
  let operands: Value[] = [];
  const bytes = (value: Value | undefined): string => (value instanceof Text ? value.bytes : "");
  for (let token = lexer.next(); token !== END; token = lexer.next()) {
    if (!(token instanceof Operator)) {
      operands.push(token);
      continue;
    }
    if (token.name === "endbfchar") {
      for (let i = 0; i + 1 < operands.length; i += 2)
        unicode[codeOf(bytes(operands[i]))] = utf16(bytes(operands[i + 1]));
    } else if (token.name === "endbfrange") {
      for (let i = 0; i + 2 < operands.length; i += 3) {
        const meanings = operands[i + 2];
        if (!Array.isArray(meanings)) throw new Unreadable("a font's table of meanings is written in an unknown way");
        const first = codeOf(bytes(operands[i]));
        for (const [k, meaning] of meanings.entries()) unicode[first + k] = utf16(bytes(meaning));
      }
    }
    operands = [];
  }
  return unicode;
}

function codeOf(bytes: string): number {
  return bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1);
}

/** [first [w w …]] and [first last w] (9.7.4.3). */
function readWidths(file: PdfFile, font: Dictionary): number[] {
  const widths: number[] = [];
  const list = file.list(font.get("/W"));
  for (let i = 0; i < list.length; ) {
    const first = numberOf(list[i]);
    const next = file.value(list[i + 1]);
    if (Array.isArray(next)) {
      for (const [k, width] of next.entries()) widths[first + k] = numberOf(width);
      i += 2;
    } else {
      for (let code = first; code <= numberOf(next); code += 1) widths[code] = numberOf(list[i + 2]);
      i += 3;
    }
  }
  return widths;
}

// Takes font files and gives shaped words. A word is shaped once for each face and set of features and remembered: a book
// of 90,000 words has about 9,000 different ones.

import { create, type Font, type GlyphRun } from "fontkit";
import type { FaceStyle, FontTable, Outline, Shape, ShapedLine, ShapedWord } from "../page.ts";
import { FAMILIES, faceKey } from "./faces.ts";
import { type FaceMeasures, type Learnt, type LearntTable, MOST_WORDS, NOTHING_LEARNT } from "./learnt.ts";
import { Pairs } from "./pairs.ts";

/** Features on top of a face's defaults (ligatures, kerning, mark positioning). */
export type Features = "text" | "small-caps" | "superior" | "inferior" | "tabular";

const FEATURES: Readonly<Record<Features, Readonly<Record<string, boolean>>>> = {
  text: { onum: true },
  "small-caps": { onum: true, smcp: true },
  superior: { sups: true },
  inferior: { subs: true },
  tabular: { tnum: true, lnum: true },
};

export interface Face {
  readonly key: string;
  /** Opened when it is first asked for. */
  readonly font: Font;
  readonly unitsPerEm: number;
  /** Natural blank, in 1/1000 of the size. */
  readonly space: number;
  readonly capHeight: number;
  readonly xHeight: number;
  /** Whether it has a character; asking the font itself takes a search. */
  readonly has: (code: number) => boolean;
  /** For a later run. */
  readonly measures: () => FaceMeasures;
}

/** A run of a word's characters that one face can show. */
export interface Run {
  readonly face: string;
  readonly text: string;
  /** No face of the table has these characters. */
  readonly missing: boolean;
}

export class Fonts {
  readonly #table: FontTable;
  readonly #faces = new Map<string, Face | null>();
  readonly #words = new Map<string, Map<string, ShapedWord>>();
  readonly #pairTables = new Map<string, Pairs>();
  readonly #spares = new Map<string, number>();
  readonly #runs = new Map<string, Map<string, readonly Run[]>>();
  /** Words that the engine shaped, by table. */
  readonly #hard = new Map<string, Map<string, ShapedWord>>();
  #before: Learnt = { faces: {}, tables: {} };
  #sizeBefore = 0;

  constructor(table: FontTable) {
    this.#table = table;
  }

  /** Takes over what an earlier run learnt of the same fonts; before anything is shaped. */
  recall(learnt: Learnt): void {
    this.#before = learnt;
    for (const [table, { words, spares }] of Object.entries(learnt.tables)) {
      const face = table.slice(0, table.indexOf("/"));
      this.#hard.set(table, new Map(words.map(([text, word]) => [text, { ...word, face }])));
      for (const [figure, spare] of spares) this.#spares.set(`${table}/${figure}`, spare);
      this.#pairs(this.face(face), table.slice(face.length + 1) as Features);
    }
    this.#sizeBefore = this.#size();
  }

  /** All that is known; null where nothing is new. */
  learnt(): Learnt | null {
    if (this.#size() === this.#sizeBefore) return null;
    const tables: Record<string, LearntTable> = {};
    for (const [table, pairs] of this.#pairTables) {
      const words = [...(this.#hard.get(table) ?? [])].slice(0, MOST_WORDS);
      const spares = [...this.#spares].filter(([key]) => key.startsWith(`${table}/`));
      tables[table] = {
        ...pairs.learnt,
        words: words.map(([text, { face: _, ...word }]) => [text, word]),
        spares: spares.map(([key, spare]) => [key.slice(table.length + 1), spare]),
      };
    }
    const faces: Record<string, FaceMeasures> = { ...this.#before.faces };
    for (const [key, face] of this.#faces) if (face) faces[key] = face.measures();
    return { faces, tables };
  }

  #size(): number {
    let size = this.#spares.size;
    for (const face of this.#faces.values()) size += face?.measures().has.length ?? 0;
    for (const pairs of this.#pairTables.values()) size += pairs.size;
    for (const words of this.#hard.values()) size += words.size;
    return size;
  }

  /** The face of that key, or the plainer one that stands in for it. Throws if the table holds no face of the family. */
  face(key: string): Face {
    const found = this.#open(key) ?? this.#open(key.replace("-bold", "")) ?? this.#open(family(key));
    if (!found) throw new Error(`the font table holds no face for ${key}`);
    return found;
  }

  /** `text` holds no blank and no soft hyphen, and the face has all its characters. */
  shape(key: string, features: Features, text: string): ShapedWord {
    const table = `${key}/${features}`;
    let words = this.#words.get(table);
    if (!words) this.#words.set(table, (words = new Map()));
    let word = words.get(text);
    if (!word) {
      const face = this.face(key);
      word = this.#pairs(face, features).shape(text) ?? this.#shapeHard(face, features, text);
      if (FIGURES.test(text) && (features === "text" || features === "small-caps"))
        word = this.#close(face, features, word);
      words.set(text, word);
    }
    return word;
  }

  /** A word no face can show: the face's empty box for each of its characters. */
  boxes(key: string, text: string): ShapedWord {
    const face = this.face(key);
    const advance = round((face.font.getGlyph(0).advanceWidth * 1000) / face.font.unitsPerEm);
    const unicode = clusters(text);
    const glyphs = unicode.map(() => 0);
    const advances = unicode.map(() => advance);
    return { face: face.key, glyphs, advances, offsets: null, unicode, width: advance * unicode.length };
  }

  /** Tells the pairs of letters that are soon to be shaped: all at once costs less than one by one. */
  prime(key: string, features: Features, text: string): void {
    this.#pairs(this.face(key), features).prime(text);
  }

  /**
   * Figures of one width set as close as proportional ones. The glyphs stay those of one width: narrow ones are taken for
   * superior figures by programs that read pages by their advances.
   */
  #close(face: Face, features: Features, word: ShapedWord): ShapedWord {
    const spare = word.unicode.map((each) => (FIGURE.test(each) ? this.#spare(face, features, each) / 2 : 0));
    const between = (i: number): boolean =>
      FIGURE.test(word.unicode[i] ?? "") && FIGURE.test(word.unicode[i + 1] ?? "");
    const advances = word.advances.map((each, i) => (between(i) ? round(each - spare[i]! - spare[i + 1]!) : each));
    return { ...word, advances, width: advances.reduce((sum, each) => sum + each, 0) };
  }

  /** How much wider a figure is than its proportional form. */
  #spare(face: Face, features: Features, figure: string): number {
    const key = `${face.key}/${features}/${figure}`;
    let spare = this.#spares.get(key);
    if (spare === undefined) {
      const width = (extra: Record<string, boolean>): number =>
        face.font.layout(figure, { ...FEATURES[features], ...extra }).positions[0]?.xAdvance ?? 0;
      spare = Math.max(0, ((width({}) - width({ pnum: true })) * 1000) / face.font.unitsPerEm);
      this.#spares.set(key, spare);
    }
    return spare;
  }

  #pairs(face: Face, features: Features): Pairs {
    const table = `${face.key}/${features}`;
    let pairs = this.#pairTables.get(table);
    if (!pairs) {
      const layout = (text: string): GlyphRun => face.font.layout(text, { ...FEATURES[features] });
      const before = this.#before.tables[table] ?? NOTHING_LEARNT;
      this.#pairTables.set(table, (pairs = new Pairs(face.key, 1000 / face.unitsPerEm, layout, before)));
    }
    return pairs;
  }

  /** `text` cut where the face must change because it lacks characters; nearly always one run. */
  runs(key: string, text: string): readonly Run[] {
    let known = this.#runs.get(key);
    if (!known) this.#runs.set(key, (known = new Map()));
    let runs = known.get(text);
    if (!runs) known.set(text, (runs = this.#cut(key, text)));
    return runs;
  }

  #cut(key: string, text: string): readonly Run[] {
    const first = this.face(key);
    if (hasAll(first, text)) return [{ face: first.key, text, missing: false }];
    const faces = [first, ...this.#fallbacks(key)];
    const runs: { face: string; text: string; missing: boolean }[] = [];
    for (const cluster of clusters(text)) {
      const found = faces.find((face) => hasAll(face, cluster));
      const missing = found === undefined;
      const face = (found ?? first).key;
      const last = runs.at(-1);
      if (last && last.face === face && last.missing === missing) last.text += cluster;
      else runs.push({ face, text: cluster, missing });
    }
    return runs;
  }

  #fallbacks(key: string): Face[] {
    const own = family(key);
    const style = key.slice(own.length);
    const faces: Face[] = [];
    for (const each of FAMILIES) {
      const face = each === own ? null : (this.#open(each + style) ?? this.#open(each));
      if (face) faces.push(face);
    }
    return faces;
  }

  #open(key: string): Face | null {
    let face = this.#faces.get(key);
    if (face === undefined) {
      const bytes = this.#table.get(key);
      face = bytes ? openFace(key, bytes, this.#before.faces[key] ?? null) : null;
      this.#faces.set(key, face);
    }
    return face;
  }

  #shapeHard(face: Face, features: Features, text: string): ShapedWord {
    const table = `${face.key}/${features}`;
    let words = this.#hard.get(table);
    if (!words) this.#hard.set(table, (words = new Map()));
    let word = words.get(text);
    if (!word) words.set(text, (word = this.#shape(face, features, text)));
    return word;
  }

  #shape(face: Face, features: Features, text: string): ShapedWord {
    // A copy each time: the engine adds to the object it is given.
    const { glyphs, positions } = face.font.layout(text, { ...FEATURES[features] });
    const scale = 1000 / face.font.unitsPerEm;
    const advances = positions.map((each) => round(each.xAdvance * scale));
    const moved = positions.some((each) => each.xOffset !== 0 || each.yOffset !== 0);
    let unicode = glyphs.map((each) => String.fromCodePoint(...each.codePoints));
    if (unicode.join("") !== text) unicode = unicode.map((_, i) => (i === 0 ? text : ""));
    return {
      face: face.key,
      glyphs: glyphs.map((each) => each.id),
      advances,
      offsets: moved ? positions.flatMap((each) => [round(each.xOffset * scale), round(each.yOffset * scale)]) : null,
      unicode,
      width: advances.reduce((sum, each) => sum + each, 0),
    };
  }
}

const FIGURES = /[0-9]/;
const FIGURE = /^[0-9]$/;

const opened = new WeakMap<FontTable, Fonts>();

/** The opened fonts of a table: opened and shaped once, however many chapters ask. */
export function fontsOf(table: FontTable): Fonts {
  let fonts = opened.get(table);
  if (!fonts) opened.set(table, (fonts = new Fonts(table)));
  return fonts;
}

function openFace(key: string, bytes: Uint8Array, before: FaceMeasures | null): Face {
  let opened: Font | null = null;
  const font = (): Font => {
    opened ??= create(bytes);
    return opened;
  };
  const { unitsPerEm, space, capHeight, xHeight } = before ?? measure(font());
  const known = new Map<number, boolean>(before?.has);
  const has = (code: number): boolean => {
    let found = known.get(code);
    if (found === undefined) known.set(code, (found = INVISIBLE.has(code) || font().hasGlyphForCodePoint(code)));
    return found;
  };
  const measures = (): FaceMeasures => ({ unitsPerEm, space, capHeight, xHeight, has: [...known] });
  return {
    key,
    get font() {
      return font();
    },
    ...{ unitsPerEm, space, capHeight, xHeight, has, measures },
  };
}

function measure(font: Font): Omit<FaceMeasures, "has"> {
  const { unitsPerEm } = font;
  const scale = 1000 / unitsPerEm;
  const blank = font.layout(" ").positions[0]?.xAdvance ?? unitsPerEm / 4;
  return { unitsPerEm, space: blank * scale, capHeight: font.capHeight * scale, xHeight: font.xHeight * scale };
}

function family(key: string): string {
  return key.replace(/(-bold)?(-italic)?$/, "");
}

function hasAll(face: Face, text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.codePointAt(i)!;
    if (!face.has(code)) return false;
    if (code > 0xffff) i += 1;
  }
  return true;
}

/** Joiners and variation selectors need no glyph. */
const INVISIBLE = new Set([0x200c, 0x200d, 0x2060, 0xfe0e, 0xfe0f]);

const SEGMENTER = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Characters with the marks that combine with them. */
function clusters(text: string): readonly string[] {
  return Array.from(SEGMENTER.segment(text), (each) => each.segment);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

// ---------------------------------------------------------------------------------------------------- for other passes

/** How passes that set single lines (heads, folios, labels) get their words. */
export function makeShape(table: FontTable): Shape {
  const fonts = fontsOf(table);
  return (text, style) => shapeLine(fonts, text, style);
}

function shapeLine(fonts: Fonts, text: string, style: FaceStyle): ShapedLine {
  const key = faceKey(style.family, style.bold, style.italic);
  const space = fonts.face(key).space;
  const words: ShapedWord[] = [];
  const gaps: number[] = [];
  for (const word of text.replaceAll("\u00ad", "").split(/\s+/u)) {
    if (word === "") continue;
    if (gaps.length > 0) gaps[gaps.length - 1] = space;
    for (const run of fonts.runs(key, word)) {
      words.push(
        run.missing
          ? fonts.boxes(run.face, run.text)
          : fonts.shape(run.face, style.smallCaps ? "small-caps" : "text", run.text),
      );
      gaps.push(-1);
    }
  }
  const width = words.reduce((sum, word, i) => sum + word.width + Math.max(0, gaps[i]!), 0);
  return { words, gaps, width };
}

/** Outlines for covers and drawings, where a font may not be counted on. */
export function makeOutline(table: FontTable): Outline {
  const fonts = fontsOf(table);
  return (text, style, size) => {
    const line = shapeLine(fonts, text, style);
    const paths: string[] = [];
    let x = 0;
    line.words.forEach((word, i) => {
      paths.push(outlineWord(fonts, word, x, size));
      x += ((word.width + Math.max(0, line.gaps[i]!)) * size) / 1000;
    });
    return { d: paths.join(""), width: (line.width * size) / 1000 };
  };
}

function outlineWord(fonts: Fonts, word: ShapedWord, left: number, size: number): string {
  const { font } = fonts.face(word.face);
  const scale = size / font.unitsPerEm;
  let x = left;
  let d = "";
  word.glyphs.forEach((id, i) => {
    const dx = ((word.offsets?.[2 * i] ?? 0) * size) / 1000;
    const dy = ((word.offsets?.[2 * i + 1] ?? 0) * size) / 1000;
    d += font
      .getGlyph(id)
      .path.transform(scale, 0, 0, -scale, x + dx, -dy)
      .toSVG();
    x += (word.advances[i]! * size) / 1000;
  });
  return d;
}

// Takes a word as the manuscript has it and the look it is set in; gives its parts: shaped, measured, cut where a line may
// end. Done once for each word and look; what depends on the size is multiplied in later.

import type { ShapedWord } from "../page.ts";
import { faceKey } from "./faces.ts";
import type { Features, Fonts } from "./fonts.ts";
import type { Hyphenate } from "./hyphenate.ts";

/** What stands behind a part or piece. */
export const Sep = {
  /** Nothing; the line may not end here. */
  touch: 0,
  /** A blank at which the line may end. */
  blank: 1,
  /** A blank at which it may not. */
  tie: 2,
  /** A division of a word: a line that ends here gets a hyphen. */
  hyphen: 3,
  /** A place behind a written hyphen or dash. */
  joint: 4,
  /** The line must end here. */
  forced: 5,
  /** The paragraph's end. */
  end: 6,
} as const;

/** Penalties, on the scale of TeX's `\hyphenpenalty`. */
export const PENALTY = { hyphen: 130, soft: 50, joint: 40, compound: 160, cut: 2000 } as const;

/** What a line gets at its end where it divides a word. */
export const HYPHEN = "-";

export interface WordLook {
  readonly family: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly features: Features;
  readonly lang: string;
  /** False: words are never divided (code, headings). */
  readonly divide: boolean;
  /** Characters at a line's ends stand out of the measure. */
  readonly hang: boolean;
}

/** Lengths in 1/1000 of the size. */
export interface WordPart {
  readonly word: ShapedWord;
  readonly start: number;
  readonly end: number;
  /** Of the part's first character in the word as written. */
  readonly offset: number;
  readonly width: number;
  readonly sep: number;
  readonly penalty: number;
  /** Width of the hyphen, where a line that ends here gets one. */
  readonly hyphen: number;
  readonly leftHang: number;
  readonly rightHang: number;
  /** The characters, where no face has them. */
  readonly missing: string | null;
}

export interface WordPlan {
  readonly parts: readonly WordPart[];
  /** Begins with a character that may not begin a line. */
  readonly closing: boolean;
  readonly pause: Pause;
}

/** How much more than others the blank behind a word gives way. */
export interface Pause {
  readonly stretch: number;
  readonly shrink: number;
}

export interface LookTable {
  plan(text: string): WordPlan;
  /** The natural blank. */
  readonly blank: number;
}

/** The natural blank is the face's own, yet no narrower than this: M/4 (Bringhurst, "The Elements of Typographic Style", 2.1.1). */
const LEAST_BLANK = 250;

/**
 * Compositors space a line out behind its stops first, and close it up behind its commas, whose own white helps (Hart's
 * Rules, "Spacing"; TeX's space factors, "The TeXbook", p. 76). The natural blank is the same everywhere. No blank becomes
 * narrower than 0.16 em: below 0.15 em poppler no longer reads it.
 */
const PLAIN: Pause = { stretch: 1, shrink: 1 };
const COMMA: Pause = { stretch: 1.5, shrink: 1.2 };
const COLON: Pause = { stretch: 2, shrink: 1.1 };
const STOP: Pause = { stretch: 2.5, shrink: 1 };

/** An abbreviation's point is no stop. */
const ABBREVIATED = /(?:^|\P{L})\p{L}{1,3}\.$/u;

function pauseOf(word: string): Pause {
  let end = word.length;
  while (end > 1 && CLOSERS.includes(word[end - 1]!)) end -= 1;
  switch (word[end - 1]) {
    case ",":
      return COMMA;
    case ";":
    case ":":
      return COLON;
    case "?":
    case "!":
      return STOP;
    case ".":
      return end === word.length && ABBREVIATED.test(word) ? PLAIN : STOP;
    default:
      return PLAIN;
  }
}

const CLOSERS = "’”»›)]'\"";

/** Parts of a character's width that stand out of the measure, after the tables of microtype (Schlicht 2004). */
// biome-ignore format: a table
const HANG_RIGHT: Readonly<Record<string, number>> = {
  ".": 0.6, ",": 0.5, "-": 0.34, "\u2010": 0.34, "’": 0.36, "”": 0.22, "'": 0.36, '"': 0.25, ":": 0.3, ";": 0.3,
  "–": 0.15, "—": 0.1, "!": 0.1, "?": 0.1, "»": 0.2, "›": 0.3, ")": 0.05, "…": 0.1,
};
// biome-ignore format: a table
const HANG_LEFT: Readonly<Record<string, number>> = {
  "‘": 0.5, "“": 0.4, "'": 0.5, '"': 0.4, "«": 0.2, "„": 0.3, "‚": 0.3, "(": 0.05, A: 0.03, T: 0.04, V: 0.04, W: 0.04, Y: 0.05,
};

export class Words {
  readonly fonts: Fonts;
  readonly #hyphenate: Hyphenate;
  readonly #tables = new Map<string, LookTable>();

  constructor(fonts: Fonts, hyphenate: Hyphenate) {
    this.fonts = fonts;
    this.#hyphenate = hyphenate;
  }

  table(look: WordLook): LookTable {
    const face = faceKey(look.family, look.bold, look.italic);
    const key = `${face}/${look.features}/${look.lang}/${look.divide}/${look.hang}`;
    let table = this.#tables.get(key);
    if (!table) {
      const plans = new Map<string, WordPlan>();
      const plan = (text: string): WordPlan => {
        let found = plans.get(text);
        if (!found) plans.set(text, (found = this.#plan(text, face, look)));
        return found;
      };
      table = { plan, blank: Math.max(this.fonts.face(face).space, LEAST_BLANK) };
      this.#tables.set(key, table);
    }
    return table;
  }

  #plan(text: string, face: string, look: WordLook): WordPlan {
    const clean = text.includes("\u00ad") ? text.replaceAll("\u00ad", "") : text;
    const breaks = breaksOf(text, clean, look, this.#hyphenate);
    const parts: WordPart[] = [];
    let from = 0;
    for (const run of this.fonts.runs(face, clean)) {
      const word = run.missing
        ? this.fonts.boxes(run.face, run.text)
        : this.fonts.shape(run.face, look.features, run.text);
      const missing = run.missing ? run.text : null;
      cutWord(this.fonts, look, word, from, breaks, missing, parts);
      from += run.text.length;
    }
    const placed = text === clean ? parts : parts.map((part) => ({ ...part, offset: offsetIn(text, part.offset) }));
    return { parts: placed, closing: isClosing(clean.charCodeAt(0)), pause: pauseOf(clean) };
  }
}

interface Break {
  readonly at: number;
  readonly sep: number;
  readonly penalty: number;
}

const END: Break = { at: -1, sep: Sep.touch, penalty: 0 };

/** Cuts a shaped run, which begins at `from` of the word, where lines may end in it. A place inside a ligature is given up. */
function cutWord(
  fonts: Fonts,
  look: WordLook,
  word: ShapedWord,
  from: number,
  breaks: readonly Break[],
  missing: string | null,
  parts: WordPart[],
): void {
  let start = 0;
  let startOffset = from;
  let glyph = 0;
  let offset = from;
  for (const each of breaks) {
    if (each.at <= from) continue;
    while (offset < each.at && glyph < word.glyphs.length) {
      offset += word.unicode[glyph]!.length;
      glyph += 1;
    }
    while (glyph < word.glyphs.length && word.unicode[glyph] === "") glyph += 1;
    if (offset !== each.at || glyph === start) continue;
    parts.push(partOf(fonts, look, word, start, glyph, startOffset, each, missing));
    start = glyph;
    startOffset = offset;
  }
  const { length } = word.glyphs;
  if (start < length) parts.push(partOf(fonts, look, word, start, length, startOffset, END, missing));
}

function partOf(
  fonts: Fonts,
  look: WordLook,
  word: ShapedWord,
  start: number,
  end: number,
  offset: number,
  after: Break,
  missing: string | null,
): WordPart {
  let width = 0;
  for (let i = start; i < end; i += 1) width += word.advances[i]!;
  const divided = after.sep === Sep.hyphen;
  const hyphen = divided ? fonts.shape(word.face, look.features, HYPHEN).width : 0;
  const left = look.hang ? (HANG_LEFT[word.unicode[start]!] ?? 0) * word.advances[start]! : 0;
  const last = (HANG_RIGHT[word.unicode[end - 1]!] ?? 0) * word.advances[end - 1]!;
  const right = look.hang ? (divided ? HANG_RIGHT[HYPHEN]! * hyphen : last) : 0;
  const { sep, penalty } = after;
  return { word, start, end, offset, width, sep, penalty, hyphen, leftHang: left, rightHang: right, missing };
}

const LETTERS = /[\p{L}\p{M}]{5,}/gu;

/** Where a word may be divided: by soft hyphens if it has any, else behind its own hyphens and dashes and by patterns. */
function breaksOf(text: string, clean: string, look: WordLook, hyphenate: Hyphenate): readonly Break[] {
  if (ADDRESS.test(clean)) return addressBreaks(clean);
  const breaks = jointsIn(clean);
  if (!look.divide || look.features === "superior" || look.features === "inferior") return breaks;
  if (text !== clean) {
    let at = 0;
    for (const part of text.split("\u00ad").slice(0, -1)) {
      at += part.length;
      if (at > 0) breaks.push({ at, sep: Sep.hyphen, penalty: PENALTY.soft });
    }
  } else {
    const penalty = /[-\u2010]/.test(clean) ? PENALTY.compound : PENALTY.hyphen;
    for (const match of clean.matchAll(LETTERS)) {
      for (const place of placesIn(match[0], look.lang, hyphenate)) {
        breaks.push({ at: match.index + place, sep: Sep.hyphen, penalty });
      }
    }
  }
  return breaks.length < 2 ? breaks : breaks.sort((a, b) => a.at - b.at);
}

const ADDRESS = /:\/\/|^www\.|\w@\w+\.\w/;

/** An address is never given a hyphen, which would change it: it is divided behind its own signs. */
function addressBreaks(word: string): readonly Break[] {
  const breaks: Break[] = [];
  for (const match of word.matchAll(/[/.?&=_-]+(?=\w\w)/g)) {
    breaks.push({ at: match.index + match[0].length, sep: Sep.joint, penalty: PENALTY.joint });
  }
  return breaks;
}

/** Patterns know letters without stress marks; a mark stays with the letter before it. */
function placesIn(letters: string, lang: string, hyphenate: Hyphenate): readonly number[] {
  const bare = letters.replace(/\p{M}/gu, "");
  const places = hyphenate(bare, lang);
  if (bare.length === letters.length || places.length === 0) return places;
  const offsets: number[] = [];
  for (let i = 0; i < letters.length; i += 1) if (!/\p{M}/u.test(letters[i]!)) offsets.push(i);
  return places.map((place) => offsets[place]!);
}

/** Places behind dashes; behind hyphens and strokes with at least two characters before and two after; around CJK. */
function jointsIn(word: string): Break[] {
  const breaks: Break[] = [];
  for (let i = 0; i < word.length; i += 1) {
    const code = word.charCodeAt(i);
    const next = i + 1 < word.length ? word.charCodeAt(i + 1) : -1;
    if ((isCjk(next) || (isCjk(code) && next !== -1)) && !isClosing(next)) {
      breaks.push({ at: i + 1, sep: Sep.joint, penalty: 0 });
      continue;
    }
    if (!isDash(code) || isDash(next) || isClosing(next)) continue;
    const dash = code === 0x2014 || code === 0x2013;
    if (!dash && (i < 2 || word.length - i - 1 < 2)) continue;
    if (code === 0x2013 && isDigit(next)) continue;
    breaks.push({ at: i + 1, sep: Sep.joint, penalty: dash ? 0 : PENALTY.joint });
  }
  return breaks;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isDash(code: number): boolean {
  return code === 0x2d || code === 0x2010 || code === 0x2013 || code === 0x2014 || code === 0x2f;
}

/** Scripts written without blanks between words: a line may end before nearly every character. */
function isCjk(code: number): boolean {
  return (code >= 0x2e80 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7ff) || (code >= 0xf900 && code <= 0xfaff);
}

const CLOSING = new Set([..."’”»›)]}.,:;!?…\"'、。」』）〉》"].map((each) => each.charCodeAt(0)));

function isClosing(code: number): boolean {
  return CLOSING.has(code);
}

/** The offset in `text` of what is at `offset` without soft hyphens. */
function offsetIn(text: string, offset: number): number {
  let seen = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "\u00ad") continue;
    if (seen === offset) return i;
    seen += 1;
  }
  return text.length;
}

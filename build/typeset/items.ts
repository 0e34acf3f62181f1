// Takes the inlines of a block and gives what lines are broken from: pieces of shaped words, and what stands between them.
// Arrays side by side, not objects: a book has some hundred thousand pieces, and the line breaker reads them often.
//
//      piece        piece   piece        piece
//   ┌─────────┐    ┌─────┐┌───────┐    ┌───────┐
//   │  "The"  │ B  │ "ac"│H│"count"│ B  │"ends."│ E        B: Sep.blank   H: Sep.hyphen   E: Sep.end
//   └─────────┘    └─────┘└───────┘    └───────┘

import type { Inline } from "../book.ts";
import { never } from "../diagnostic.ts";
import type { ShapedWord } from "../page.ts";
import { faceKey } from "./faces.ts";
import type { Features, Fonts } from "./fonts.ts";
import type { Hyphenate } from "./hyphenate.ts";

/** What stands behind a piece. */
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

/** How characters look and what they belong to. */
export interface Style {
  readonly family: string;
  readonly italic: boolean;
  readonly bold: boolean;
  readonly features: Features;
  readonly size: number;
  /** Height above the baseline. */
  readonly rise: number;
  /** Index into the setting's structure. */
  readonly node: number;
  readonly lang: string;
  /** A page reference or address: the active rectangle's target and what it says to people who hear the page. */
  readonly link: { readonly target: string; readonly contents: string; readonly node: number } | null;
  /** False: words are never divided (code). */
  readonly divide: boolean;
}

/** A place inside a paragraph: an id that links lead to, or the call of a note. */
export interface Point {
  readonly piece: number;
  readonly id: string;
  /** `Note.id` */
  readonly note: string | null;
}

/** A word that holds the room of a page number. */
export interface FolioSlot {
  readonly piece: number;
  readonly target: string;
}

export interface Items {
  readonly count: number;
  /** The block's characters: what `BodyLine.offset` counts in. */
  readonly plain: string;
  readonly words: readonly ShapedWord[];
  /** Glyphs of the word that the piece shows: from, to. */
  readonly glyphStart: Int32Array;
  readonly glyphEnd: Int32Array;
  readonly styles: readonly Style[];
  /** Offset of the piece's first character in `plain`. */
  readonly at: Int32Array;
  readonly width: Float64Array;
  readonly sep: Uint8Array;
  /** The blank behind the piece: natural width, and how far it stretches and shrinks at ratio 1. */
  readonly blank: Float64Array;
  readonly stretch: Float64Array;
  readonly shrink: Float64Array;
  /** What it costs to end a line behind the piece. */
  readonly penalty: Float64Array;
  /** Width of the hyphen that a line ending here gets. */
  readonly hyphen: Float64Array;
  /** How far the piece may stand out of the measure where it begins or ends a line. */
  readonly leftHang: Float64Array;
  readonly rightHang: Float64Array;
  readonly points: readonly Point[];
  readonly folios: readonly FolioSlot[];
}

/** Who makes structure nodes and knows notes, for inlines that need them. */
export interface InlineScene {
  readonly fonts: Fonts;
  readonly hyphenate: Hyphenate;
  readonly protrusion: boolean;
  /** The widest a piece may be; longer ones are cut where they must. */
  readonly measure: number;
  /** A child of `parent`: for links, references and words of another language. */
  addNode(role: "Span" | "Link" | "Reference" | "Code", parent: number, lang: string | null): number;
  /** A character that no face has. Gives the node that says what stands there. */
  missing(text: string, parent: number): number;
  /** A word was cut to fit the measure. */
  cut(text: string): void;
  pageWords(lang: string): { readonly before: string; readonly after: string };
}

/** Penalties, on the scale of TeX's `\hyphenpenalty`. */
export const PENALTY = { hyphen: 60, soft: 30, joint: 30, compound: 150, cut: 2000 } as const;

/** The natural blank is the face's own, yet no narrower than this part of the size. */
const LEAST_BLANK = 225;
const STRETCH = 0.5;
const SHRINK = 0.3;

/** Parts of a character's width that stand out of the measure, after the tables of microtype (Schlicht 2004). */
const HANG_RIGHT: Readonly<Record<string, number>> = {
  ".": 0.6, ",": 0.5, "-": 0.5, "\u2010": 0.5, "\u00ad": 0.5, "’": 0.5, "”": 0.4, "'": 0.5, '"': 0.4, ":": 0.3, ";": 0.3,
  "–": 0.25, "—": 0.15, "!": 0.1, "?": 0.1, "»": 0.2, "›": 0.3, ")": 0.05, "…": 0.1,
}; // biome-ignore format: a table
const HANG_LEFT: Readonly<Record<string, number>> = {
  "‘": 0.5, "“": 0.4, "'": 0.5, '"': 0.4, "«": 0.2, "„": 0.3, "‚": 0.3, "(": 0.05, A: 0.03, T: 0.04, V: 0.04, W: 0.04, Y: 0.05,
}; // biome-ignore format: a table

export class ItemBuilder {
  readonly #scene: InlineScene;
  readonly #words: ShapedWord[] = [];
  readonly #glyphStart: number[] = [];
  readonly #glyphEnd: number[] = [];
  readonly #styles: Style[] = [];
  readonly #at: number[] = [];
  readonly #width: number[] = [];
  readonly #sep: number[] = [];
  readonly #blank: number[] = [];
  readonly #stretch: number[] = [];
  readonly #shrink: number[] = [];
  readonly #penalty: number[] = [];
  readonly #hyphen: number[] = [];
  readonly #leftHang: number[] = [];
  readonly #rightHang: number[] = [];
  readonly #points: Point[] = [];
  readonly #folios: FolioSlot[] = [];
  #plain = "";

  constructor(scene: InlineScene) {
    this.#scene = scene;
  }

  add(inlines: readonly Inline[], style: Style): void {
    for (const inline of inlines) this.#inline(inline, style);
  }

  /** Words that are printed but belong to no inline: labels, marks. They do not count in `plain`. */
  addForeign(text: string, style: Style): void {
    const at = this.#plain.length;
    this.#text(text, style, at, false);
  }

  point(id: string, note: string | null = null): void {
    this.#points.push({ piece: this.#words.length, id, note });
  }

  finish(): Items {
    const count = this.#words.length;
    if (count > 0) this.#sep[count - 1] = Sep.end;
    return {
      count,
      plain: this.#plain,
      words: this.#words,
      glyphStart: Int32Array.from(this.#glyphStart),
      glyphEnd: Int32Array.from(this.#glyphEnd),
      styles: this.#styles,
      at: Int32Array.from(this.#at),
      width: Float64Array.from(this.#width),
      sep: Uint8Array.from(this.#sep),
      blank: Float64Array.from(this.#blank),
      stretch: Float64Array.from(this.#stretch),
      shrink: Float64Array.from(this.#shrink),
      penalty: Float64Array.from(this.#penalty),
      hyphen: Float64Array.from(this.#hyphen),
      leftHang: Float64Array.from(this.#leftHang),
      rightHang: Float64Array.from(this.#rightHang),
      points: this.#points,
      folios: this.#folios,
    };
  }

  #inline(inline: Inline, style: Style): void {
    const scene = this.#scene;
    switch (inline.type) {
      case "text":
        this.#text(inline.text, style, this.#plain.length, true);
        return;
      case "emph":
        this.add(inline.children, { ...style, italic: !style.italic });
        return;
      case "strong":
        this.add(inline.children, { ...style, bold: true });
        return;
      case "small_caps":
        this.add(inline.children, { ...style, features: "small-caps" });
        return;
      case "superior":
        this.add(inline.children, raised(style, this.#hasFigures(inline.children), 1));
        return;
      case "inferior":
        this.add(inline.children, raised(style, this.#hasFigures(inline.children), -1));
        return;
      case "code":
        this.add(inline.children, { ...style, node: scene.addNode("Code", style.node, null), divide: false });
        return;
      case "lang": {
        const node = scene.addNode("Span", style.node, inline.lang);
        this.add(inline.children, { ...style, lang: inline.lang, node });
        return;
      }
      case "link": {
        const node = scene.addNode("Link", style.node, null);
        this.add(inline.children, { ...style, node, link: { target: inline.href, contents: inline.href, node } });
        return;
      }
      case "cross_ref": {
        const node = scene.addNode("Link", style.node, null);
        const contents = words(inline.children);
        const linked = { ...style, node, link: { target: `#${inline.target}`, contents, node } };
        this.add(inline.children, linked);
        if (inline.form === "page") this.#pageOf(inline.target, linked);
        return;
      }
      case "term_ref": {
        this.point(inline.id);
        const node = scene.addNode("Link", style.node, null);
        const contents = `glossary: ${words(inline.children)}`;
        this.add(inline.children, { ...style, node, link: { target: `#${inline.term}`, contents, node } });
        return;
      }
      case "index_mark":
        this.point(inline.id);
        this.add(inline.children, style);
        return;
      case "note_ref": {
        const reference = scene.addNode("Reference", style.node, null);
        const node = scene.addNode("Link", reference, null);
        this.point(inline.id, inline.note);
        const link = { target: `#${inline.note}`, contents: `note ${inline.mark}`, node };
        this.#mark(inline.mark, { ...style, node, link });
        return;
      }
      case "lost_note_ref":
        this.#mark(inline.mark, style);
        return;
      case "line_break":
        this.#plain += " ";
        this.#endWith(Sep.forced, 0, 0, 0);
        return;
      default:
        never(inline);
    }
  }

  /** The mark before a note's own words. */
  addNoteMark(mark: string, style: Style): void {
    this.addForeign(mark, raised(style, /^[\p{L}\d]+$/u.test(mark), 1));
    this.#endWith(Sep.tie, style.size / 5, 0, 0);
  }

  /** A note's mark, raised. It never begins a line. */
  #mark(mark: string, style: Style): void {
    this.#untie();
    this.addForeign(mark, raised(style, /^[\p{L}\d]+$/u.test(mark), 1));
  }

  /** The call belongs to the word before it, even where an editor has left a blank. */
  #untie(): void {
    const last = this.#sep.length - 1;
    if (last >= 0 && this.#sep[last] === Sep.blank) this.#sep[last] = Sep.tie;
  }

  #pageOf(target: string, style: Style): void {
    const { before, after } = this.#scene.pageWords(style.lang);
    this.#endWith(Sep.blank, ...this.#blankOf(style));
    this.addForeign(before, style);
    this.#endWith(Sep.tie, ...this.#blankOf(style));
    this.#folios.push({ piece: this.#words.length, target });
    this.addForeign("000", style);
    this.addForeign(after, style);
  }

  #hasFigures(inlines: readonly Inline[]): boolean {
    return inlines.every((each) => each.type === "text" && /^[\p{Script=Latin}\d]*$/u.test(each.text));
  }

  #text(text: string, style: Style, at: number, counts: boolean): void {
    if (counts) this.#plain += text;
    let from = 0;
    for (let i = 0; i <= text.length; i += 1) {
      const code = i < text.length ? text.charCodeAt(i) : -1;
      if (code !== -1 && !isBlank(code)) continue;
      if (i > from) this.#word(text.slice(from, i), style, counts ? at + from : at, counts);
      if (code !== -1) this.#white(code, style);
      from = i + 1;
    }
  }

  #white(code: number, style: Style): void {
    const [natural, stretch, shrink] = this.#blankOf(style);
    switch (code) {
      case 0xa0:
        this.#endWith(Sep.tie, natural, stretch, shrink);
        return;
      case 0x202f:
      case 0x2009:
        this.#endWith(Sep.tie, style.size / 6, 0, 0);
        return;
      case 0x200b:
        this.#endWith(Sep.joint, 0, 0, 0, 0);
        return;
      default:
        this.#endWith(Sep.blank, natural, stretch, shrink);
    }
  }

  #blankOf(style: Style): [number, number, number] {
    const face = this.#scene.fonts.face(faceKey(style.family, style.bold, style.italic));
    const natural = (Math.max(face.space, LEAST_BLANK) * style.size) / 1000;
    return [natural, natural * STRETCH, natural * SHRINK];
  }

  /** Sets what stands behind the last piece. Of two blanks the later wins only where it binds less. */
  #endWith(sep: number, blank: number, stretch: number, shrink: number, penalty = 0): void {
    const last = this.#sep.length - 1;
    if (last < 0) return;
    const known = this.#sep[last]!;
    if (known === Sep.forced) return;
    if (known === Sep.blank && sep !== Sep.forced) return;
    this.#sep[last] = sep;
    this.#blank[last] = Math.max(blank, sep === Sep.forced ? 0 : this.#blank[last]!);
    this.#stretch[last] = stretch;
    this.#shrink[last] = shrink;
    this.#penalty[last] = penalty;
  }

  #word(text: string, style: Style, at: number, counts: boolean): void {
    const clean = text.includes("\u00ad") ? text.replaceAll("\u00ad", "") : text;
    if (clean === "") {
      this.#endWith(Sep.hyphen, 0, 0, 0, PENALTY.soft);
      return;
    }
    if (isClosing(clean.charCodeAt(0)) && this.#sep.at(-1) === Sep.joint) this.#sep[this.#sep.length - 1] = Sep.touch;
    const key = faceKey(style.family, style.bold, style.italic);
    const breaks = this.#breaksOf(text, clean, style);
    let from = 0;
    for (const run of this.#scene.fonts.runs(key, clean)) {
      const runStyle = run.missing ? { ...style, node: this.#scene.missing(run.text, style.node) } : style;
      const word = this.#scene.fonts.shape(run.face, style.features, run.text);
      this.#pieces(word, run.face, runStyle, from, breaks, (offset) => (counts ? at + offsetIn(text, offset) : at));
      from += run.text.length;
    }
  }

  /** Cuts a shaped word where lines may end in it. */
  #pieces(
    word: ShapedWord,
    face: string,
    style: Style,
    from: number,
    breaks: readonly Break[],
    place: (offset: number) => number,
  ): void {
    const end = from + word.unicode.reduce((sum, each) => sum + each.length, 0);
    let start = 0;
    let startOffset = from;
    let glyph = 0;
    let offset = from;
    const within = breaks.filter((each) => each.at > from && each.at <= end);
    for (const each of within) {
      while (offset < each.at && glyph < word.glyphs.length) {
        offset += word.unicode[glyph]!.length;
        glyph += 1;
      }
      while (glyph < word.glyphs.length && word.unicode[glyph] === "") glyph += 1;
      // A place inside a ligature is given up.
      if (offset !== each.at || glyph === start) continue;
      this.#piece(word, start, glyph, style, place(startOffset), each, face);
      start = glyph;
      startOffset = offset;
    }
    if (start < word.glyphs.length) this.#piece(word, start, word.glyphs.length, style, place(startOffset), null, face);
  }

  #piece(
    word: ShapedWord,
    start: number,
    end: number,
    style: Style,
    at: number,
    after: Break | null,
    face: string,
  ): void {
    const scale = style.size / 1000;
    let width = 0;
    for (let i = start; i < end; i += 1) width += word.advances[i]!;
    if (width * scale > this.#scene.measure && end - start > 1) {
      this.#cutPiece(word, start, end, style, at, after, face);
      return;
    }
    const first = word.unicode[start] ?? "";
    const last = word.unicode[end - 1] ?? "";
    const plain = this.#scene.protrusion && style.rise === 0;
    this.#words.push(word);
    this.#glyphStart.push(start);
    this.#glyphEnd.push(end);
    this.#styles.push(style);
    this.#at.push(at);
    this.#width.push(width * scale);
    this.#sep.push(after?.sep ?? Sep.touch);
    this.#blank.push(0);
    this.#stretch.push(0);
    this.#shrink.push(0);
    this.#penalty.push(after?.penalty ?? 0);
    this.#leftHang.push(plain ? (HANG_LEFT[first] ?? 0) * word.advances[start]! * scale : 0);
    if (after?.sep === Sep.hyphen) {
      const hyphen = this.#scene.fonts.shape(face, style.features, HYPHEN).width * scale;
      this.#hyphen.push(hyphen);
      this.#rightHang.push(plain ? HANG_RIGHT["-"]! * hyphen : 0);
    } else {
      this.#hyphen.push(0);
      this.#rightHang.push(plain ? (HANG_RIGHT[last] ?? 0) * word.advances[end - 1]! * scale : 0);
    }
  }

  /** A piece wider than the measure: it is cut between glyphs, wherever the line is full. */
  #cutPiece(
    word: ShapedWord,
    start: number,
    end: number,
    style: Style,
    at: number,
    after: Break | null,
    face: string,
  ): void {
    this.#scene.cut(word.unicode.slice(start, end).join(""));
    let offset = at;
    for (let i = start; i < end; ) {
      let next = i + 1;
      while (next < end && (word.unicode[next] === "" || word.advances[next] === 0)) next += 1;
      const last = next === end;
      this.#piece(word, i, next, style, offset, last ? after : { at: 0, sep: Sep.joint, penalty: PENALTY.cut }, face);
      for (let j = i; j < next; j += 1) offset += word.unicode[j]!.length;
      i = next;
    }
  }

  /** Where `clean` may be divided: by soft hyphens if it has any, else behind its own hyphens and dashes and by patterns. */
  #breaksOf(text: string, clean: string, style: Style): readonly Break[] {
    const breaks = jointsIn(clean);
    if (!style.divide) return breaks;
    if (text !== clean) {
      let at = 0;
      for (const part of text.split("\u00ad").slice(0, -1)) {
        at += part.length;
        if (at > 0) breaks.push({ at, sep: Sep.hyphen, penalty: PENALTY.soft });
      }
    } else if (style.features !== "superior" && style.features !== "inferior") {
      const penalty = breaks.length > 0 ? PENALTY.compound : PENALTY.hyphen;
      for (const match of clean.matchAll(LETTERS)) {
        const letters = match[0].replace(/\p{M}/gu, "");
        if (letters.length !== match[0].length) continue;
        for (const place of this.#scene.hyphenate(letters, style.lang)) {
          breaks.push({ at: match.index + place, sep: Sep.hyphen, penalty });
        }
      }
    }
    return breaks.sort((a, b) => a.at - b.at);
  }
}

interface Break {
  readonly at: number;
  readonly sep: number;
  readonly penalty: number;
}

/** What `typeset` draws where a line divides a word; its character is U+00AD, so that searching and copying join the word. */
export const HYPHEN = "-";

const LETTERS = /[\p{L}\p{M}]{5,}/gu;

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
    breaks.push({ at: i + 1, sep: Sep.joint, penalty: dash ? 0 : PENALTY.joint });
  }
  return breaks;
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

/** Blanks of every kind that ends a word. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0xa0 || code === 0x3000 || code === 0x202f || (code >= 0x2000 && code <= 0x200b);
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

/** A style for superior (+1) or inferior (-1) characters: the face's own where it has them, else smaller ones moved. */
function raised(style: Style, own: boolean, side: 1 | -1): Style {
  if (own) return { ...style, features: side === 1 ? "superior" : "inferior", bold: false };
  return { ...style, size: style.size * 0.66, rise: style.rise + style.size * (side === 1 ? 0.33 : -0.15) };
}

function words(inlines: readonly Inline[]): string {
  let text = "";
  for (const each of inlines) {
    if (each.type === "text") text += each.text;
    else if ("children" in each) text += words(each.children);
  }
  return text;
}

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
import type { Features } from "./fonts.ts";
import { type LookTable, type Pause, PENALTY, Sep, type WordPart, type Words } from "./words.ts";

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
  readonly words: Words;
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

const STRETCH = 0.5;
const SHRINK = 0.3;

/** What the builder looks up once for each style. */
interface Known {
  readonly table: LookTable;
  readonly blank: number;
}

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
  readonly #known = new Map<Style, Known>();
  /** Of the last word. */
  #pause: Pause | null = null;
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

  /** Characters of the text that are drawn elsewhere. */
  take(text: string): void {
    this.#plain += text;
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
    const pause = this.#pause;
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
        this.#endWith(Sep.blank, natural, stretch * (pause?.stretch ?? 1), shrink * (pause?.shrink ?? 1));
    }
  }

  #knownOf(style: Style): Known {
    let known = this.#known.get(style);
    if (!known) {
      const table = this.#scene.words.table({ ...style, hang: this.#scene.protrusion && style.rise === 0 });
      known = { table, blank: (table.blank * style.size) / 1000 };
      this.#known.set(style, known);
    }
    return known;
  }

  #blankOf(style: Style): [number, number, number] {
    const natural = this.#knownOf(style).blank;
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
    const plan = this.#knownOf(style).table.plan(text);
    if (plan.parts.length === 0) {
      this.#endWith(Sep.hyphen, 0, 0, 0, PENALTY.soft);
      return;
    }
    this.#pause = plan.pause;
    if (plan.closing && this.#sep.at(-1) === Sep.joint) this.#sep[this.#sep.length - 1] = Sep.touch;
    const { measure } = this.#scene;
    for (const part of plan.parts) {
      const set = part.missing === null ? style : { ...style, node: this.#scene.missing(part.missing, style.node) };
      const offset = counts ? at + part.offset : at;
      if ((part.width * style.size) / 1000 > measure && part.end - part.start > 1) this.#cut(part, set, offset);
      else this.#piece(part, set, offset);
    }
  }

  #piece(part: WordPart, style: Style, at: number): void {
    const scale = style.size / 1000;
    this.#words.push(part.word);
    this.#glyphStart.push(part.start);
    this.#glyphEnd.push(part.end);
    this.#styles.push(style);
    this.#at.push(at);
    this.#width.push(part.width * scale);
    this.#sep.push(part.sep);
    this.#blank.push(0);
    this.#stretch.push(0);
    this.#shrink.push(0);
    this.#penalty.push(part.penalty);
    this.#leftHang.push(part.leftHang * scale);
    this.#rightHang.push(part.rightHang * scale);
    this.#hyphen.push(part.hyphen * scale);
  }

  /** A piece wider than the measure: it is cut between glyphs, wherever the line is full. */
  #cut(part: WordPart, style: Style, at: number): void {
    const { word, start, end } = part;
    this.#scene.cut(word.unicode.slice(start, end).join(""));
    let offset = at;
    for (let i = start; i < end; ) {
      let next = i + 1;
      while (next < end && (word.unicode[next] === "" || word.advances[next] === 0)) next += 1;
      let width = 0;
      for (let j = i; j < next; j += 1) width += word.advances[j]!;
      const after = next === end ? part : { sep: Sep.joint, penalty: PENALTY.cut, hyphen: 0 };
      const { sep, penalty, hyphen } = after;
      this.#piece(
        { ...part, start: i, end: next, width, sep, penalty, hyphen, leftHang: 0, rightHang: 0 },
        style,
        offset,
      );
      for (let j = i; j < next; j += 1) offset += word.unicode[j]!.length;
      i = next;
    }
  }
}

/** Blanks of every kind that ends a word. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0xa0 || code === 0x3000 || code === 0x202f || (code >= 0x2000 && code <= 0x200b);
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

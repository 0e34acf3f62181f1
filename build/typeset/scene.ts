// What grows while a chapter is set: its words, its structure, what is to be said about it. And a page being drawn on.

import { type Diagnostic, warning } from "../diagnostic.ts";
import type {
  AnchorMark,
  BodyLine,
  FolioPlace,
  Mark,
  PageBody,
  ShapedWord,
  StructureNode,
  StructureRole,
} from "../page.ts";
import type { Span } from "../text.ts";
import type { InlineScene, Style } from "./items.ts";
import { HYPHEN, type Words } from "./words.ts";

type NodeParts = Partial<Omit<StructureNode, "role" | "parent">>;

export class Scene implements InlineScene {
  readonly words: Words;
  readonly protrusion: boolean;
  /** `Setting.words` */
  readonly used: ShapedWord[] = [];
  readonly structure: StructureNode[] = [];
  readonly folios: FolioPlace[] = [];
  readonly diagnostics: Diagnostic[] = [];
  /** The width of what is being set. */
  measure = 0;
  /** Where what is being set stands in its file. */
  span: Span;
  readonly #known = new Map<ShapedWord, Map<number, number>>();
  readonly #said = new Set<string>();
  readonly #missing = new Set<string>();
  #missingSpan: Span | null = null;

  constructor(words: Words, protrusion: boolean, span: Span) {
    this.words = words;
    this.protrusion = protrusion;
    this.span = span;
  }

  node(role: StructureRole, parent: number, parts: NodeParts = {}): number {
    this.structure.push({
      role,
      parent,
      lang: parts.lang ?? null,
      alt: parts.alt ?? null,
      actualText: parts.actualText ?? null,
      id: parts.id ?? null,
      attributes: parts.attributes ?? null,
    });
    return this.structure.length - 1;
  }

  addNode(role: "Span" | "Link" | "Reference" | "Code", parent: number, lang: string | null): number {
    return this.node(role, parent, { lang });
  }

  missing(text: string, parent: number): number {
    if (this.#missing.size === 0) this.#missingSpan = this.span;
    for (const each of text) this.#missing.add(each);
    return this.node("Span", parent, { actualText: text });
  }

  /** Says what could not be shown, once for the chapter. */
  finish(): void {
    if (this.#missing.size === 0) return;
    const all = [...this.#missing];
    const shown = all
      .slice(0, 12)
      .map((each) => `${each} (U+${each.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")})`);
    const more = all.length > shown.length ? ` and ${all.length - shown.length} more` : "";
    const hint = "an empty box is printed in their place; the text keeps them";
    this.diagnostics.push(warning("glyph/missing", `no face has ${shown.join(", ")}${more}`, this.#missingSpan, hint));
  }

  limited(script: string): void {
    this.#say("script/limited", `${script} text is set without that script's own rules`, "no word is lost");
  }

  cut(text: string): void {
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
    this.#say("line/overfull", `"${shown}" is wider than the measure`, "it is cut where the line is full");
  }

  overfull(text: string): void {
    const shown = text.length > 60 ? `…${text.slice(-60)}` : text;
    this.#say("line/overfull", `a line is too wide: "${shown}"`, "a soft hyphen (U+00AD) may help");
  }

  pageOverfull(message: string, hint: string): void {
    this.#say("page/overfull", message, hint);
  }

  pageWords(lang: string): { readonly before: string; readonly after: string } {
    const language = lang.toLowerCase().split("-")[0] ?? "";
    return { before: `(${PAGE_WORD[language] ?? "p."}`, after: ")" };
  }

  #say(code: "script/limited" | "line/overfull" | "page/overfull", message: string, hint: string): void {
    if (this.#said.has(message)) return;
    this.#said.add(message);
    this.diagnostics.push(warning(code, message, this.span, hint));
  }

  /** The index of glyphs `start` to `end` of a word, with a hyphen behind them if the line divides it there. */
  word(word: ShapedWord, start: number, end: number, hyphen: Style | null): number {
    let parts = this.#known.get(word);
    if (!parts) this.#known.set(word, (parts = new Map()));
    const key = (start * 4096 + end) * 2 + (hyphen ? 1 : 0);
    let index = parts.get(key);
    if (index === undefined) {
      index = this.used.length;
      const whole = start === 0 && end === word.glyphs.length && !hyphen;
      this.used.push(
        whole
          ? word
          : part(word, start, end, hyphen ? this.words.fonts.shape(word.face, hyphen.features, HYPHEN) : null),
      );
      parts.set(key, index);
    }
    return index;
  }

  /** A word no other mark uses. */
  ownWord(word: ShapedWord): number {
    this.used.push(word);
    return this.used.length - 1;
  }
}

/** "page", as short as each language writes it. */
const PAGE_WORD: Readonly<Record<string, string>> = { de: "S.", fr: "p.", ru: "с.", es: "p.", it: "p.", pl: "s." };

function part(word: ShapedWord, start: number, end: number, hyphen: ShapedWord | null): ShapedWord {
  const advances = [...word.advances.slice(start, end), ...(hyphen ? hyphen.advances : [])];
  const offsets = word.offsets?.slice(2 * start, 2 * end) ?? null;
  return {
    face: word.face,
    glyphs: [...word.glyphs.slice(start, end), ...(hyphen ? hyphen.glyphs : [])],
    advances,
    offsets: offsets && hyphen ? [...offsets, 0, 0] : offsets,
    unicode: [...word.unicode.slice(start, end), ...(hyphen ? ["\u00ad"] : [])],
    width: advances.reduce((sum, each) => sum + each, 0),
  };
}

/** A page being drawn. */
export class Sheet {
  readonly marks: Mark[] = [];
  readonly lines: BodyLine[] = [];
  readonly notes: { note: string; begins: boolean; ends: boolean }[] = [];
  depth = 0;

  anchor(id: string, x: number, y: number): void {
    const mark: AnchorMark = { type: "anchor", id, x: round(x), y: round(Math.max(0, y)) };
    this.marks.push(mark);
  }

  finish(): PageBody {
    return { marks: this.marks, depth: round(this.depth), lines: this.lines, notes: this.notes };
  }
}

/** Lengths on pages are given to a thousandth of a point. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

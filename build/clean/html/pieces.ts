// Takes the tree of a page, its article and its notes; gives pieces. The one idea: one walk through the article, in which
// blocks close what is open and marks are carried over from block to block; what is no article is set aside whole.

import { type AsideKind, type Journal, Letters, LettersBuilder, MARK, type Piece, type PieceKind } from "../flow.ts";
import { append } from "../many.ts";
import { openingEscape, plainText } from "../markdown.ts";
import { furnitureKind, namesOf } from "./article.ts";
import {
  BREAK,
  EM,
  holdsText,
  type InlineMark,
  language,
  link,
  SMALL_CAPS,
  STRONG,
  SUB,
  SUP,
  type Token,
  tidy,
} from "./inline.ts";
import type { NoteFinding } from "./notes.ts";
import { type Element, isElement, isText, type Node, type Tree } from "./tree.ts";

const BLOCKS = new Set(
  "p div section article main header footer h1 h2 h3 h4 h5 h6 blockquote ul ol li dl dt dd table caption tbody thead tfoot tr td th figure figcaption pre hr address center hgroup details summary aside form fieldset legend body".split(
    " ",
  ),
);
const VERSE = /^(?:poem|verse|stanza|poetry|poetry-container|lg|linegroup|line-group|versepoem)$/;
const ITALIC = /^(?:italic|italics|ital|i|em)$/;
const CAPS = /^(?:smcap|smallcaps|small-caps|sc)$/;

interface Block {
  readonly kind: PieceKind;
  readonly level: number;
  readonly quoted: boolean;
  /** Columns the content of a list item is indented by. */
  readonly indent: number;
}

/** Blanks an item is set in by at most: what is nested deeper stands beside what it is nested in. */
const DEEPEST_ITEM = 40;

const BODY: Block = { kind: "paragraph", level: 0, quoted: false, indent: 0 };

export interface Walked {
  readonly pieces: Piece[];
  /** Indexes of `pieces` before which a note body stood. */
  readonly noted: ReadonlySet<number>;
}

export class Walker {
  private readonly tree: Tree;
  private readonly notes: NoteFinding;
  private readonly journal: Journal;
  private readonly bodies: ReadonlySet<Element>;
  private readonly marks: InlineMark[] = [];
  private tokens: Token[] = [];
  private pieces: Piece[] = [];
  private noted = new Set<number>();
  private lang: string;
  /** The label of a list item that has not begun yet. */
  private label = "";
  private inPre = false;

  constructor(tree: Tree, notes: NoteFinding, journal: Journal) {
    this.tree = tree;
    this.notes = notes;
    this.journal = journal;
    this.bodies = new Set(notes.bodies);
    this.lang = primary(
      tree.root.attribs.lang ?? tree.elements.find((each) => each.name === "body")?.attribs.lang ?? "",
    );
  }

  walk(element: Element): Walked {
    this.pieces = [];
    this.noted = new Set();
    this.children(element, BODY);
    this.flush(BODY);
    return { pieces: this.pieces, noted: this.noted };
  }

  /** Sets aside all text of an element but what stands in `except` and in notes. */
  setAside(element: Element, kind: AsideKind | "markup", except: Element | null = null): void {
    const parts: Letters[] = [];
    const waiting: Node[] = [element];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (isText(node)) parts.push(this.tree.letters.get(node) ?? Letters.empty);
      if (!isElement(node) || node === except || this.bodies.has(node)) continue;
      if (kind !== "markup" && furnitureKind(node, false) === "markup") this.setAside(node, "markup");
      else for (let i = node.children.length - 1; i >= 0; i -= 1) waiting.push(node.children[i]!);
    }
    const letters = Letters.concat(parts).trim();
    if (letters.length === 0) return;
    if (kind === "markup") this.journal.drop(letters, "html/script", 1);
    else this.journal.setAside(kind, letters);
  }

  setTextAside(node: Node): void {
    const letters = (this.tree.letters.get(node) ?? Letters.empty).trim();
    this.journal.setAside("furniture", letters);
  }

  private children(element: Element, block: Block): void {
    for (const child of element.children) {
      if (isText(child)) this.text(child);
      else if (isElement(child)) this.element(child, block);
    }
  }

  private text(node: Node): void {
    const letters = this.tree.letters.get(node) ?? Letters.empty;
    if (!this.inPre) {
      this.tokens.push({ type: "text", letters });
      return;
    }
    let from = 0;
    for (let i = letters.text.indexOf("\n"); i !== -1; i = letters.text.indexOf("\n", i + 1)) {
      this.tokens.push({ type: "text", letters: letters.slice(from, i) }, BREAK);
      from = i + 1;
    }
    this.tokens.push({ type: "text", letters: letters.slice(from) });
  }

  private element(element: Element, block: Block): void {
    if (this.bodies.has(element)) {
      this.flush(block);
      this.noted.add(this.pieces.length);
      return;
    }
    if (this.notes.backLinks.has(element)) {
      this.dropText(element, "html/back-link");
      return;
    }
    const call = this.notes.calls.get(element);
    if (call !== undefined) {
      this.dropText(element, "html/note-call");
      this.tokens.push({ type: "call", label: String(call) });
      return;
    }
    const aside = furnitureKind(element, true);
    if (aside !== null) this.setAside(element, aside);
    else this.languageOf(element, () => this.known(element, block));
  }

  private known(element: Element, block: Block): void {
    const { name } = element;
    const names = namesOf(element);
    switch (name) {
      case "br":
        this.tokens.push(BREAK);
        return;
      case "hr":
        this.flush(block);
        this.push({ ...block, kind: "rule" }, Letters.empty);
        return;
      case "img":
        this.image(element);
        return;
      case "h1":
      case "h2":
      case "h3":
      case "h4":
      case "h5":
      case "h6":
        this.block(element, block, { ...block, kind: "heading", level: Number(name[1]) });
        return;
      case "sup":
        if (descendants(element).some((each) => this.notes.calls.has(each))) this.raisedCalls(element, block);
        else this.inline(element, block, SUP);
        return;
      case "blockquote":
        this.block(element, block, { ...block, quoted: true });
        return;
      case "ul":
      case "ol":
        this.list(element, block);
        return;
      case "table":
        this.table(element, block);
        return;
      case "dl":
        this.definitions(element, block);
        return;
      case "pre":
        this.preformatted(element, block);
        return;
      case "q":
        this.tokens.push({ type: "text", letters: Letters.made("“") });
        this.children(element, block);
        this.tokens.push({ type: "text", letters: Letters.made("”") });
        return;
      default:
        if (BLOCKS.has(name))
          this.block(element, block, names.some((each) => VERSE.test(each)) ? { ...block, kind: "verse" } : block);
        else this.inline(element, block, markOf(element, names, block));
    }
  }

  private block(element: Element, outer: Block, inner: Block): void {
    this.flush(outer);
    const before = this.pieces.at(-1);
    this.children(element, inner);
    this.flush(inner);
    if (inner.kind === "verse" && outer.kind !== "verse") this.joinStanzas(before);
  }

  /** Stanzas and lines that are blocks of one poem become one piece. */
  private joinStanzas(before: Piece | undefined): void {
    const from = before === undefined ? 0 : this.pieces.lastIndexOf(before) + 1;
    const own = this.pieces.splice(from);
    for (const piece of own) {
      const last = this.pieces.length > from ? this.pieces.at(-1) : undefined;
      if (last?.kind !== "verse" || piece.kind !== "verse") this.pieces.push(piece);
      else {
        const letters = Letters.concat([last.letters, Letters.made(MARK.lineBreak.repeat(2)), piece.letters]);
        this.pieces[this.pieces.length - 1] = { ...last, letters };
      }
    }
  }

  private inline(element: Element, block: Block, mark: InlineMark | null): void {
    if (mark === null || this.marks.some((each) => each.name === mark.name)) {
      this.children(element, block);
      return;
    }
    this.marks.push(mark);
    this.tokens.push({ type: "open", mark });
    this.children(element, block);
    this.marks.pop();
    this.tokens.push({ type: "close", mark });
  }

  /** Calls lose the raised brackets and commas around them: the build raises calls itself. */
  private raisedCalls(element: Element, block: Block): void {
    for (const child of element.children) {
      const letters = this.tree.letters.get(child);
      if (letters && /^[\s[\](),;]*$/.test(letters.text)) this.journal.drop(letters.trim(), "html/note-call", 0.95);
      else if (isElement(child)) this.element(child, block);
      else if (isText(child)) this.text(child);
    }
  }

  private languageOf(element: Element, walk: () => void): void {
    const tag = element.attribs.lang ?? element.attribs["xml:lang"] ?? "";
    const own = /^[a-z]{2,3}(?:-[a-z\d]{1,8})*$/i.test(tag) ? primary(tag) : this.lang;
    if (own === this.lang || this.marks.some((each) => each.name === "lang")) {
      walk();
      return;
    }
    const outer = this.lang;
    const mark = language(tag);
    if (outer === "") {
      walk();
      return;
    }
    this.lang = own;
    if (BLOCKS.has(element.name)) this.flush(BODY);
    this.marks.push(mark);
    this.tokens.push({ type: "open", mark });
    walk();
    this.marks.pop();
    this.tokens.push({ type: "close", mark });
    this.lang = outer;
  }

  private image(element: Element): void {
    const start = element.sourceCodeLocation?.startOffset ?? 0;
    const end = element.sourceCodeLocation?.endOffset ?? start;
    const tag = Letters.from(this.journal.source.text.slice(start, end), start);
    const { alt = "", src = "" } = element.attribs;
    const said = alt.trim() === "" ? "it has no alternative text" : `its alternative text: ${alt.trim()}`;
    this.journal.ask("html/image", tag, `a picture was left out: ${src.slice(0, 200)}; ${said}`);
  }

  private list(element: Element, block: Block): void {
    this.flush(block);
    let number = Number.parseInt(element.attribs.start ?? "1", 10);
    if (!(number >= 0 && number < 1e8)) number = 1;
    for (const child of element.children) {
      if (!isElement(child) || child.name !== "li" || this.bodies.has(child) || furnitureKind(child, true) !== null) {
        if (isElement(child)) this.element(child, block);
        else if (isText(child)) this.text(child);
        continue;
      }
      const own = Number.parseInt(child.attribs.value ?? "", 10);
      if (element.name === "ol" && own >= 0 && own < 1e8) number = own;
      const label = element.name === "ol" ? `${number}.` : "-";
      number += 1;
      this.flush(block);
      this.label = `${" ".repeat(block.indent)}${label} `;
      this.languageOf(child, () => {
        const deeper = block.indent < DEEPEST_ITEM ? label.length + 1 : 0;
        const inner: Block = { ...block, kind: "item", indent: block.indent + deeper };
        this.children(child, inner);
        this.flush(inner);
      });
      this.label = "";
    }
    this.flush(block);
  }

  private definitions(element: Element, block: Block): void {
    this.flush(block);
    for (const child of element.children) {
      if (!isElement(child)) continue;
      if (child.name !== "dd" || this.bodies.has(child)) {
        this.element(child, block);
        continue;
      }
      const from = this.pieces.length;
      this.element(child, block);
      this.flush(block);
      const term = this.pieces[from - 1];
      const definition = this.pieces[from];
      if (this.pieces.length !== from + 1 || !term || block.indent > 0 || !isPlain(term) || !isPlain(definition!))
        continue;
      const letters = Letters.concat([term.letters, asIs("\n: "), definition!.letters]);
      this.pieces.splice(from - 1, 2, { ...term, kind: "verbatim", letters });
    }
  }

  private preformatted(element: Element, block: Block): void {
    this.flush(block);
    this.inPre = true;
    this.children(element, block);
    this.inPre = false;
    let full = 0;
    let wide = 0;
    for (const token of this.tokens) {
      if (token.type !== "text") continue;
      if (token.letters.length > 0) full += 1;
      if (token.letters.length > 45) wide += 1;
    }
    if (block.indent > 0 || wide > full / 2) {
      this.tokens = this.tokens.flatMap((token, i, all): Token[] =>
        token.type === "break" && !isBlankLine(all, i) ? [{ type: "text", letters: Letters.made(" ") }] : [token],
      );
      this.flush(block);
    } else this.flush({ ...block, kind: "verse" });
  }

  /** A table of data; one that only lays out a page is walked as blocks. */
  private table(element: Element, block: Block): void {
    this.flush(block);
    const all = descendants(element);
    const rows = all.filter((each) => each.name === "tr");
    const cells = rows.map((row) =>
      row.children.filter(isElement).filter((each) => each.name === "td" || each.name === "th"),
    );
    const width = Math.max(0, ...cells.slice(0, 5000).map((row) => row.length));
    const laysOut = all.some(
      (each) => /^(?:table|p|div|ul|ol|blockquote|h[1-6]|pre|dl|hr)$/.test(each.name) || this.bodies.has(each),
    );
    if (laysOut || width < 2 || rows.length < 2 || width > 40 || block.indent > 0) {
      this.children(element, block);
      this.flush(block);
      return;
    }
    for (const caption of all.filter((each) => each.name === "caption")) this.block(caption, block, block);
    const lines = cells
      .filter((row) => row.length > 0)
      .map((row) => {
        const written = row.map((cell) => this.cell(cell));
        while (written.length < width) written.push(Letters.empty);
        return Letters.concat([
          asIs("| "),
          ...written.flatMap((cell, i) => (i === 0 ? [cell] : [asIs(" | "), cell])),
          asIs(" |"),
        ]);
      });
    const rule = asIs(`\n|${" --- |".repeat(width)}`);
    const letters = Letters.concat(lines.flatMap((line, i) => (i === 0 ? [line, rule] : [asIs("\n"), line])));
    this.push({ ...block, kind: "verbatim" }, letters);
  }

  private cell(cell: Element): Letters {
    this.tokens = [];
    this.element(cell, { ...BODY, kind: "verbatim" });
    this.tokens = [];
    const own = this.pieces.pop();
    if (own?.kind === "verbatim" && own.label === "cell") return withoutBars(own.letters);
    if (own) this.pieces.push(own);
    return Letters.empty;
  }

  private dropText(element: Element, rule: "html/back-link" | "html/note-call"): void {
    const parts: Letters[] = [];
    const waiting: Node[] = [element];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (isText(node)) parts.push(this.tree.letters.get(node) ?? Letters.empty);
      if (isElement(node)) append(waiting, [...node.children].reverse());
    }
    const letters = Letters.concat(parts).trim();
    if (letters.length > 0) this.journal.drop(letters, rule, 0.95);
  }

  /** Closes the block that is open and writes it. */
  private flush(block: Block): void {
    const lines = this.takeLines();
    if (lines === null) return;
    if (block.kind === "verse") this.push(block, joined(lines, MARK.lineBreak));
    else if (block.kind === "verbatim") this.pieces.push(pieceOf({ ...block }, joined(lines, " "), "cell"));
    else if (block.kind === "heading") this.push(block, joined(lines, " "));
    else for (const letters of paragraphs(lines)) this.push(block, letters);
  }

  /** The lines that are open; null where nothing stands in them. */
  private takeLines(): readonly Letters[] | null {
    const closing = [...this.marks].reverse().map((mark): Token => ({ type: "close", mark }));
    const tokens = closing.length === 0 ? this.tokens : [...this.tokens, ...closing];
    this.tokens = this.marks.map((mark): Token => ({ type: "open", mark }));
    return holdsText(tokens) ? tidy(tokens, this.journal) : null;
  }

  private push(block: Block, letters: Letters): void {
    if (block.indent === 0 || block.kind === "rule") {
      this.pieces.push(pieceOf(block, letters, ""));
      return;
    }
    const first = this.label !== "";
    const lead = first ? this.label : " ".repeat(block.indent);
    this.label = "";
    const at = block.kind === "verse" ? null : openingEscape(letters.text);
    const escaped = at === null ? letters : Letters.concat([letters.slice(0, at), asIs("\\"), letters.slice(at)]);
    const body = hanging(escaped, block);
    const heading = block.kind === "heading" ? "#".repeat(block.level) : "";
    const opening = block.kind === "verse" ? "| " : heading === "" ? "" : `${heading} `;
    this.pieces.push(pieceOf({ ...block, kind: "verbatim" }, Letters.concat([asIs(lead + opening), body]), ""));
  }
}

function pieceOf(block: Block, letters: Letters, label: string): Piece {
  const { kind, level, quoted } = block;
  return { kind, level, label, quoted, letters, chapter: 0, page: 0, lastPage: 0 };
}

function isPlain(piece: Piece): boolean {
  return piece.kind === "paragraph" && !piece.letters.text.includes(MARK.lineBreak) && !piece.quoted;
}

/** Bars of a cell are escaped, or they would part it. */
function withoutBars(letters: Letters): Letters {
  const parts: Letters[] = [];
  let from = 0;
  for (let i = letters.text.indexOf("|"); i !== -1; i = letters.text.indexOf("|", i + 1)) {
    parts.push(letters.slice(from, i), asIs("\\"));
    from = i;
  }
  parts.push(letters.slice(from));
  return Letters.concat(parts);
}

function asIs(text: string): Letters {
  return Letters.made(`${MARK.asIs}${text}${MARK.asIs}`);
}

/** Lines after the first below the text of their list item. */
function hanging(letters: Letters, { indent, kind }: Block): Letters {
  const opening = `${kind === "verse" ? "" : "\\"}\n${" ".repeat(indent)}${kind === "verse" ? "| " : ""}`;
  const parts = splitAt(letters, MARK.lineBreak);
  return Letters.concat(parts.flatMap((part, i) => (i === 0 ? [part] : [asIs(opening), part])));
}

function splitAt(letters: Letters, sign: string): Letters[] {
  const parts: Letters[] = [];
  let from = 0;
  for (let i = letters.text.indexOf(sign); i !== -1; i = letters.text.indexOf(sign, i + 1)) {
    parts.push(letters.slice(from, i));
    from = i + 1;
  }
  parts.push(letters.slice(from));
  return parts;
}

function joined(lines: readonly Letters[], sign: string): Letters {
  if (lines.length === 1) return lines[0]!;
  const between = Letters.made(sign);
  const built = new LettersBuilder(lines.reduce((sum, { length }) => sum + length + sign.length, 0));
  lines.forEach((line, i) => {
    if (i > 0) built.add(between);
    built.add(line);
  });
  return built.build();
}

/** Two line breaks in a row part paragraphs. */
function paragraphs(lines: readonly Letters[]): Letters[] {
  const groups: Letters[][] = [[]];
  for (const line of lines) {
    if (line.length > 0) groups.at(-1)!.push(line);
    else if (groups.at(-1)!.length > 0) groups.push([]);
  }
  return groups.filter((group) => group.length > 0).map((group) => joined(group, MARK.lineBreak));
}

function isBlankLine(tokens: readonly Token[], at: number): boolean {
  const blank = (token: Token | undefined): boolean => token?.type === "text" && token.letters.text.trim() === "";
  return (
    tokens[at + 1]?.type === "break" ||
    (blank(tokens[at + 1]) && tokens[at + 2]?.type === "break") ||
    tokens[at - 1]?.type === "break" ||
    (blank(tokens[at - 1]) && tokens[at - 2]?.type === "break")
  );
}

function descendants(element: Element): Element[] {
  const all: Element[] = [];
  const waiting: Node[] = [...element.children].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (!isElement(node)) continue;
    all.push(node);
    for (let i = node.children.length - 1; i >= 0; i -= 1) waiting.push(node.children[i]!);
  }
  return all;
}

function primary(tag: string): string {
  return tag.toLowerCase().split("-")[0]!;
}

function markOf({ name, attribs }: Element, names: readonly string[], block: Block): InlineMark | null {
  const style = attribs.style ?? "";
  if (/^(?:i|em|cite|dfn|var)$/.test(name)) return EM;
  if (/^(?:b|strong)$/.test(name)) return block.kind === "heading" ? null : STRONG;
  if (name === "sub") return SUB;
  if (name === "a") return /^https?:\/\//i.test(attribs.href ?? "") ? link(attribs.href!) : null;
  if (/small-caps/.test(style) || names.some((each) => CAPS.test(each))) return SMALL_CAPS;
  if (/font-style\s*:\s*(?:italic|oblique)/i.test(style) || names.some((each) => ITALIC.test(each))) return EM;
  if (/font-weight\s*:\s*(?:bold|[7-9]00)/i.test(style) && block.kind !== "heading") return STRONG;
  return null;
}

/** A heading over nothing but notes, by its letters. */
export function isNotesHeading(piece: Piece): boolean {
  return piece.kind === "heading" && plainText(piece.letters).length < 60;
}

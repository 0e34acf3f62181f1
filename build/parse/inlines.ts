// Takes markdown-it's tokens of a line; gives the inlines of the model. The one idea: what opens is kept on a stack with
// what wraps its children when it closes.

import type { Token } from "markdown-it";
import type { Inline } from "../book.ts";
import { error, warning } from "../diagnostic.ts";
import { plainText } from "../walk.ts";
import { type Attributes, attributesAtEnd, attributesAtStart, NO_ATTRIBUTES } from "./attributes.ts";
import { slug } from "./ids.ts";
import { attributesOf } from "./markdown.ts";
import type { NoteBook } from "./notes.ts";
import type { Reading } from "./reading.ts";

export class InlineReader {
  /** Attributes found at the end of the block last read. */
  private pending: Attributes = NO_ATTRIBUTES;
  private readonly reading: Reading;
  private readonly notes: NoteBook;

  constructor(reading: Reading, notes: NoteBook) {
    this.reading = reading;
    this.notes = notes;
  }

  /** `top`: the inlines end a block, so that attributes may stand at their end. */
  read(tokens: readonly Token[], top = false): Inline[] {
    const stack: { inlines: Inline[]; wrap: (children: Inline[]) => Inline[] }[] = [
      { inlines: [], wrap: (children) => children },
    ];
    const add = (...inlines: Inline[]): void => {
      for (const inline of inlines) pushInline(stack.at(-1)!.inlines, inline);
    };
    for (let i = 0; i < tokens.length; i += 1) {
      const token = tokens[i]!;
      switch (token.type) {
        case "text":
        case "text_special":
          this.text(token.content, add);
          break;
        case "softbreak":
          add({ type: "text", text: " " });
          break;
        case "hardbreak":
          add({ type: "line_break" });
          break;
        case "code_inline":
          add({ type: "code", children: [{ type: "text", text: token.content }] });
          break;
        case "em_open":
          stack.push({ inlines: [], wrap: (children) => [{ type: "emph", children }] });
          break;
        case "strong_open":
          stack.push({ inlines: [], wrap: (children) => [{ type: "strong", children }] });
          break;
        case "span_open":
          stack.push({ inlines: [], wrap: this.spanWrap(attributesOf(token)) });
          break;
        case "link_open": {
          const { wrap, used } = this.linkWrap(token, tokens, i);
          if (used) skipAttributes(tokens, i);
          stack.push({ inlines: [], wrap });
          break;
        }
        case "em_close":
        case "strong_close":
        case "span_close":
        case "link_close": {
          const done = stack.pop()!;
          add(...done.wrap(done.inlines));
          break;
        }
        case "lost_note_ref":
          this.reading.complain(
            warning(
              "note/lost",
              `the note of call ${token.content} is lost`,
              this.reading.find(`[^?${token.content}]`),
            ),
          );
          add({ type: "lost_note_ref", mark: token.content });
          break;
        case "footnote_ref":
          add(this.notes.call(token));
          break;
        case "image":
          this.reading.complain(
            error(
              "syntax/attribute",
              "an image stands inside a line",
              this.reading.find(`](${String(token.attrGet("src"))}`),
              "put it into a paragraph of its own",
            ),
          );
          add({ type: "text", text: token.content });
          break;
        default:
          throw new Error(`unexpected inline token ${token.type}`);
      }
    }
    const inlines = stack[0]!.inlines;
    if (top) this.takeAttributes(inlines);
    return trimmed(inlines);
  }

  /** Attributes behind a blank at the end of a block's words belong to the block. */
  private takeAttributes(inlines: Inline[]): void {
    const last = inlines.at(-1);
    const found = last?.type === "text" ? attributesAtEnd(last.text) : null;
    this.pending = found?.attributes ?? NO_ATTRIBUTES;
    if (!found) return;
    inlines.pop();
    if (found.rest !== "") inlines.push({ type: "text", text: found.rest });
  }

  takePending(): Attributes {
    const attributes = this.pending;
    this.pending = NO_ATTRIBUTES;
    return attributes;
  }

  private text(content: string, add: (...inlines: Inline[]) => void): void {
    for (const [undefinedCall] of content.matchAll(/\[\^[^\]\s]+\]/g)) this.notes.complainOfUndefined(undefinedCall);
    for (const [tag] of content.matchAll(/<\/?[a-zA-Z][^<>]*>|<!--/g)) {
      this.reading.complain(
        warning(
          "syntax/html",
          `${tag} is raw HTML and is printed as it stands`,
          this.reading.find(tag),
          "docs/manuscript.md lists what to write instead",
        ),
      );
    }
    const text = content.replaceAll("\t", " ");
    if (text !== "") add({ type: "text", text });
  }

  private spanWrap(attributes: Attributes): (children: Inline[]) => Inline[] {
    const { classes, pairs, id } = attributes;
    const of = pairs.get("of");
    const known = ["sc", "sup", "sub", "term", "noterm", "index"];
    const names = [...known.map((each) => `.${each}`), "of", "lang"];
    for (const each of classes) if (!known.includes(each)) this.reading.complainOfAttribute(`.${each}`, names);
    for (const key of pairs.keys()) if (key !== "of" && key !== "lang") this.reading.complainOfAttribute(key, names);
    return (children) => {
      let inlines: Inline[] = children;
      if (classes.includes("sc")) inlines = [{ type: "small_caps", children: inlines }];
      if (classes.includes("sup")) inlines = [{ type: "superior", children: inlines }];
      if (classes.includes("sub")) inlines = [{ type: "inferior", children: inlines }];
      const lang = pairs.get("lang");
      if (lang !== undefined) inlines = [{ type: "lang", lang, children: inlines }];
      const words = plainText(children);
      if (classes.includes("term")) {
        inlines = [{ type: "term_ref", term: of ?? words, id: id ?? "", children: inlines }];
      }
      if (classes.includes("noterm")) inlines = [{ type: "term_ref", term: "", id: "", children: inlines }];
      if (classes.includes("index")) {
        const made = this.reading.dispense(`${this.reading.chapterId}-index-${slug(of ?? words)}`);
        inlines = [{ type: "index_mark", entry: of ?? words, id: id ?? made, children: inlines }];
      }
      return inlines;
    };
  }

  private linkWrap(
    open: Token,
    tokens: readonly Token[],
    at: number,
  ): { wrap: (children: Inline[]) => Inline[]; used: boolean } {
    const href = String(open.attrGet("href") ?? "");
    if (href.startsWith("#")) {
      const found = attributesBehindLink(tokens, at);
      const form = found?.classes.includes("page") ? "page" : "text";
      const target = decoded(href.slice(1));
      return { wrap: (children) => [{ type: "cross_ref", target, form, children }], used: found !== null };
    }
    if (!/^(?:https?:\/\/|mailto:)/i.test(href)) {
      this.reading.complain(
        error(
          "link/undefined",
          `the link ${href} leads neither into the book nor to the web`,
          this.reading.find(`](${href}`),
          "inside the book a link is #id; outside it begins with https://",
        ),
      );
      return { wrap: (children) => children, used: false };
    }
    return { wrap: (children) => [{ type: "link", href, children }], used: false };
  }
}

/** An address as it was written; one whose escapes are no UTF-8 is left as it is. */
export function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** Neighbouring runs of text become one. */
function pushInline(inlines: Inline[], inline: Inline): void {
  const last = inlines.at(-1);
  if (inline.type === "text" && last?.type === "text") {
    inlines[inlines.length - 1] = { type: "text", text: last.text + inline.text };
  } else inlines.push(inline);
}

function trimmed(inlines: Inline[]): Inline[] {
  const [first, last] = [inlines[0], inlines.at(-1)];
  if (first?.type === "text") inlines[0] = { type: "text", text: first.text.replace(/^ +/, "") };
  if (last?.type === "text") {
    const end = inlines[inlines.length - 1] as { type: "text"; text: string };
    inlines[inlines.length - 1] = { type: "text", text: end.text.replace(/ +$/, "") };
  }
  return inlines.filter((inline) => inline.type !== "text" || inline.text !== "");
}

/** The text token behind the link that opens at `at`, if it begins with attributes. */
function behindLink(
  tokens: readonly Token[],
  at: number,
): { token: Token; attributes: Attributes; length: number } | null {
  let depth = 0;
  for (let i = at; i < tokens.length; i += 1) {
    depth += tokens[i]!.nesting;
    if (depth > 0) continue;
    const token = tokens[i + 1];
    const found = token?.type === "text" ? attributesAtStart(token.content) : null;
    return found && token ? { token, ...found } : null;
  }
  return null;
}

function attributesBehindLink(tokens: readonly Token[], at: number): Attributes | null {
  return behindLink(tokens, at)?.attributes ?? null;
}

function skipAttributes(tokens: readonly Token[], at: number): void {
  const found = behindLink(tokens, at);
  if (found) found.token.content = found.token.content.slice(found.length);
}

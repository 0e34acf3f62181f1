// The dialect: markdown-it with notes, definition lists and containers, and three rules of our own: spans with
// attributes, calls whose note is lost, and verse in line blocks.

import MarkdownIt, { type Env, type StateBlock, type StateInline, type Token } from "markdown-it";
import container from "markdown-it-container";
import deflist from "markdown-it-deflist";
import footnote from "markdown-it-footnote";
import { type Attributes, attributesAtStart, NO_ATTRIBUTES } from "./attributes.ts";

/** An inline note, as the notes plugin leaves it in the environment. */
export interface InlineNote {
  readonly content: string;
  readonly tokens: Token[];
}

export function inlineNote(env: Env, id: number): InlineNote {
  const { footnotes } = env as { footnotes?: { list?: InlineNote[] } };
  const found = footnotes?.list?.[id];
  if (!found) throw new Error(`no inline note ${id}`);
  return found;
}

/** What stands in the braces behind a span. */
export function attributesOf(open: Token): Attributes {
  return (open.meta as { attributes: Attributes } | null)?.attributes ?? NO_ATTRIBUTES;
}

const dialect = new MarkdownIt({ html: false, linkify: false, typographer: false });
dialect.disable(["strikethrough", "lheading"]);
dialect
  .use(deflist)
  .use(footnote)
  .use(container, "any", { validate: (info: string) => info.trim() !== "" });
// Notes stay where they were written: the plugin's last step drops those without a call.
dialect.core.ruler.disable("footnote_tail");
dialect.inline.ruler.before("footnote_ref", "lost_note", lostNote);
dialect.inline.ruler.before("link", "span", span);
dialect.block.ruler.before("paragraph", "line_block", lineBlock, { alt: ["paragraph"] });

export function tokenize(text: string, env: Env): Token[] {
  return dialect.parse(text, env);
}

/** Inline tokens of a text that is not a block of the chapter, such as a caption. */
export function tokenizeInline(text: string, env: Env): Token[] {
  return dialect.parseInline(text, env)[0]?.children ?? [];
}

/** `[^?12]` */
function lostNote(state: StateInline, silent: boolean): boolean {
  const found = /^\[\^\?([^\]\s]+)\]/.exec(state.src.slice(state.pos, state.pos + 40));
  if (!found) return false;
  if (!silent) state.push("lost_note_ref", "", 0).content = found[1]!;
  state.pos += found[0].length;
  return true;
}

/** `[text]{attributes}` */
function span(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== "[") return false;
  const close = state.md.helpers.parseLinkLabel(state, state.pos, false);
  if (close < 0 || state.src[close + 1] !== "{") return false;
  const found = attributesAtStart(state.src.slice(close + 1));
  if (!found) return false;
  if (!silent) {
    const { pos, posMax } = state;
    state.pos = pos + 1;
    state.posMax = close;
    state.push("span_open", "", 1).meta = { attributes: found.attributes };
    state.md.inline.tokenize(state);
    state.push("span_close", "", -1);
    state.posMax = posMax;
  }
  state.pos = close + 1 + found.length;
  return true;
}

/** Lines that begin with "| ", or are a lone "|": verse. A table begins so too, but is tried before. */
function lineBlock(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = (line: number): string =>
    state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]!);
  const isVerse = (line: number): boolean => state.sCount[line]! >= state.blkIndent && /^\|(?: |$)/.test(lineAt(line));
  if (state.sCount[startLine]! - state.blkIndent >= 4 || !isVerse(startLine)) return false;
  if (silent) return true;
  let line = startLine;
  while (line < endLine && isVerse(line)) line += 1;
  const open = state.push("verse_open", "", 1);
  open.map = [startLine, line];
  for (let each = startLine; each < line; each += 1) {
    const inline = state.push("inline", "", 0);
    inline.content = lineAt(each).slice(2);
    inline.map = [each, each + 1];
    inline.children = [];
  }
  state.push("verse_close", "", -1);
  state.line = line;
  return true;
}

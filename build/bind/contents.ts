// Takes the list of what stands where, gives the contents: titles with their folios, with leaders or without.

import type { Setting } from "../page.ts";
import { Draft, type Line } from "./draft.ts";
import { displayStyle, type Press, runOf } from "./front.ts";
import { textStyle } from "./furniture.ts";

export interface ContentsEntry {
  readonly title: string;
  /** Under the title, where chapters have authors of their own. */
  readonly author: string | null;
  readonly target: string;
  readonly folio: string;
  readonly kind: "part" | "chapter";
}

/**
 * Draws the heading of a list the binder makes where `typeset` puts a chapter's title: below the sink, on the grid; gives
 * the baseline of the first line below it.
 */
export function putHeading(draft: Draft, press: Press, title: string, id: string): number {
  const { theme, block } = press;
  const { titleSize, titleStyle, titleAlign, sink, opening } = theme.chapter;
  const grid = theme.text.leading;
  const leading = Math.ceil((titleSize * 1.15) / (grid / 2)) * (grid / 2);
  draft.anchor(id, 0);
  const node = draft.node("H1", -1);
  const top = (opening === "run-on" ? 2 : sink) * grid;
  const lines = draft.wrapEvenly([runOf(title, displayStyle(theme, titleStyle), titleSize)], block.width);
  lines.forEach((line, i) => {
    const y = top + (block.first / grid) * leading + i * leading;
    draft.put(line, titleAlign === "centre" ? block.width / 2 : 0, y, node, titleAlign);
  });
  const end = Math.ceil((top + lines.length * leading) / grid) * grid;
  return end + 2 * grid + block.first;
}

export function contents(press: Press, entries: readonly ContentsEntry[], id: string): Setting {
  const { theme, labels, meta } = press;
  const { width, first, last } = press.block;
  const { size, leading } = theme.text;
  const draft = new Draft(press.shape, theme);
  draft.newPage();
  let y = putHeading(draft, press, labels.contents, id);
  const list = draft.node("TOC", -1);
  const style = textStyle(theme);
  const folioRoom = Math.max(...entries.map((entry) => draft.width(runOf(entry.folio, style, size))), size) + size;
  entries.forEach((entry, i) => {
    const link = { target: `#${entry.target}`, contents: `${labels.page} ${entry.folio}` };
    const titleStyle = entry.kind === "part" ? { ...style, smallCaps: true } : style;
    const run = { ...runOf(entry.title, titleStyle, size), link };
    const lines = draft.wrap([run], width - folioRoom - (entry.kind === "part" ? 0 : size), size);
    const byline = entry.author ? [{ ...runOf(entry.author, { ...style, italic: true }, size), link }] : null;
    const above = entry.kind === "part" && i > 0 ? leading / 2 : 0;
    const below = entry.kind === "part" ? leading * 0.25 : byline ? leading * 0.25 : 0;
    if (y + above + (lines.length - 1 + (byline ? 1 : 0)) * leading > last) {
      draft.newPage();
      y = first;
    } else y += above;
    const item = draft.node("TOCI", list);
    const own = draft.node("Reference", item);
    lines.forEach((line, k) => {
      draft.put(line, k === 0 ? 0 : size, y + k * leading, own, "left", true);
    });
    const lastLine = lines.at(-1)!;
    const lastY = y + (lines.length - 1) * leading;
    const folio = draft.wrap([{ ...runOf(entry.folio, style, size), link }], width)[0]!;
    if (theme.contents.leaders && entry.kind === "chapter") {
      const from = (lines.length > 1 ? size : 0) + lastLine.width;
      putLeaders(draft, press, from, width - folio.width, lastY);
    }
    draft.put(folio, width, lastY, own, "right", byline !== null);
    y = lastY + leading;
    if (byline) {
      for (const line of draft.wrap(byline, width - folioRoom - size)) {
        draft.put(line, size, y, own);
        y += leading;
      }
    }
    y += below;
  });
  return draft.setting({ chapter: id, role: "front", title: labels.contents, lang: meta.lang });
}

/** Dots stand on a grid counted from the right edge, so that those of all lines stand below one another. */
function putLeaders(draft: Draft, { theme, block }: Press, from: number, to: number, y: number): void {
  const { size } = theme.text;
  const { width } = block;
  const dot: Line = draft.wrap([runOf(".", textStyle(theme), size)], width)[0]!;
  const step = size * 0.9;
  const first = Math.floor((width - to + size * 0.6) / step) + 1;
  for (let i = first; width - i * step > from + size * 0.5; i += 1) draft.put(dot, width - i * step, y, -1, "right");
}

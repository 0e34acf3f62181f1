// Takes the list of what stands where, gives the contents: titles with their folios, with leaders or without.

import type { Setting } from "../page.ts";
import { Draft, type Line } from "./draft.ts";
import { displayStyle, type Press, runOf, textBlock } from "./front.ts";
import { textStyle } from "./furniture.ts";

export interface ContentsEntry {
  readonly title: string;
  /** Under the title, where chapters have authors of their own. */
  readonly author: string | null;
  readonly target: string;
  readonly folio: string;
  readonly kind: "part" | "chapter";
}

/** Draws the heading of a list the binder makes, and gives the baseline of the first line below it. */
export function putHeading(draft: Draft, press: Press, title: string, id: string): number {
  const { theme } = press;
  const { width } = textBlock(theme);
  const { titleSize, titleStyle, titleAlign } = theme.chapter;
  const { leading } = theme.text;
  draft.anchor(id, 0);
  const node = draft.node("H1", -1);
  const y = Math.ceil((titleSize * 0.9) / leading) * leading + leading;
  const line = draft.wrapEvenly([runOf(title, displayStyle(theme, titleStyle), titleSize)], width);
  line.forEach((each, i) => {
    draft.put(each, titleAlign === "centre" ? width / 2 : 0, y + i * titleSize * 1.2, node, titleAlign);
  });
  return y + (line.length - 1) * titleSize * 1.2 + 3 * leading;
}

export function contents(press: Press, entries: readonly ContentsEntry[], id: string): Setting {
  const { theme, labels, meta } = press;
  const { width, height } = textBlock(theme);
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
    if (y + above + (lines.length - 1 + (byline ? 1 : 0)) * leading > height) {
      draft.newPage();
      y = leading * 0.8;
    } else y += above;
    const item = draft.node("TOCI", list);
    const own = draft.node("Reference", item);
    lines.forEach((line, k) => {
      draft.put(line, k === 0 ? 0 : size, y + k * leading, own, "left", false);
    });
    const last = lines.at(-1)!;
    const lastY = y + (lines.length - 1) * leading;
    const folio = draft.wrap([{ ...runOf(entry.folio, style, size), link }], width)[0]!;
    if (theme.contents.leaders && entry.kind === "chapter") {
      const from = (lines.length > 1 ? size : 0) + last.width;
      putLeaders(draft, press, from, width - folio.width, lastY);
    }
    draft.put(folio, width, lastY, own, "right", byline === null);
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
function putLeaders(draft: Draft, { theme }: Press, from: number, to: number, y: number): void {
  const { size } = theme.text;
  const { width } = textBlock(theme);
  const dot: Line = draft.wrap([runOf(".", textStyle(theme), size)], width)[0]!;
  const step = size * 0.9;
  const first = Math.floor((width - to + size * 0.6) / step) + 1;
  for (let i = first; width - i * step > from + size * 0.5; i += 1) draft.put(dot, width - i * step, y, -1, "right");
}

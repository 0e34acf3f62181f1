// Takes what the book says of itself, gives its display pages: half title, title page, imprint, part pages.

import type { Meta, Part, PersonRole } from "../book.ts";
import type { FaceStyle, Setting, Shape, Theme } from "../page.ts";
import { Draft, type Run } from "./draft.ts";
import { type Labels, listed } from "./labels.ts";

export interface Press {
  readonly theme: Theme;
  readonly block: TextBlock;
  readonly shape: Shape;
  readonly labels: Labels;
  readonly meta: Meta;
}

export interface TextBlock {
  readonly width: number;
  readonly height: number;
  /** Baselines of the first and the last line of a full page, from the top of the block. */
  readonly first: number;
  readonly last: number;
}

/** The block as chapters are set in it (`PageBody`), so that what the binder sets stands on the same lines. */
export function textBlock({ page, margins, text }: Theme): TextBlock {
  const width = page.width - margins.inner - margins.outer;
  const height = page.height - margins.top - margins.bottom;
  const first = 0.7 * text.size;
  const last = first + Math.max(0, Math.floor((height - first - 0.25 * text.size) / text.leading)) * text.leading;
  return { width, height, first, last };
}

export function displayStyle(theme: Theme, shape: "small-caps" | "italic" | "roman"): FaceStyle {
  return {
    family: theme.faces.display,
    italic: shape === "italic",
    bold: false,
    smallCaps: shape === "small-caps",
  };
}

export function runOf(text: string, style: FaceStyle, size: number): Run {
  return { text, style, size };
}

/** Draws one paragraph where the theme has its titles, in the middle or at the left; gives the baseline behind it. */
function putDisplay(
  draft: Draft,
  runs: readonly Run[],
  y: number,
  leading: number,
  press: Press,
  role: "P" | "H1",
): number {
  const { width } = press.block;
  const node = draft.node(role, -1);
  const lines = draft.wrapEvenly(runs, width);
  lines.forEach((line, i) => {
    const { titleAlign } = press.theme.chapter;
    draft.put(line, titleAlign === "centre" ? width / 2 : 0, y + i * leading, node, titleAlign);
  });
  return y + lines.length * leading;
}

export function halfTitle(press: Press, id: string): Setting {
  const { theme, meta } = press;
  const draft = new Draft(press.shape, theme);
  const size = theme.text.size * 1.25;
  draft.newPage();
  const y = press.block.height * 0.2;
  putDisplay(draft, [runOf(meta.title, displayStyle(theme, "roman"), size)], y, size * 1.3, press, "P");
  return draft.setting({ chapter: id, role: "front", title: meta.title, lang: meta.lang });
}

/**
 * Authors above, title and subtitle at the upper third, those who made the edition below, the house at the foot.
 * Sizes are few: the title's, the text's, and the authors' between them.
 */
export function titlePage(press: Press, id: string): Setting {
  const { theme, meta, labels } = press;
  const { height, last } = press.block;
  const draft = new Draft(press.shape, theme);
  draft.newPage();
  const text = theme.text.size;
  const title = theme.chapter.titleSize * 1.45;
  const authors = namesOf(meta, "author");
  const byline = text * 1.2;
  if (authors.length > 0) {
    const run = runOf(listed(authors, labels), displayStyle(theme, "roman"), byline);
    putDisplay(draft, [run], height * 0.1, byline * 1.35, press, "P");
  }
  let y = height * 0.29;
  const style = displayStyle(theme, theme.chapter.titleStyle);
  y = putDisplay(draft, [runOf(meta.title, style, title)], y, title * 1.2, press, "P");
  if (meta.subtitle) {
    const size = text * 1.15;
    y += theme.text.leading * 0.4 - title * 0.2;
    y = putDisplay(draft, [runOf(meta.subtitle, displayStyle(theme, "italic"), size)], y, size * 1.35, press, "P");
  }
  y += theme.text.leading * 1.5;
  for (const line of creditLines(meta, labels)) {
    const run = runOf(line, displayStyle(theme, "roman"), text);
    y = putDisplay(draft, [run], y, theme.text.leading, press, "P") + theme.text.leading * 0.25;
  }
  const foot = [meta.publisher, yearOf(meta)].filter((each): each is string => Boolean(each));
  foot.forEach((line, i) => {
    const run = runOf(line, displayStyle(theme, "roman"), text);
    putDisplay(draft, [run], last - (foot.length - 1 - i) * theme.text.leading, theme.text.leading, press, "P");
  });
  return draft.setting({ chapter: id, role: "front", title: meta.title, lang: meta.lang });
}

function namesOf(meta: Meta, role: PersonRole): string[] {
  return meta.people.filter((person) => person.role === role).map((person) => person.name);
}

function yearOf(meta: Meta): string | null {
  return meta.undated ? null : meta.date.slice(0, 4);
}

/** Who else made the book. An editor's name stands here even where there is no author. */
function creditLines(meta: Meta, labels: Labels): string[] {
  const credits: readonly [PersonRole, string][] = [
    ["editor", labels.editedBy],
    ["translator", labels.translatedBy],
    ["illustrator", labels.illustratedBy],
    ["contributor", labels.withHelpBy],
  ];
  return credits.flatMap(([role, label]) => {
    const names = namesOf(meta, role);
    return names.length > 0 ? [`${label} ${listed(names, labels)}`] : [];
  });
}

/** The verso of the title page: set small, standing at the foot. */
export function imprint(press: Press, id: string): Setting {
  const { theme, meta } = press;
  const { width, last } = press.block;
  const draft = new Draft(press.shape, theme);
  draft.newPage();
  const { size, leading } = theme.note;
  const style = { family: theme.faces.text, italic: false, bold: false, smallCaps: false };
  const paragraphs = imprintLines(press).map((group) =>
    group.map((text) => ({ text, lines: draft.wrap([runOf(text, style, size)], width) })),
  );
  const lineCount = paragraphs.flat().reduce((sum, { lines }) => sum + lines.length, 0);
  let y = last - (lineCount - 1) * leading - (paragraphs.length - 1) * leading * 0.6;
  for (const group of paragraphs) {
    for (const { lines } of group) {
      const node = draft.node("P", -1);
      for (const line of lines) {
        draft.put(line, 0, y, node);
        y += leading;
      }
    }
    y += leading * 0.6;
  }
  return draft.setting({ chapter: id, role: "front", title: meta.title, lang: meta.lang });
}

function imprintLines({ meta, labels }: Press): string[][] {
  const authors = namesOf(meta, "author");
  const title = [meta.title, meta.subtitle].filter(Boolean).join(": ");
  const work = authors.length > 0 ? [title, `${labels.by} ${listed(authors, labels)}`].join(" ") : title;
  const series = meta.series ? [meta.series.title, meta.series.number].filter(Boolean).join(" ") : "";
  const house = [meta.publisher, yearOf(meta)].filter(Boolean).join(", ");
  return [
    [work, ...creditLines(meta, labels)],
    [series, house, meta.rights ?? ""],
    [identifierLine(meta, labels), `${labels.edition} ${meta.edition}`],
  ]
    .map((group) => group.filter(Boolean))
    .filter((group) => group.length > 0);
}

function identifierLine({ identifier }: Meta, labels: Labels): string {
  const isbn = /^urn:isbn:(.+)$/i.exec(identifier);
  return isbn ? `ISBN ${isbn[1]}` : `${labels.identifier} ${identifier}`;
}

export function partPage(press: Press, part: Part & { readonly title: string }): Setting {
  const { theme } = press;
  const draft = new Draft(press.shape, theme);
  draft.newPage();
  draft.anchor(part.id, 0);
  const size = theme.chapter.titleSize * 1.1;
  const run = runOf(part.title, displayStyle(theme, theme.chapter.titleStyle), size);
  putDisplay(draft, [run], press.block.height * 0.29, size * 1.25, press, "H1");
  return draft.setting({ chapter: part.id, role: "front", title: part.title, lang: press.meta.lang });
}

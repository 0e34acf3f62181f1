// Takes bare pages, gives them their running heads and folios. Blank pages and display pages have neither; a page that
// opens a chapter has no head, and its folio stands at the foot.

import type { FaceStyle, Mark, Page, Setting, Shape, ShapedWord, Theme } from "../page.ts";
import type { BarePage } from "./paginate.ts";

export interface Furnishing {
  readonly theme: Theme;
  readonly shape: Shape;
  readonly settings: readonly Setting[];
  /** The baseline of a full page's first line, from the top of the text block. */
  readonly firstLine: number;
  readonly bookTitle: string;
  readonly bookAuthor: string;
  /** Settings without head and folio: half title, title page, imprint, part pages. */
  readonly display: ReadonlySet<Setting>;
}

export function furnish(pages: readonly BarePage[], furnishing: Furnishing): Page[] {
  return pages.map((page) => furnishPage(page, furnishing));
}

function furnishPage(page: BarePage, furnishing: Furnishing): Page {
  const { theme, settings, display, firstLine } = furnishing;
  const bare: Page = { ...page, furniture: [], words: [] };
  if (!page.body) return bare;
  const setting = settings[page.body.setting]!;
  if (display.has(setting)) return bare;
  const opens = page.body.body === 0;
  const measure = page.width - theme.margins.inner - theme.margins.outer;
  const left = page.body.x;
  const place = opens && theme.folio.place === "head-outer" ? "foot-centre" : theme.folio.place;
  const folio = putter(furnishing, textStyle(theme), theme.folio.size);
  const head = putter(furnishing, headStyle(theme), theme.heads.size);
  const headLine = page.body.y + firstLine - theme.heads.distance * theme.text.leading;
  const footLine = page.height - theme.margins.bottom + Math.min(2 * theme.text.leading, theme.margins.bottom * 0.6);
  const outer = page.side === "recto" ? left + measure : left;
  const words: ShapedWord[] = [];
  const furniture: Mark[] = [];
  const outerSide = page.side === "recto" ? "right" : "left";
  const folioAlign = place === "foot-centre" ? "centre" : outerSide;
  const folioX = place === "foot-centre" ? left + measure / 2 : outer;
  const folioY = place === "head-outer" ? headLine : footLine;
  const folioWidth = folio(page.folio, folioX, folioY, folioAlign, measure, words, furniture);
  const text = opens ? "" : headText(page, setting, furnishing);
  if (text) {
    const room = measure - (place === "head-outer" ? 2 * (folioWidth + theme.heads.size) : 0);
    const centred = place === "head-outer" || theme.chapter.titleAlign === "centre";
    const headX = centred ? left + measure / 2 : outer;
    head(text, headX, headLine, centred ? "centre" : outerSide, room, words, furniture);
    if (theme.heads.rule) {
      const y = headLine + theme.heads.size * 0.45;
      furniture.push({ type: "rule", x: left, y, width: measure, height: 0.4, colour: theme.colour.text });
    }
  }
  return { ...page, furniture, words };
}

function headText(page: BarePage, setting: Setting, { theme, bookTitle, bookAuthor }: Furnishing): string {
  const content = page.side === "verso" ? theme.heads.left : theme.heads.right;
  switch (content) {
    case "none":
      return "";
    case "book":
      return bookTitle;
    case "chapter":
      return setting.title;
    case "author":
      if (setting.role === "front" || setting.role === "back") return setting.title;
      return setting.author ?? bookAuthor;
  }
}

export function textStyle(theme: Theme): FaceStyle {
  return { family: theme.faces.text, italic: false, bold: false, smallCaps: false };
}

function headStyle(theme: Theme): FaceStyle {
  const style = textStyle(theme);
  return { ...style, italic: theme.heads.style === "italic", smallCaps: theme.heads.style === "small-caps" };
}

type Put = (
  text: string,
  x: number,
  y: number,
  align: "left" | "centre" | "right",
  room: number,
  words: ShapedWord[],
  marks: Mark[],
) => number;

/** Puts one line, shortened to fit; gives its width. */
function putter({ shape, theme }: Furnishing, style: FaceStyle, size: number): Put {
  return (text, x, y, align, room, words, marks) => {
    const line = fitted(text, style, size, room, shape);
    const width = (line.width * size) / 1000;
    const start = align === "left" ? x : align === "centre" ? x - width / 2 : x - width;
    const indices = line.words.map((word) => words.push(word) - 1);
    const gaps = line.gaps.map((gap) => (gap < 0 ? -1 : (gap * size) / 1000));
    marks.push({
      type: "text",
      x: start,
      y,
      size,
      stretch: 1,
      colour: theme.colour.text,
      words: indices,
      gaps,
      node: -1,
    });
    return width;
  };
}

/** A head too long for its room loses words at its end. */
function fitted(text: string, style: FaceStyle, size: number, room: number, shape: Shape): ReturnType<Shape> {
  let line = shape(text, style);
  let words = text.split(" ");
  while ((line.width * size) / 1000 > room && words.length > 1) {
    words = words.slice(0, -1);
    line = shape(`${words.join(" ").replace(/[\s.,:;–—-]+$/, "")}…`, style);
  }
  return line;
}

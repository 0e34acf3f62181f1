// Takes a bound zine that does not fill its sheets, gives the order of pages with the empty ones where the theme wants
// them. Pages keep their sides: a recto stays a recto, so leaves are added in front, never single pages.
//
//      end          pages … pages  –  –  –          nothing printed
//      notes        pages … pages  ≡  ≡  –          lines to write on; the outer back stays plain
//      endpapers    –  –  pages … pages  –  –       a leaf before the title where there are leaves for it

import type { Bound, Page, Shape } from "../page.ts";
import { Sketch } from "./sketch.ts";

export interface Filled {
  readonly bound: Bound;
  /** Page indices in the order they are read; null is a blank. */
  readonly sequence: readonly (number | null)[];
}

/** `multiple`: pages of a whole sheet. `title` stands over the lines of a notes page. */
export function fillSheets(bound: Bound, multiple: number, title: string, shape: Shape): Filled {
  const count = bound.pages.length;
  const empty = (multiple - (count % multiple)) % multiple;
  const pages = bound.pages.map((_, at) => at);
  const blanks = (number: number) => Array.from({ length: number }, () => null);
  const how = bound.theme.blanks ?? "end";
  if (how === "endpapers" && empty >= 4) return { bound, sequence: [...blanks(2), ...pages, ...blanks(empty - 2)] };
  if (how !== "notes" || empty < 2) return { bound, sequence: [...pages, ...blanks(empty)] };
  const notes = Array.from({ length: empty - 1 }, (_, at) => notesPage(bound, count + at, title, shape));
  return {
    bound: { ...bound, pages: [...bound.pages, ...notes] },
    sequence: [...pages, ...notes.map(({ index }) => index), null],
  };
}

/** Lines two lines of the grid apart: room for handwriting. */
function notesPage({ theme }: Bound, index: number, title: string, shape: Shape): Page {
  const { width, height } = theme.page;
  const { inner, outer, top, bottom } = theme.margins;
  const recto = index % 2 === 0;
  const left = recto ? inner : outer;
  const right = width - (recto ? outer : inner);
  const step = 2 * theme.text.leading;
  const pen = new Sketch(shape, theme.faces.text);
  pen.text(left, top + theme.text.size, title, { size: theme.text.size, italic: true });
  for (let y = top + theme.text.size + step; y <= height - bottom; y += step) pen.rule(left, y, right - left, 0.3, 0.4);
  return {
    index,
    folio: "",
    numbering: "arabic",
    side: recto ? "recto" : "verso",
    width,
    height,
    body: null,
    furniture: pen.marks,
    words: pen.words,
  };
}

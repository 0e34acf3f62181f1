// Takes what readers find their way by, gives page labels (ISO 32000-1, 12.4.2), the outline (12.3.3) and named
// destinations (12.3.2.3).

import type { OutlineItem, Page } from "../page.ts";
import type { Pen, Ref } from "./mends.ts";
import { byBytes, destination, number, textString, Written } from "./syntax.ts";

/** Where an id stands: the page and, as PDF counts, the height on it. */
export interface Landing {
  readonly page: Ref;
  readonly top: number;
}

/** A new range of labels begins where the numbering changes. */
export function pageLabels(pages: readonly Pick<Page, "folio" | "numbering">[]): string {
  const ranges: string[] = [];
  let expected = 0;
  let numbering = "";
  pages.forEach((page, index) => {
    const value = page.numbering === "roman" ? fromRoman(page.folio) : Number.parseInt(page.folio, 10);
    if (page.numbering !== numbering || value !== expected) {
      ranges.push(`${index}<</S/${page.numbering === "roman" ? "r" : "D"}/St ${value}>>`);
      numbering = page.numbering;
    }
    expected = value + 1;
  });
  return `<</Nums[${ranges.join(" ")}]>>`;
}

const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };

function fromRoman(folio: string): number {
  const digits = [...folio].map((letter) => ROMAN[letter] ?? 0);
  return digits.reduce((sum, digit, i) => sum + (digit < (digits[i + 1] ?? 0) ? -digit : digit), 0);
}

/** The outline with its chapters open; headings within chapters are folded. Null where there is nothing to list. */
export function writeOutline(pen: Pen, items: readonly OutlineItem[]): Ref | null {
  if (items.length === 0) return null;
  const root = pen.ref();
  const kids = writeItems(pen, items, root, 1);
  root.data = new Written(`<</Type/Outlines/First ${kids.first}/Last ${kids.last}/Count ${kids.shown}>>`);
  root.end();
  return root;
}

const OPEN_DEPTH = 1;

function writeItems(
  pen: Pen,
  items: readonly OutlineItem[],
  parent: Ref,
  depth: number,
): { readonly first: Ref; readonly last: Ref; readonly shown: number } {
  const refs = items.map(() => pen.ref());
  let shown = items.length;
  items.forEach((item, i) => {
    let entries = `/Title ${textString(item.title)}/Parent ${parent}/Dest ${textString(destination(item.target))}`;
    if (i > 0) entries += `/Prev ${refs[i - 1]}`;
    if (i + 1 < items.length) entries += `/Next ${refs[i + 1]}`;
    if (item.children.length > 0) {
      const kids = writeItems(pen, item.children, refs[i]!, depth + 1);
      const open = depth < OPEN_DEPTH;
      if (open) shown += kids.shown;
      entries += `/First ${kids.first}/Last ${kids.last}/Count ${open ? kids.shown : -kids.shown}`;
    }
    refs[i]!.data = new Written(`<<${entries}>>`);
    refs[i]!.end();
  });
  return { first: refs[0]!, last: refs.at(-1)!, shown };
}

/** The tree of destinations: those of `wanted` that stand somewhere. */
export function writeDestinations(pen: Pen, wanted: ReadonlySet<string>, landings: ReadonlyMap<string, Landing>): void {
  const entries: [string, Landing][] = [];
  for (const id of wanted) {
    const landing = landings.get(id);
    if (landing) entries.push([destination(id), landing]);
  }
  entries.sort(([a], [b]) => byBytes(a, b));
  const names = entries.map(([id, { page, top }]) => `${textString(id)} [${page}/XYZ null ${number(top)} null]`);
  pen._root.data.Names.data.Dests = new Written(`<</Names[${names.join("\n")}]>>`);
}

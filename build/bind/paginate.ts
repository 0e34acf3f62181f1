// Takes settings in the order of the book, gives pages: which body stands on which, recto or verso, with which folio.

import type { Page, Setting, Theme } from "../page.ts";

export interface Section {
  readonly setting: Setting;
  readonly opening: "recto" | "any";
  readonly numbering: Page["numbering"];
}

/** A page without its head and folio. */
export type BarePage = Omit<Page, "furniture" | "words">;

export function paginate(sections: readonly Section[], theme: Theme): BarePage[] {
  const pages: BarePage[] = [];
  let folio = 0;
  let numbering: Page["numbering"] | null = null;
  const add = (body: Page["body"], kind: Page["numbering"]) => {
    folio = kind === numbering ? folio + 1 : 1;
    numbering = kind;
    const index = pages.length;
    const side = index % 2 === 0 ? "recto" : "verso";
    pages.push({
      index,
      folio: kind === "roman" ? roman(folio) : `${folio}`,
      numbering: kind,
      side,
      width: theme.page.width,
      height: theme.page.height,
      body,
    });
  };
  sections.forEach((section, number) => {
    const recto = section.opening === "recto" || (numbering !== null && section.numbering !== numbering);
    if (recto && pages.length % 2 === 1) add(null, numbering ?? section.numbering);
    section.setting.bodies.forEach((_, body) => {
      const left = pages.length % 2 === 0 ? theme.margins.inner : theme.margins.outer;
      add({ setting: number, body, x: left, y: theme.margins.top }, section.numbering);
    });
  });
  return pages;
}

/** Page index by id: anchors, and what a setting is called. The first place of an id counts. */
export function findPages(pages: readonly BarePage[], settings: readonly Setting[]): Map<string, number> {
  const pageOf = new Map<string, number>();
  const note = (id: string, index: number) => {
    if (!pageOf.has(id)) pageOf.set(id, index);
  };
  for (const { body, index } of pages) {
    if (!body) continue;
    const setting = settings[body.setting]!;
    if (body.body === 0) note(setting.chapter, index);
    for (const mark of setting.bodies[body.body]!.marks) if (mark.type === "anchor") note(mark.id, index);
  }
  return pageOf;
}

const ROMAN: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

export function roman(value: number): string {
  let rest = value;
  let text = "";
  for (const [size, letters] of ROMAN) {
    while (rest >= size) {
      text += letters;
      rest -= size;
    }
  }
  return text;
}

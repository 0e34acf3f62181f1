// Takes inlines, gives XHTML. Calls and their marks come from the model; nothing is counted here.

import type { Inline, NoteRef, Styled, TermRef } from "../book.ts";
import { never } from "../diagnostic.ts";
import type { Places } from "./places.ts";
import type { Words } from "./words.ts";
import { element, escapeText, langOf, type Markup, xmlId } from "./xml.ts";

/** Where something is being written. */
export interface Scene {
  readonly file: string;
  readonly places: Places;
  readonly words: Words;
  /** "kepub": the further tokens Kobo's readers look for. */
  readonly variant: "epub" | "kepub";
  /** True while words are said a second time (the reference behind "Ibid."): no ids, calls or term links. */
  readonly copy: boolean;
}

/** The address of a thing of the book, as seen from `scene.file`. */
export function hrefTo(id: string, scene: Pick<Scene, "file" | "places">): string {
  const place = scene.places.get(id);
  if (place === undefined) throw new Error(`nothing in the book has the id ${id}`);
  const fragment = place.fragment || place.file === scene.file ? `#${xmlId(id)}` : "";
  return place.file === scene.file ? fragment : place.file + fragment;
}

const STYLE_TAGS: Readonly<Record<Styled["type"], readonly [name: string, className: string | null]>> = {
  emph: ["em", null],
  strong: ["strong", null],
  small_caps: ["span", "small-caps"],
  superior: ["sup", null],
  inferior: ["sub", null],
  code: ["code", null],
};

export function writeInlines(inlines: readonly Inline[], scene: Scene): Markup {
  let markup = "";
  for (const node of inlines) markup += writeInline(node, scene);
  return markup;
}

function writeInline(node: Inline, scene: Scene): Markup {
  switch (node.type) {
    case "text":
      return escapeText(node.text);
    case "line_break":
      return "<br/>";
    case "emph":
    case "strong":
    case "small_caps":
    case "superior":
    case "inferior":
    case "code": {
      const [name, className] = STYLE_TAGS[node.type];
      return element(name, { class: className }, writeInlines(node.children, scene));
    }
    case "lang":
      return element("span", langOf(node.lang), writeInlines(node.children, scene));
    case "link":
      return element("a", { href: node.href, class: "out" }, writeInlines(node.children, scene));
    case "cross_ref":
      if (scene.copy) return writeInlines(node.children, scene);
      return element("a", { href: hrefTo(node.target, scene), class: "ref" }, writeInlines(node.children, scene));
    case "term_ref":
      return writeTerm(node, scene);
    case "index_mark": {
      const id = scene.copy ? null : xmlId(node.id);
      return element("span", { id }, writeInlines(node.children, scene));
    }
    case "note_ref":
      return scene.copy ? "" : writeCall(node, scene);
    case "lost_note_ref":
      if (scene.copy) return "";
      return element("sup", { class: "lost", title: scene.words.lost }, escapeText(node.mark));
    default:
      return never(node);
  }
}

/** DPUB-ARIA 1.1, doc-glossref. */
function writeTerm(node: TermRef, scene: Scene): Markup {
  const words = writeInlines(node.children, scene);
  if (scene.copy) return words;
  const href = hrefTo(node.term, scene);
  return element(
    "a",
    { id: xmlId(node.id), href, class: "term", "epub:type": "glossref", role: "doc-glossref" },
    words,
  );
}

/**
 * A call that every reader knows by one of its own rules: type and role (Apple Books, Thorium, Foliate, Kindle), the role
 * first where a second token would defeat the type (calibre), raised (KOReader), a full id that leads forward (Kobo).
 */
function writeCall(node: NoteRef, scene: Scene): Markup {
  const type = scene.variant === "kepub" ? "noteref endnote" : "noteref";
  const attributes = { id: xmlId(node.id), href: hrefTo(node.note, scene), class: "call", "epub:type": type };
  return element("sup", {}, element("a", { ...attributes, role: "doc-noteref" }, escapeText(node.mark)));
}

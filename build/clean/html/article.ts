// Takes the tree of a page; says which element holds the article, and which elements are the site's furniture. The one
// idea: what the author of the page names is believed; without a name, one goes down from the body for as long as one
// child holds nearly all the text that is no link.

import type { AsideKind } from "../flow.ts";
import { type Element, isElement, isText, type Node, type Tree } from "./tree.ts";

const NEVER_TEXT = new Set(
  "script style template iframe object embed noscript svg canvas audio video map head".split(" "),
);
const CONTROLS = new Set("nav aside form button select dialog input textarea menu".split(" "));
const FURNITURE =
  /^(?:nav|navbar|navbox|navigation|menu|sidebar|share|sharing|sharedaddy|social|social-share|share-buttons|comments?|comments-area|comment-list|comment-respond|respond|related|related-posts|jp-relatedposts|breadcrumbs?|newsletter|subscribe|subscription-widget|subscribe-widget|cookie|cookie-banner|popup|modal|mw-editsection|printfooter|catlinks|noprint|skip-link|screen-reader-text|visually-hidden|sr-only|pagination|post-navigation|nav-links|widget|pagenum|pageno|page-number|mw-jump-link|headerlink|header-anchor|like-button|button-wrapper)$/;
const CONTENTS = /^(?:toc|table-of-contents|contents-list)$/;
const ADVERT = /^(?:ads?|advert|advertisement|adsbygoogle|promo|sponsored|sponsor)$/;
const ROLES = /^(?:navigation|banner|contentinfo|search|complementary|dialog|menu|toolbar)$/;
const NOTE_ROLE = /footnote|endnote/;

/** What an element is set aside as; "markup" for scripts and their like, null for text. `inArticle`: inside the article. */
export function furnitureKind(element: Element, inArticle: boolean): AsideKind | "markup" | null {
  const { name, attribs } = element;
  if (NEVER_TEXT.has(name)) return "markup";
  if (NOTE_ROLE.test(`${attribs.role ?? ""} ${attribs["epub:type"] ?? ""}`)) return null;
  const names = namesOf(element);
  if (names.some((each) => CONTENTS.test(each))) return "contents";
  if (names.some((each) => ADVERT.test(each))) return "advert";
  if (CONTROLS.has(name) || ROLES.test(attribs.role ?? "")) return "furniture";
  if (names.some((each) => FURNITURE.test(each))) return "furniture";
  if (name === "footer" && !within(element, "blockquote")) return "furniture";
  if (name === "header" && !inArticle) return "furniture";
  return isHidden(element) ? "debris" : null;
}

function isHidden({ attribs }: Element): boolean {
  if (attribs.hidden !== undefined || attribs["aria-hidden"] === "true") return true;
  return /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attribs.style ?? "");
}

export function namesOf({ attribs }: Element): string[] {
  return `${attribs.class ?? ""} ${attribs.id ?? ""}`
    .toLowerCase()
    .split(/\s+/)
    .filter((each) => each !== "");
}

export function within(element: Element, name: string): boolean {
  for (let up = element.parent; isElement(up as Node); up = (up as Element).parent) {
    if ((up as Element).name === name) return true;
  }
  return false;
}

/** Share of the text that one child must hold for the search to go on inside it. */
const NEARLY_ALL = 0.8;
/** Share of the page's text that a named article must hold. */
const ENOUGH = 0.4;

export function findArticle({ root, elements }: Tree): Element {
  const body = elements.find((each) => each.name === "body") ?? root;
  const weight = weigh(elements);
  const of = (element: Element): number => weight.get(element) ?? 0;
  const densest = goDown(body, of);
  const mains = elements.filter(({ name, attribs }) => name === "main" || attribs.role === "main");
  const articles = elements.filter((each) => each.name === "article" && !within(each, "article"));
  const named = [...(articles.length === 1 ? articles : []), ...mains.slice(0, 1)];
  return named.find((each) => of(each) >= ENOUGH * of(densest) && of(each) > 0) ?? densest;
}

function goDown(body: Element, of: (element: Element) => number): Element {
  let here = body;
  for (;;) {
    const best = here.children.filter(isElement).find((child) => of(child) >= NEARLY_ALL * of(here));
    if (
      !best ||
      of(best) === 0 ||
      !/^(?:div|section|article|main|center|table|tbody|tr|td|font|span|form)$/.test(best.name)
    )
      return here;
    here = best;
  }
}

/** Letters of each element, less twice those of links, without furniture. */
function weigh(elements: readonly Element[]): Map<Element, number> {
  const weight = new Map<Element, number>();
  for (let i = elements.length - 1; i >= 0; i -= 1) {
    const element = elements[i]!;
    if (element.name !== "body" && furnitureKind(element, false) !== null) continue;
    let sum = 0;
    for (const child of element.children) {
      if (isText(child)) sum += child.data.replace(/\s+/g, " ").length;
      else if (isElement(child)) sum += weight.get(child) ?? 0;
    }
    weight.set(element, element.name === "a" ? -sum : sum);
  }
  return weight;
}

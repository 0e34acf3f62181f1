// Takes the tree of a page; gives its notes: which links are calls, which element holds each body, which links lead back.
// The one idea: a call is a short mark that links to a place further down which links back, or which says it is a note.

import { append } from "../many.ts";
import { type Element, isElement, isText, type Node, type Tree } from "./tree.ts";

export interface NoteFinding {
  /** The number of the note each call leads to. */
  readonly calls: ReadonlyMap<Element, number>;
  readonly bodies: readonly Element[];
  /** In bodies: the links that lead back, with what stands around them for their sake. */
  readonly backLinks: ReadonlySet<Element>;
}

const MARK_TEXT = /^[[({]?\s*(?:note\s+)?(\d{1,4}|[*∗†‡§¶]{1,4}|[a-z]|[ivxlc]{1,6})\s*[\])}.]?$/i;
const BACK_TEXT =
  /^[[(]?\s*(?:[\d.]{1,5}|[a-z]|[*∗†‡§¶]{1,4}|[ivxlc]{1,6}|(?:[↑↩↵⤴⏎^⮐←▲⇑]|\ufe0e|\ufe0f)+|back|return|jump up)\s*[\]).:]*\s*[↑↩^]?$/i;
const NAMED =
  /(?:^|[-_:#])(?:fn|fnref|ftn|ftnref|note|noteref|cite_note|cite_ref|footnote|endnote|edn|en|sdfootnote|sdendnote|bfn)(?:\d|[-_]|anchor|sym|$)|footnote|endnote/i;
const INLINE = new Set("a span sup sub b i em strong small font cite abbr bdi label".split(" "));
const NO_BODY = /^(?:h[1-6]|body|html|main|article|table|tbody|tr|ol|ul|dl|figure|img|section)$/;

export function findNotes({ elements, order }: Tree): NoteFinding {
  const places = new Map<string, Element>();
  for (const element of elements) {
    for (const id of [element.attribs.id, element.name === "a" ? element.attribs.name : undefined]) {
      if (id !== undefined && id !== "" && !places.has(id)) places.set(id, element);
    }
  }
  const targetOf = (element: Element): Element | null => {
    const href = element.attribs.href ?? "";
    const hash = href.indexOf("#");
    return hash < 0 || /^[a-z]+:/i.test(href) ? null : (places.get(unescaped(href.slice(hash + 1))) ?? null);
  };
  const links = elements.filter((each) => each.name === "a" && targetOf(each) !== null);
  const back = backPlaces(links, targetOf, order);
  const calls = new Map<Element, number>();
  const bodies = new Map<Element, number>();
  const holders = new Set<Element>();
  for (const link of links) {
    if (!MARK_TEXT.test(shortText(link))) continue;
    const target = targetOf(link)!;
    const body = bodyOf(target);
    if (body === null || order.get(body)! < order.get(link)! || isInside(link, body)) continue;
    if (isInsideAny(body, bodies) || holders.has(body)) continue;
    if (!back.get(body)?.some((place) => near(place, link)) && !looksLikeCall(link, target)) continue;
    if (!bodies.has(body)) bodies.set(body, bodies.size);
    for (let up = body.parent as Node | null; isElement(up) && !holders.has(up); up = up.parent as Node | null)
      holders.add(up);
    calls.set(link, bodies.get(body)!);
  }
  const callList = [...calls.keys()];
  const anchors = new Set(callList.flatMap((call) => around(call)));
  const backLinks = new Set<Element>();
  for (const link of links) {
    if (calls.has(link) || !BACK_TEXT.test(shortText(link)) || !isInsideAny(link, bodies)) continue;
    if (around(targetOf(link)!).some((each) => anchors.has(each))) backLinks.add(link);
  }
  for (const body of bodies.keys()) {
    for (const each of shallow(body))
      if (/backlink|footnote-?back|footnote-number/i.test(each.attribs.class ?? "")) backLinks.add(each);
  }
  return { calls, bodies: [...bodies.keys()], backLinks };
}

function unescaped(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** For each possible body, the places earlier in the page that links in it lead to. */
function backPlaces(
  links: readonly Element[],
  targetOf: (element: Element) => Element | null,
  order: ReadonlyMap<Element, number>,
): Map<Element, Element[]> {
  const back = new Map<Element, Element[]>();
  for (const link of links) {
    const target = targetOf(link)!;
    if (order.get(target)! >= order.get(link)!) continue;
    for (const body of ancestors(link)) (back.get(body) ?? back.set(body, []).get(body)!).push(target);
  }
  return back;
}

/** Generations that a back link may lie below its note. */
const GENERATIONS = 6;

function ancestors(element: Element): Element[] {
  const up: Element[] = [];
  let here: Node | null = element.parent as Node | null;
  while (isElement(here) && up.length < GENERATIONS && !/^(?:body|html|main|article)$/.test(here.name)) {
    up.push(here);
    here = here.parent as Node | null;
  }
  return up;
}

/** Children looked at around a link. */
const FEW = 8;

function around(element: Element): Element[] {
  const inside = element.children.slice(0, FEW).filter(isElement);
  const up = element.parent as Node | null;
  return [
    element,
    ...inside,
    ...(isElement(up) && INLINE.has(up.name) ? [up, ...up.children.slice(0, FEW).filter(isElement)] : []),
  ];
}

function near(place: Element, link: Element): boolean {
  return around(link).includes(place);
}

function looksLikeCall(link: Element, target: Element): boolean {
  const { attribs, parent } = link;
  if (/noteref/.test(`${attribs.role ?? ""} ${attribs["epub:type"] ?? ""}`)) return true;
  const raised =
    (isElement(parent as Node) && (parent as Element).name === "sup") ||
    link.children.some((each) => isElement(each) && each.name === "sup");
  const named = [attribs.class, attribs.id, attribs.name, attribs.href, target.attribs.class, target.attribs.id].some(
    (each) => NAMED.test(each ?? ""),
  );
  return raised || named;
}

/** The block a target names, or stands in. */
function bodyOf(target: Element): Element | null {
  let here: Element = target;
  while (INLINE.has(here.name)) {
    const up = here.parent as Node | null;
    if (!isElement(up)) return null;
    here = up;
  }
  return NO_BODY.test(here.name) ? null : here;
}

function isInside(element: Element, outer: Element): boolean {
  for (let up: Node | null = element; isElement(up); up = up.parent as Node | null) if (up === outer) return true;
  return false;
}

function isInsideAny(element: Element, outers: ReadonlyMap<Element, number>): boolean {
  let up = element.parent as Node | null;
  while (isElement(up)) {
    if (outers.has(up)) return true;
    up = up.parent as Node | null;
  }
  return false;
}

const SHORT = 12;

/** The text of a link where it is short, else "". */
function shortText(element: Element): string {
  let text = "";
  const waiting: Node[] = [...element.children].reverse();
  for (let node = waiting.pop(); node && text.length <= 4 * SHORT; node = waiting.pop()) {
    if (isText(node)) text += node.data;
    if (isElement(node)) append(waiting, [...node.children].reverse());
  }
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= SHORT ? flat : "";
}

/** Elements of a body down to the third generation. */
function shallow(body: Element): Element[] {
  const one = body.children.filter(isElement);
  const two = one.flatMap((each) => each.children.filter(isElement));
  return [...one, ...two, ...two.flatMap((each) => each.children.filter(isElement))];
}

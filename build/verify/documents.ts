// Takes the files of an EPUB, gives its documents as trees and what is wrong with each for itself: form, safety, languages,
// names, content model, leaks. What a document owes to the book is judged elsewhere.

import { type Diagnostic, type DiagnosticCode, error, warning } from "../diagnostic.ts";
import { INLINE } from "./words.ts";
import { elementsOf, find, has, parseXml, textOf, type XmlElement } from "./xml.ts";

export interface Document {
  readonly path: string;
  readonly root: XmlElement;
  readonly ids: ReadonlyMap<string, XmlElement>;
}

export interface Manifested {
  readonly path: string;
  readonly mime: string;
  readonly properties: readonly string[];
}

export type Say = (code: DiagnosticCode, file: string, message: string) => void;

export function sayInto(diagnostics: Diagnostic[]): Say {
  return (code, file, message) => diagnostics.push(error(code, message, { file, start: 0, end: 0 }));
}

export function warnInto(diagnostics: Diagnostic[]): Say {
  return (code, file, message) => diagnostics.push(warning(code, message, { file, start: 0, end: 0 }));
}

export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** null after a complaint. */
export function readDocument(path: string, bytes: Uint8Array, say: Say): Document | null {
  const text = decodeUtf8(bytes);
  if (text === null) {
    say("verify/epub-xml", path, "the file is not UTF-8");
    return null;
  }
  const parsed = parseXml(text);
  if ("problem" in parsed) {
    say("verify/epub-xml", path, `line ${parsed.line}: ${parsed.problem}`);
    return null;
  }
  const ids = new Map<string, XmlElement>();
  for (const element of elementsOf(parsed.root)) {
    const id = element.attributes.id;
    if (id === undefined) continue;
    if (ids.has(id)) say("verify/epub-id", path, `the id ${id} is there twice`);
    if (!/^[A-Za-z_][\w.-]*$/.test(id))
      say("verify/epub-id", path, `the id ${JSON.stringify(id)} is not one XML allows`);
    ids.set(id, element);
  }
  return { path, root: parsed.root, ids };
}

// ---------------------------------------------------------------------------------------------------- safety

const ACTIVE = new Set(
  "script iframe object embed applet form base portal input button select textarea canvas".split(" "),
);
const FETCHING = ["src", "href", "xlink:href", "poster", "data", "action", "formaction", "background", "srcset"];

export function checkSafety({ path, root }: Document, say: Say): void {
  for (const element of elementsOf(root)) {
    const name = element.name.replace(/^.*:/, "").toLowerCase();
    if (ACTIVE.has(name) || name === "foreignobject" || name === "animate" || name === "set") {
      say("verify/epub-active", path, `<${element.name}> may act`);
    }
    if (name === "meta" && /refresh/i.test(element.attributes["http-equiv"] ?? "")) {
      say("verify/epub-active", path, "the document sends its reader elsewhere");
    }
    checkAttributes(element, name, path, say);
    if (name === "style") checkCss(path, textOf(element), say);
  }
}

function checkAttributes(element: XmlElement, name: string, path: string, say: Say): void {
  for (const [key, value] of Object.entries(element.attributes)) {
    if (/^on[a-z]/i.test(key)) say("verify/epub-active", path, `the attribute ${key} may act`);
    if (key === "style") checkCss(path, value, say);
    if (/^(undefined|null|NaN|\[object Object\])$/.test(value) || value.includes("[object Object]")) {
      say("verify/epub-leak", path, `${key}="${value}" on <${name}>`);
    }
    if (!FETCHING.includes(key)) continue;
    const address = value.replace(/[\u0000-\u0020]/g, "");
    if (/^(javascript|vbscript|file):/i.test(address) || (/^data:/i.test(address) && name === "a")) {
      say("verify/epub-active", path, `${key} leads to ${address.slice(0, 60)}`);
    } else if (/^([a-z][a-z0-9+.-]*:)?\/\//i.test(address) && name !== "a") {
      say("verify/epub-remote", path, `<${name}> fetches ${address.slice(0, 80)}`);
    } else if (
      /^http:/i.test(address) === false &&
      /^[a-z][a-z0-9+.-]*:/i.test(address) &&
      !/^(https|mailto|data|tel):/i.test(address)
    ) {
      say("verify/epub-active", path, `${key} leads to ${address.slice(0, 60)}`);
    }
  }
}

export function checkCss(path: string, css: string, say: Say): void {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, "");
  if (/expression\s*\(|-moz-binding|behavior\s*:/i.test(plain))
    say("verify/epub-active", path, "the style sheet may act");
  if (/@import/i.test(plain)) say("verify/epub-remote", path, "the style sheet imports another");
  for (const address of addressesInCss(plain)) {
    if (/^([a-z]+:)?\/\//i.test(address))
      say("verify/epub-remote", path, `the style sheet fetches ${address.slice(0, 80)}`);
  }
}

export function addressesInCss(css: string): string[] {
  return [...css.matchAll(/url\(\s*["']?([^"')]+)/gi)].map((match) => match[1]!.trim());
}

// ---------------------------------------------------------------------------------------------------- content

const LANGUAGE = /^([a-z]{2,3}|i|x)(-[A-Za-z0-9]{1,8})*$/;
const PHRASING = new Set(
  "a abbr b bdi bdo br cite code data dfn em i img kbd mark q ruby rb rt rp s samp small span strong sub sup time u var wbr".split(
    " ",
  ),
);
const ROLES = new Set(
  "img list listitem none presentation note definition term group region doc-abstract doc-acknowledgments doc-afterword doc-appendix doc-backlink doc-biblioentry doc-bibliography doc-biblioref doc-chapter doc-colophon doc-conclusion doc-cover doc-credit doc-dedication doc-endnotes doc-epigraph doc-epilogue doc-errata doc-example doc-footnote doc-foreword doc-glossary doc-glossref doc-index doc-introduction doc-noteref doc-notice doc-pagebreak doc-pagelist doc-part doc-preface doc-prologue doc-pullquote doc-qna doc-subtitle doc-tip doc-toc".split(
    " ",
  ),
);

export function checkContent({ path, root, ids }: Document, say: Say): void {
  if (root.name !== "html") return;
  checkHead(path, root, say);
  let level = 0;
  for (const element of elementsOf(root)) {
    const { name, attributes } = element;
    checkLanguage(path, element, say);
    for (const role of (attributes.role ?? "").split(/\s+/).filter(Boolean)) {
      if (!ROLES.has(role)) say("verify/epub-model", path, `the role ${role} on <${name}> is not one of ARIA's`);
    }
    if ((attributes["epub:type"] ?? "").includes(":"))
      say("verify/epub-model", path, "an epub:type with an undeclared prefix");
    for (const key of ["aria-labelledby", "aria-details", "aria-describedby"]) {
      const target = attributes[key];
      if (target !== undefined && !ids.has(target))
        say("verify/epub-link", path, `${key} names ${target}, which is not there`);
    }
    if (name === "img" && attributes.alt === undefined)
      say("verify/epub-alt", path, `the image ${attributes.src} has no alt`);
    checkModel(path, element, say);
    const heading = /^h([1-6])$/.exec(name);
    if (heading === null) continue;
    const next = Number(heading[1]);
    if (level > 0 && next > level + 1) say("verify/epub-heading", path, `<h${next}> follows <h${level}>`);
    if (textOf(element).trim() === "") say("verify/epub-heading", path, `<h${next}> is empty`);
    level = next;
  }
}

function checkHead(path: string, root: XmlElement, say: Say): void {
  const title = find(root, (element) => element.name === "title");
  if (title === null || textOf(title).trim() === "") say("verify/epub-model", path, "the document has no title");
  if (!root.attributes.lang) say("verify/epub-language", path, "the document names no language");
  const body = root.children.filter((child) => typeof child !== "string" && child.name === "body");
  if (body.length !== 1) say("verify/epub-model", path, "the document has no body, or two");
}

function checkLanguage(path: string, { name, attributes }: XmlElement, say: Say): void {
  const { lang } = attributes;
  if (lang !== attributes["xml:lang"]) say("verify/epub-language", path, `lang and xml:lang differ on <${name}>`);
  if (lang !== undefined && !LANGUAGE.test(lang))
    say("verify/epub-language", path, `${JSON.stringify(lang)} is no language tag`);
}

function checkModel(path: string, { name, children }: XmlElement, say: Say): void {
  const names = children.flatMap((child) => (typeof child === "string" ? [] : [child.name]));
  if (name === "p" || /^h[1-6]$/.test(name) || name === "span" || name === "em" || name === "strong") {
    const wrong = names.find((child) => !PHRASING.has(child));
    if (wrong !== undefined) say("verify/epub-model", path, `<${wrong}> stands in <${name}>`);
  }
  const allowed = name === "dl" ? /^(div|dt|dd)$/ : name === "ul" || name === "ol" ? /^li$/ : null;
  if (allowed === null) return;
  const wrong = names.find((child) => !allowed.test(child));
  if (wrong !== undefined) say("verify/epub-model", path, `<${wrong}> stands in <${name}>`);
  if (children.some((child) => typeof child === "string" && child.trim() !== "")) {
    say("verify/epub-model", path, `words stand in <${name}> outside its items`);
  }
  if (name === "dl" && !names.includes("div") && (names[0] !== "dt" || !names.includes("dd"))) {
    say("verify/epub-model", path, "a list of definitions without term or definition");
  }
}

// ---------------------------------------------------------------------------------------------------- leaks

/** UTF-8 read as Windows-1252 or Latin-1, characters that stand for lost ones, and controls nobody wrote. */
const MOJIBAKE = /[\ufffd\u0080-\u009f]|[ÃÂ][\u0080-\u00bf]|â€[™œ\u009d“”˜¦]|Ð[\u0080-\u00bf]Ñ/;
const VALUES = /\bundefined\b|\[object \w+\]|\bNaN\b/;
const MARKUP =
  /\[\^[\w-]+\]|\*\*\S|\]\((?:https?:|#|\w+\.)|^#{1,6} \S|&(?:amp|lt|gt|quot|nbsp|#\d+);|<\/?(?:p|em|i|b|div|span|br|strong)\b[^>]{0,40}>/m;

export interface Leak {
  /** `value`: a word that a program prints where it has nothing to print, and that an author may write too. */
  readonly kind: "characters" | "value" | "markup";
  readonly text: string;
}

/** What no reader should see. `text` is a document's words without code. */
export function leaksIn(text: string): readonly Leak[] {
  const patterns = [
    ["characters", MOJIBAKE],
    ["value", VALUES],
    ["markup", MARKUP],
  ] as const;
  return patterns.flatMap(([kind, pattern]) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    const around = text.slice(Math.max(0, match.index - 15), match.index + match[0].length + 15);
    return [{ kind, text: around.replace(/\s+/g, " ") }];
  });
}

/** Words outside of code. */
export function proseOf(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === "string") return child;
      if (/^(pre|code)$/.test(child.name)) return " ";
      return INLINE.has(child.name) ? proseOf(child) : ` ${proseOf(child)}\n`;
    })
    .join("");
}

export function isNoteCall(element: XmlElement): boolean {
  return element.name === "a" && (has(element, "role", "doc-noteref") || has(element, "epub:type", "noteref"));
}

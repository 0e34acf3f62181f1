// Takes XML as text, gives its tree, or says where it is not well-formed (XML 1.0, 5th edition; Namespaces in XML). Strict
// on purpose: a reading system shows an error page for what a lenient parser would silently mend.

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlNode[];
  readonly parent: XmlElement | null;
  /** Place in the order of the document's elements, from 0. */
  readonly order: number;
}

export type XmlNode = XmlElement | string;

export type XmlResult = { readonly root: XmlElement } | { readonly problem: string; readonly line: number };

const NAME = /[A-Za-z_:\u00c0-\u{10fff}][\w.:\-\u00b7\u00c0-\u{10fff}]*/uy;
const ATTRIBUTE = /\s+([A-Za-z_:][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const PREDEFINED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

class Malformed extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function parseXml(text: string): XmlResult {
  try {
    return { root: parseDocument(text) };
  } catch (problem) {
    if (!(problem instanceof Malformed)) throw problem;
    return { problem: problem.message, line: text.slice(0, problem.at).split("\n").length };
  }
}

function parseDocument(text: string): XmlElement {
  const control = text.search(FORBIDDEN);
  if (control !== -1) throw new Malformed("a control character", control);
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let root: XmlElement | null = null;
  let open: XmlElement | null = null;
  let order = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    const end = next === -1 ? text.length : next;
    if (end > at) addText(text, at, end, open);
    if (next === -1) break;
    if (text.startsWith("<!--", next)) at = after(text, "-->", next + 4, "a comment");
    else if (text.startsWith("<?", next)) at = after(text, "?>", next + 2, "an instruction");
    else if (text.startsWith("<![CDATA[", next)) at = addCharacters(text, next, open);
    else if (text.startsWith("<!DOCTYPE", next)) at = skipDoctype(text, next, root);
    else if (text.startsWith("</", next)) {
      const close = text.indexOf(">", next);
      const name = text.slice(next + 2, close).trimEnd();
      if (open === null || open.name !== name) throw new Malformed(`</${name}> closes nothing that is open`, next);
      open = open.parent;
      at = close + 1;
    } else {
      const tag = readTag(text, next, open, order);
      order += 1;
      if (open === null) {
        if (root !== null) throw new Malformed("a second root element", next);
        root = tag.element;
      } else open.children.push(tag.element);
      if (!tag.closed) open = tag.element;
      at = tag.end;
    }
  }
  if (open !== null) throw new Malformed(`<${open.name}> is never closed`, text.length);
  if (root === null) throw new Malformed("no root element", 0);
  return root;
}

function after(text: string, mark: string, from: number, what: string): number {
  const at = text.indexOf(mark, from);
  if (at === -1) throw new Malformed(`${what} is never closed`, from);
  return at + mark.length;
}

function skipDoctype(text: string, at: number, root: XmlElement | null): number {
  const end = text.indexOf(">", at);
  if (root !== null || end === -1) throw new Malformed("a document type in the wrong place", at);
  if (text.slice(at, end).includes("[")) throw new Malformed("a document type that declares entities", at);
  return end + 1;
}

function addText(text: string, from: number, to: number, open: XmlElement | null): void {
  const raw = text.slice(from, to);
  if (open === null) {
    if (raw.trim() !== "") throw new Malformed("text outside the root element", from);
    return;
  }
  const cut = raw.indexOf("]]>");
  if (cut !== -1) throw new Malformed("]]> in text", from + cut);
  open.children.push(decode(raw, from));
}

function addCharacters(text: string, at: number, open: XmlElement | null): number {
  const end = after(text, "]]>", at, "a CDATA section");
  if (open === null) throw new Malformed("text outside the root element", at);
  open.children.push(text.slice(at + 9, end - 3));
  return end;
}

function decode(raw: string, from: number): string {
  if (!raw.includes("&")) return raw;
  return raw.replace(/&([^;\s&]*);?/g, (whole, name: string, at: number) => {
    const known = PREDEFINED[name];
    if (known !== undefined && whole.endsWith(";")) return known;
    const number = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    const code = number ? Number.parseInt(number[1] ?? number[2]!, number[1] ? 16 : 10) : 0;
    const legal =
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000));
    if (!whole.endsWith(";") || !legal) throw new Malformed(`the entity ${whole} is not declared`, from + at);
    return String.fromCodePoint(code);
  });
}

interface Tag {
  readonly element: XmlElement;
  readonly closed: boolean;
  readonly end: number;
}

function readTag(text: string, at: number, parent: XmlElement | null, order: number): Tag {
  NAME.lastIndex = at + 1;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) throw new Malformed("a bare <", at);
  const attributes: Record<string, string> = {};
  let end = at + 1 + name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const match = ATTRIBUTE.exec(text);
    if (match === null) break;
    const key = match[1]!;
    if (key in attributes) throw new Malformed(`the attribute ${key} twice on <${name}>`, end);
    attributes[key] = decode(match[2] ?? match[3] ?? "", end);
    end += match[0].length;
  }
  const close = /\s*(\/?)>/y;
  close.lastIndex = end;
  const match = close.exec(text);
  if (match === null) throw new Malformed(`the tag <${name}> is malformed`, at);
  const element: XmlElement = { name, attributes, children: [], parent, order };
  checkPrefixes(element, at);
  return { element, closed: match[1] === "/", end: end + match[0].length };
}

function checkPrefixes(element: XmlElement, at: number): void {
  for (const name of [element.name, ...Object.keys(element.attributes)]) {
    const colon = name.indexOf(":");
    const prefix = name.slice(0, colon);
    if (colon === -1 || prefix === "xml" || prefix === "xmlns") continue;
    let scope: XmlElement | null = element;
    while (scope !== null && !(`xmlns:${prefix}` in scope.attributes)) scope = scope.parent;
    if (scope === null) throw new Malformed(`the prefix of ${name} is not declared`, at);
  }
}

// ---------------------------------------------------------------------------------------------------- walking

/** The element and all below it, in document order. */
export function elementsOf(root: XmlElement): readonly XmlElement[] {
  let elements = known.get(root);
  if (!elements) known.set(root, (elements = gather(root, [])));
  return elements;
}

/** Trees never change: an element's list is made once. */
const known = new WeakMap<XmlElement, readonly XmlElement[]>();

function gather(element: XmlElement, into: XmlElement[]): XmlElement[] {
  into.push(element);
  for (const child of element.children) if (typeof child !== "string") gather(child, into);
  return into;
}

export function find(root: XmlElement, test: (element: XmlElement) => boolean): XmlElement | null {
  if (test(root)) return root;
  for (const child of root.children) {
    const found = typeof child === "string" ? null : find(child, test);
    if (found) return found;
  }
  return null;
}

export function textOf(node: XmlNode): string {
  return typeof node === "string" ? node : node.children.map(textOf).join("");
}

/** A value of a list attribute such as `role` or `epub:type`. */
export function has(element: XmlElement, attribute: string, token: string): boolean {
  return (element.attributes[attribute] ?? "").split(/\s+/).includes(token);
}

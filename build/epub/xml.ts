// Takes names, attributes and content, gives XHTML as a string. The one idea: text is escaped on the way in and nothing
// is parsed on the way out, so every element is closed the way both XML and HTML readers understand (no `<span/>`).

/** A string that is well-formed XML content already. */
export type Markup = string;

export type Attributes = Readonly<Record<string, string | null | undefined>>;

/** HTML's void elements: the only ones closed with a slash. */
const VOID = new Set(["br", "hr", "img", "link", "meta", "col", "wbr"]);

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Character data: what Markdown or YAML said, as XML content. */
export function escapeText(text: string): Markup {
  return /[&<>]/.test(text) ? text.replace(/[&<>]/g, (char) => ESCAPES[char]!) : text;
}

export function escapeAttribute(text: string): string {
  return /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (char) => ESCAPES[char]!) : text;
}

/** Attributes that are null or undefined are left out; the order is the order of the object. */
export function element(name: string, attributes: Attributes, ...content: readonly Markup[]): Markup {
  let open = `<${name}`;
  for (const key of Object.keys(attributes)) {
    const value = attributes[key];
    if (value !== null && value !== undefined) open += ` ${key}="${escapeAttribute(value)}"`;
  }
  if (VOID.has(name)) return `${open}/>`;
  return `${open}>${content.join("")}</${name}>`;
}

/** `lang` for HTML readers and `xml:lang` for XML ones; both or none. */
export function langOf(lang: string | null): Attributes {
  return lang === null ? {} : { lang, "xml:lang": lang };
}

/**
 * An id of the book as an XML id (NCName) that needs no escape in a URL. One to one: letters, digits, "-" and "." stay,
 * everything else becomes "_" and its code in hexadecimal, as does a first character that may not begin a name.
 */
export function xmlId(id: string): string {
  const plain = id.replace(/[^A-Za-z0-9.-]/gu, (char) => `_${char.codePointAt(0)!.toString(16)}.`);
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain.charCodeAt(0).toString(16)}.${plain.slice(1)}`;
}

/** Characters XML 1.0 (section 2.2) has no way to hold, and halves of surrogate pairs. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The readers of files refuse such characters with their place; one that comes this far is our mistake. */
export function assertXmlCharacters(name: string, text: string): void {
  const at = text.search(FORBIDDEN);
  if (at === -1) return;
  const code = text.charCodeAt(at).toString(16).padStart(4, "0");
  throw new Error(
    `${name}: U+${code} cannot stand in XML, near ${JSON.stringify(text.slice(Math.max(0, at - 40), at))}`,
  );
}

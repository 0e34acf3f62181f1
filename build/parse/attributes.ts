// `{#id .class key=value}` behind a span, an image, a link, a heading or a block. Only braces that hold nothing but
// attributes are read: the plugin that exists for this takes any words in braces out of the text.

export interface Attributes {
  readonly id: string | null;
  readonly classes: readonly string[];
  readonly pairs: ReadonlyMap<string, string>;
}

const ONE = String.raw`#[\w-]+|\.[\w-]+|[\w-]+=(?:"[^"\n]*"|“[^”\n]*”|[^\s"{}]+)`;
const AT_START = new RegExp(String.raw`^\{\s*((?:${ONE})(?:\s+(?:${ONE}))*)\s*\}`);
const AT_END = new RegExp(String.raw`(?:^|\s+)\{\s*((?:${ONE})(?:\s+(?:${ONE}))*)\s*\}$`);
const EACH = new RegExp(ONE, "g");

export const NO_ATTRIBUTES: Attributes = { id: null, classes: [], pairs: new Map() };

/** Attributes that `text` begins with, and how many characters they take. */
export function attributesAtStart(text: string): { attributes: Attributes; length: number } | null {
  const found = AT_START.exec(text);
  return found ? { attributes: readAttributes(found[1]!), length: found[0].length } : null;
}

/** Attributes that `text` ends with behind a blank, and the text before them. */
export function attributesAtEnd(text: string): { attributes: Attributes; rest: string } | null {
  const found = AT_END.exec(text);
  return found ? { attributes: readAttributes(found[1]!), rest: text.slice(0, found.index) } : null;
}

function readAttributes(inside: string): Attributes {
  let id: string | null = null;
  const classes: string[] = [];
  const pairs = new Map<string, string>();
  for (const [one] of inside.matchAll(EACH)) {
    if (one.startsWith("#")) id = one.slice(1);
    else if (one.startsWith(".")) classes.push(one.slice(1));
    else {
      const equals = one.indexOf("=");
      pairs.set(one.slice(0, equals), one.slice(equals + 1).replace(/^["“]|["”]$/g, ""));
    }
  }
  return { id, classes, pairs };
}

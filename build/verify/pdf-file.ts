// Takes the bytes of a PDF, gives its objects (ISO 32000-1, 7.2 to 7.5). Strict on purpose: where a viewer would search for
// what is not at its place, this one says that the file is damaged. It reads what our writer writes, a table of
// cross-references and streams that are deflated or stored; `stranger.ts` reads all the rest.

import { inflateSync } from "node:zlib";

/** null, booleans and numbers are themselves; a name is a string with its slash. */
export type Value = null | boolean | number | string | Text | Ref | Operator | Dictionary | readonly Value[];
export type Dictionary = ReadonlyMap<string, Value>;

/** A string: one character a byte. */
export class Text {
  readonly bytes: string;
  constructor(bytes: string) {
    this.bytes = bytes;
  }
}

export class Ref {
  readonly number: number;
  readonly generation: number;
  constructor(number: number, generation: number) {
    this.number = number;
    this.generation = generation;
  }
}

/** A word that is no value: an operator of a content stream, a keyword of a file. */
export class Operator {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export interface Stream {
  readonly dictionary: Dictionary;
  readonly from: number;
  readonly to: number;
}

/** The file is not one this reader can vouch for. */
export class Unreadable extends Error {}

// ---------------------------------------------------------------------------------------------------- characters

/** 1: white space, 2: delimiter (7.2.2). */
const CLASS = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) CLASS[code] = 1;
for (const char of "()<>[]{}/%") CLASS[char.charCodeAt(0)] = 2;

const KEYWORDS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["null", null],
  ["true", true],
  ["false", false],
]);

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** The end of what is read. */
export const END = new Operator("");
const CLOSE_ARRAY = new Operator("]");
const CLOSE_DICTIONARY = new Operator(">>");

/** Reads values from text that holds one character a byte. */
export class Lexer {
  at: number;
  readonly #text: string;
  readonly #operators = new Map<string, Operator>();

  constructor(text: string, at = 0) {
    this.#text = text;
    this.at = at;
  }

  next(): Value {
    this.#skip();
    const text = this.#text;
    if (this.at >= text.length) return END;
    const code = text.charCodeAt(this.at);
    if (isNumeral(code)) return this.#number();
    switch (code) {
      case 0x2f:
        return this.#name();
      case 0x28:
        return this.#literal();
      case 0x5b:
        this.at += 1;
        return this.#list(CLOSE_ARRAY);
      case 0x5d:
        this.at += 1;
        return CLOSE_ARRAY;
      case 0x3c:
        if (text.charCodeAt(this.at + 1) !== 0x3c) return this.#hexadecimal();
        this.at += 2;
        return this.#dictionary();
      case 0x3e:
        if (text.charCodeAt(this.at + 1) !== 0x3e) throw new Unreadable("a > that closes nothing");
        this.at += 2;
        return CLOSE_DICTIONARY;
      default:
        return this.#word();
    }
  }

  #skip(): void {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (CLASS[code] === 1) this.at += 1;
      else if (code === 0x25) while (this.at < text.length && !/[\r\n]/.test(text[this.at]!)) this.at += 1;
      else return;
    }
  }

  #regular(): string {
    const from = this.at;
    while (this.at < this.#text.length && CLASS[this.#text.charCodeAt(this.at)] === 0) this.at += 1;
    return this.#text.slice(from, this.at);
  }

  #number(): number {
    const text = this.#text;
    const from = this.at;
    let whole = 0;
    let code = text.charCodeAt(from);
    while (code >= 0x30 && code <= 0x39) {
      whole = whole * 10 + code - 0x30;
      this.at += 1;
      code = text.charCodeAt(this.at);
    }
    if (this.at > from && !isNumeral(code)) return whole;
    const value = Number(this.#rest(from));
    if (Number.isNaN(value)) throw new Unreadable(`“${text.slice(from, this.at)}” is no number`);
    return value;
  }

  #rest(from: number): string {
    while (isNumeral(this.#text.charCodeAt(this.at))) this.at += 1;
    return this.#text.slice(from, this.at);
  }

  #name(): string {
    this.at += 1;
    const name = this.#regular();
    return `/${name.includes("#") ? name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => byte(hex)) : name}`;
  }

  /** Strings in parentheses, which nest (7.3.4.2). */
  #literal(): Text {
    const text = this.#text;
    let from = this.at + 1;
    let bytes = "";
    let depth = 1;
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x28) depth += 1;
      else if (code === 0x29) {
        depth -= 1;
        if (depth > 0) continue;
        this.at = at + 1;
        return new Text(bytes + text.slice(from, at));
      } else if (code === 0x5c) {
        const octal = /[0-7]{1,3}/y;
        octal.lastIndex = at + 1;
        const digits = octal.exec(text)?.[0];
        const next = text[at + 1] ?? "";
        const meant = digits ? String.fromCharCode(Number.parseInt(digits, 8) & 0xff) : (ESCAPES[next] ?? next);
        bytes += text.slice(from, at) + (next === "\n" ? "" : meant);
        at += digits ? digits.length : 1;
        from = at + 1;
      }
    }
    throw new Unreadable("a string is never closed");
  }

  #hexadecimal(): Text {
    const end = this.#text.indexOf(">", this.at);
    const digits = this.#text.slice(this.at + 1, end).replace(/\s/g, "");
    if (end < 0 || !/^[0-9A-Fa-f]*$/.test(digits)) throw new Unreadable("a hexadecimal string is damaged");
    this.at = end + 1;
    return new Text((digits.length % 2 === 0 ? digits : `${digits}0`).replace(/../g, byte));
  }

  #list(close: Operator): Value[] {
    const values: Value[] = [];
    for (;;) {
      const value = this.next();
      if (value === close) return values;
      if (value instanceof Operator) {
        if (value.name !== "R") throw new Unreadable(`${value.name || "the end"} stands in an array or dictionary`);
        const generation = values.pop();
        const number = values.pop();
        if (typeof number !== "number" || typeof generation !== "number") throw new Unreadable("a damaged reference");
        values.push(new Ref(number, generation));
      } else values.push(value);
    }
  }

  #dictionary(): Dictionary {
    const values = this.#list(CLOSE_DICTIONARY);
    const dictionary = new Map<string, Value>();
    for (let i = 0; i < values.length; i += 2) {
      const key = values[i];
      if (!isName(key) || i + 1 === values.length || dictionary.has(key)) throw new Unreadable("a damaged dictionary");
      dictionary.set(key, values[i + 1]!);
    }
    return dictionary;
  }

  #word(): Value {
    const word = this.#regular();
    if (word === "") throw new Unreadable(`“${this.#text[this.at]}” stands where it may not`);
    const known = KEYWORDS.get(word);
    if (known !== undefined) return known;
    let operator = this.#operators.get(word);
    if (!operator) this.#operators.set(word, (operator = new Operator(word)));
    return operator;
  }
}

function isNumeral(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e || code === 0x2b;
}

function byte(hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

export function isName(value: Value | undefined): value is string {
  return typeof value === "string";
}

export function isDictionary(value: Value | undefined): value is Dictionary {
  return value instanceof Map;
}

/** A text string: UTF-16 with a byte order mark, else PDFDocEncoding, of which ASCII alone is used (7.9.2.2). */
export function textOf(value: Value | undefined): string {
  if (!(value instanceof Text)) return "";
  const { bytes } = value;
  return bytes.startsWith("\xfe\xff") ? utf16(bytes.slice(2)) : bytes;
}

/** Two bytes a unit, the higher first. */
export function utf16(bytes: string): string {
  let text = "";
  for (let i = 0; i + 1 < bytes.length; i += 2)
    text += String.fromCharCode(bytes.charCodeAt(i) * 256 + bytes.charCodeAt(i + 1));
  return text;
}

// ---------------------------------------------------------------------------------------------------- the file

export class PdfFile {
  readonly trailer: Dictionary;
  readonly #bytes: Uint8Array;
  readonly #text: string;
  readonly #offsets: ReadonlyMap<number, number>;
  readonly #objects = new Map<number, Value | Stream>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(this.#text.slice(-64));
    if (!this.#text.startsWith("%PDF-") || !start) throw new Unreadable("the file does not begin and end as a PDF");
    const { offsets, trailer } = readTable(this.#text, Number(start[1]));
    this.#offsets = offsets;
    this.trailer = trailer;
  }

  /** What a reference leads to; other values are themselves. */
  value(value: Value | undefined): Value {
    if (!(value instanceof Ref)) return value ?? null;
    const found = this.#object(value);
    return isStream(found) ? found.dictionary : found;
  }

  dictionary(value: Value | undefined): Dictionary {
    const found = this.value(value);
    return isDictionary(found) ? found : NOTHING;
  }

  list(value: Value | undefined): readonly Value[] {
    const found = this.value(value);
    return Array.isArray(found) ? found : [];
  }

  /** A stream's bytes as they stand in the file. */
  packed(value: Value | undefined): Uint8Array {
    const found = this.#streamOf(value);
    return this.#bytes.subarray(found.from, found.to);
  }

  /** A stream's bytes, one character each. */
  content(value: Value | undefined): string {
    const found = this.#streamOf(value);
    const raw = this.packed(value);
    const filter = found.dictionary.get("/Filter") ?? null;
    if (filter === null) return latin(raw);
    if (filter !== "/FlateDecode" || found.dictionary.has("/DecodeParms"))
      throw new Unreadable("a stream that holds text is packed in an unknown way");
    try {
      return latin(inflateSync(raw));
    } catch {
      throw new Unreadable("a stream cannot be unpacked");
    }
  }

  #streamOf(value: Value | undefined): Stream {
    const found = value instanceof Ref ? this.#object(value) : null;
    if (!isStream(found)) throw new Unreadable("a stream is missing");
    return found;
  }

  #object({ number, generation }: Ref): Value | Stream {
    const known = this.#objects.get(number);
    if (known !== undefined) return known;
    const offset = this.#offsets.get(number);
    if (offset === undefined) throw new Unreadable(`there is no object ${number}`);
    const lexer = new Lexer(this.#text, offset);
    const head = [lexer.next(), lexer.next(), lexer.next()];
    const begins = isNumeral(this.#text.charCodeAt(offset));
    if (!begins || head[0] !== number || head[1] !== generation || !isWord(head[2], "obj"))
      throw new Unreadable(`object ${number} is not where the table says`);
    const value = lexer.next();
    const end = lexer.next();
    const object = isWord(end, "stream") && isDictionary(value) ? this.#stream(value, lexer.at, number) : value;
    if (!isStream(object) && !isWord(end, "endobj")) throw new Unreadable(`object ${number} does not end`);
    this.#objects.set(number, object);
    return object;
  }

  #stream(dictionary: Dictionary, at: number, number: number): Stream {
    const from = at + (this.#text.startsWith("\r\n", at) ? 2 : 1);
    const length = this.value(dictionary.get("/Length"));
    const to = from + (typeof length === "number" ? length : Number.NaN);
    if (!/^\s*endstream\s/.test(this.#text.slice(to, to + 16)))
      throw new Unreadable(`the stream of object ${number} is not as long as it says`);
    return { dictionary, from, to };
  }
}

const NOTHING: Dictionary = new Map();

function isStream(value: Value | Stream): value is Stream {
  return typeof value === "object" && value !== null && "dictionary" in value;
}

function isWord(value: Value | undefined, name: string): boolean {
  return value instanceof Operator && value.name === name;
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** One table, of entries of twenty bytes (7.5.4); a file that was changed by being added to has more. */
function readTable(text: string, at: number): { offsets: Map<number, number>; trailer: Dictionary } {
  const lexer = new Lexer(text, at);
  if (!isWord(lexer.next(), "xref")) throw new Unreadable("there is no table of cross-references");
  const offsets = new Map<number, number>();
  for (let first = lexer.next(); !isWord(first, "trailer"); first = lexer.next()) {
    const count = lexer.next();
    if (typeof first !== "number" || typeof count !== "number") throw new Unreadable("the table is damaged");
    for (let i = 0; i < count; i += 1) {
      const offset = lexer.next();
      lexer.next();
      if (isWord(lexer.next(), "n") && typeof offset === "number") offsets.set(first + i, offset);
    }
  }
  const trailer = lexer.next();
  if (!isDictionary(trailer) || trailer.has("/Prev"))
    throw new Unreadable("the trailer is damaged, or not the only one");
  return { offsets, trailer };
}

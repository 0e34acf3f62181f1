// Reads the one thing KOReader's sidecar files are written in: a Lua table of strings, numbers, booleans and tables.
// Nothing is run. Lua 5.1 Reference Manual, 2.1 (lexical conventions) and 2.5.7 (table constructors).

export type LuaValue = string | number | boolean | null | LuaTable;

export type LuaTable = ReadonlyMap<string | number, LuaValue>;

/** The table behind `return`; null: this is no such file. */
export function readLua(text: string): LuaTable | null {
  const start = /^(?:\s|--[^\n]*\n)*return\b/.exec(text);
  if (!start) return null;
  const reader = new Reader(text, start[0].length);
  const value = reader.value();
  return value instanceof Map ? value : null;
}

/** Deeper tables are no sidecar's. */
const DEEPEST = 100;

class Reader {
  readonly #text: string;
  #at: number;
  #depth = 0;

  constructor(text: string, at: number) {
    this.#text = text;
    this.#at = at;
  }

  /** undefined: no value stands here. */
  value(): LuaValue | undefined {
    this.#skip();
    const first = this.#text[this.#at];
    if (first === "{") return this.#table();
    if (first === '"' || first === "'") return this.#string(first);
    const long = this.#match(/\[(=*)\[\n?([\s\S]*?)\]\1\]/y);
    if (long) return long[2]!;
    const number = this.#match(/-?(?:0x[\da-f]+|\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)/iy);
    if (number) return Number(number[0]);
    const word = this.#match(/[A-Za-z_]\w*/y);
    if (!word) return undefined;
    return word[0] === "true" ? true : word[0] === "false" ? false : null;
  }

  #table(): LuaTable | undefined {
    if (this.#depth === DEEPEST) return undefined;
    this.#depth += 1;
    this.#at += 1;
    const table = new Map<string | number, LuaValue>();
    let next = 1;
    for (this.#skip(); this.#at < this.#text.length && this.#text[this.#at] !== "}"; this.#skip()) {
      const key = this.#key();
      const value = this.value();
      if (value === undefined) return undefined;
      table.set(key ?? next, value);
      if (key === null) next += 1;
      this.#skip();
      if (/[,;]/.test(this.#text[this.#at] ?? "")) this.#at += 1;
    }
    this.#at += 1;
    this.#depth -= 1;
    return table;
  }

  /** `[value] =` or `name =`; null: the next value has the next number. */
  #key(): string | number | null {
    const name = this.#match(/([A-Za-z_]\w*)\s*=(?!=)/y);
    if (name) return name[1]!;
    if (this.#text[this.#at] !== "[" || /^\[=*\[/.test(this.#text.slice(this.#at, this.#at + 8))) return null;
    this.#at += 1;
    const key = this.value();
    this.#skip();
    this.#match(/\]\s*=/y);
    return typeof key === "number" ? key : String(key);
  }

  #string(quote: string): string {
    let made = "";
    for (this.#at += 1; this.#at < this.#text.length; this.#at += 1) {
      const letter = this.#text[this.#at]!;
      if (letter === quote) break;
      if (letter !== "\\") {
        made += letter;
        continue;
      }
      this.#at += 1;
      const digits = this.#match(/\d{1,3}/y);
      if (digits) {
        made += String.fromCharCode(Number(digits[0]));
        this.#at -= 1;
      } else made += ESCAPES[this.#text[this.#at]!] ?? this.#text[this.#at] ?? "";
    }
    this.#at += 1;
    return made;
  }

  #skip(): void {
    this.#match(/(?:\s|--[^\n]*(?:\n|$))*/y);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "", b: "", f: "", v: "" };

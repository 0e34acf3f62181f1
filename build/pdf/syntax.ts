// Values as PDF writes them (ISO 32000-1, 7.3).

/** A value that is PDF already: pdfkit writes it as it stands. */
export class Written {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  get [Symbol.toStringTag](): string {
    return "Written";
  }
  toString(): string {
    return this.text;
  }
}

/** At most three decimals: a thousandth of a point is a hundredth of a printer's dot. */
export function number(value: number): string {
  return `${Math.round(value * 1000) / 1000 + 0}`;
}

export function numbers(...values: readonly number[]): string {
  return values.map(number).join(" ");
}

/** A text string: ASCII as a literal, all else as UTF-16 with its byte order mark (7.9.2.2). */
export function textString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, "\\$&")})`;
  return `<feff${utf16(text)}>`;
}

export function utf16(text: string): string {
  let hex = "";
  for (let i = 0; i < text.length; i += 1) hex += hex4(text.charCodeAt(i));
  return hex;
}

export function hex4(code: number): string {
  return code.toString(16).padStart(4, "0");
}

/** A code of two bytes as it stands in a literal string (7.3.4.2), in Latin-1. */
export function literalCode(code: number): string {
  return literalByte(code >> 8) + literalByte(code & 0xff);
}

function literalByte(byte: number): string {
  if (byte === 0x0d) return "\\r";
  const char = String.fromCharCode(byte);
  return char === "(" || char === ")" || char === "\\" ? `\\${char}` : char;
}

/** A name without its slash (7.3.5). */
export function name(text: string): string {
  return text.replace(/[^A-Za-z0-9_.:-]/g, (char) => `#${(char.charCodeAt(0) & 0xff).toString(16).padStart(2, "0")}`);
}

/** An id of the book as the name of a destination: bytes are compared, so other than ASCII is escaped. */
export function destination(id: string): string {
  return encodeURIComponent(id).replace(/[()]/g, (char) => (char === "(" ? "%28" : "%29"));
}

/** The order name trees ask for (7.9.6): that of bytes, which for ASCII is that of UTF-16 units. */
export function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

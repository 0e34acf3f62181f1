// For tests that damage a PDF of our own on purpose: its objects as text, with their streams unpacked, and the way back to
// a sound file.

import { deflateSync, inflateSync } from "node:zlib";

export interface PdfObject {
  /** What stands between "obj" and "endobj", or before "stream". */
  head: string;
  /** The stream's bytes, one character a byte; null: there is none. */
  stream: string | null;
}

export type PdfObjects = Map<number, PdfObject>;

/** The PDF with its objects changed. */
export function editPdf(bytes: Uint8Array, change: (objects: PdfObjects) => void): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  const objects: PdfObjects = new Map();
  for (const [, number, body] of text.matchAll(/(?<=\n)(\d+) 0 obj\n([\s\S]*?)endobj/g)) {
    const at = body!.indexOf("stream\n");
    const head = at < 0 ? body! : body!.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const packed = at < 0 ? null : body!.slice(at + 7, at + 7 + length);
    const deflated = /FlateDecode/.test(head);
    const stream = packed === null || !deflated ? packed : latin(inflateSync(Buffer.from(packed, "latin1")));
    objects.set(Number(number), { head, stream });
  }
  change(objects);
  let out = text.slice(0, text.search(/(?<=\n)\d+ 0 obj\n/));
  const offsets = new Map<number, number>();
  for (const [number, { head, stream }] of objects) {
    offsets.set(number, out.length);
    out += `${number} 0 obj\n`;
    if (stream === null) out += head;
    else {
      const packed = /FlateDecode/.test(head) ? latin(deflateSync(Buffer.from(stream, "latin1"))) : stream;
      out += `${head.replace(/\/Length \d+/, `/Length ${packed.length}`)}stream\n${packed}\nendstream\n`;
    }
    out += "endobj\n";
  }
  const start = out.length;
  const size = Math.max(...offsets.keys()) + 1;
  const row = (number: number): string =>
    offsets.has(number) ? `${String(offsets.get(number)).padStart(10, "0")} 00000 n \n` : "0000000000 65535 f \n";
  out += `xref\n0 ${size}\n${Array.from({ length: size }, (_, i) => row(i)).join("")}`;
  out += text.slice(text.lastIndexOf("trailer"), text.lastIndexOf("startxref"));
  return Buffer.from(`${out}startxref\n${start}\n%%EOF\n`, "latin1");
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

/** Page objects in the order of the page tree. */
export function pageObjects(objects: PdfObjects): PdfObject[] {
  const tree = [...objects.values()].find(({ head }) => /\/Type ?\/Pages\b/.test(head))!;
  return references(/\/Kids ?\[([^\]]*)\]/.exec(tree.head)![1]!).map((number) => objects.get(number)!);
}

export function references(text: string): number[] {
  return [...text.matchAll(/(\d+) 0 R/g)].map(([, number]) => Number(number));
}

/** A page's content. */
export function contentOf(objects: PdfObjects, page: PdfObject): PdfObject {
  return objects.get(references(/\/Contents (\d+ 0 R)/.exec(page.head)![1]!)[0]!)!;
}

/** An array of strings shown by TJ. */
const SHOWN = /\[((?:\((?:\\[\s\S]|[^\\()])*\)|[-\d.\s])*)\]TJ/g;
const STRING = /\((?:\\[\s\S]|[^\\()])*\)[-\d.]*/g;

/** Changes the strings of the `at`-th TJ of a content: words with the blank's glyph at their ends. */
export function editShown(content: string, at: number, change: (words: string[]) => readonly string[]): string {
  let count = -1;
  return content.replace(SHOWN, (whole, strings: string) => {
    count += 1;
    if (count !== at) return whole;
    const words: string[] = [""];
    for (const [part] of strings.matchAll(STRING)) {
      words[words.length - 1] += part;
      if (/\x00\x01\)[-\d.]*$/.test(part)) words.push("");
    }
    return `[${change(words.filter((word) => word !== "")).join("")}]TJ`;
  });
}

export function shownCount(content: string): number {
  return [...content.matchAll(SHOWN)].length;
}

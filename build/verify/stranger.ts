// The same as `pdf-read.ts` gives, read by pdf.js: a program that knows nothing of ours. `npm run verify` reads by it, and
// tests hold our own reader against it; it takes thirty times as long.

import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import {
  joined,
  type PrintedBook,
  type PrintedPage,
  type PrintedRun,
  partOf,
  type SideText,
  type SideTexts,
} from "./pdf-read.ts";
import { letters } from "./print-words.ts";

export function readPrintPdf(bytes: Uint8Array): Promise<PrintedBook> {
  return opened(bytes, (document) => readDocument(document, bytes));
}

export function readSides(bytes: Uint8Array): Promise<SideTexts[]> {
  return opened(bytes, async (document) => {
    const sides: SideTexts[] = [];
    for (let at = 1; at <= document.numPages; at += 1) {
      const page = await document.getPage(at);
      sides.push(await readSide(page));
      page.cleanup();
    }
    return sides;
  });
}

async function opened<T>(bytes: Uint8Array, read: (document: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const task = getDocument({
    data: Uint8Array.from(bytes),
    verbosity: 0,
    disableFontFace: true,
    isEvalSupported: false,
  });
  try {
    return await read(await task.promise);
  } finally {
    await task.destroy();
  }
}

async function readSide(page: PDFPageProxy): Promise<SideTexts> {
  const [x0, y0, x1, y1] = page.view as [number, number, number, number];
  const { items } = await page.getTextContent({ disableNormalization: true });
  const texts: SideText[] = [];
  for (const item of items) {
    if (!("str" in item)) continue;
    const [a, , , , e, f] = item.transform as [number, number, number, number, number, number];
    const upright = a > 0;
    const x = e - x0 - (upright ? 0 : item.width);
    texts.push({ text: item.str, x, y: y1 - f, width: item.width, upright });
  }
  return { width: x1 - x0, height: y1 - y0, texts };
}

async function readDocument(document: PDFDocumentProxy, bytes: Uint8Array): Promise<PrintedBook> {
  const pages: PrintedPage[] = [];
  const indexByRef = new Map<string, number>();
  for (let at = 1; at <= document.numPages; at += 1) {
    const page = await document.getPage(at);
    if (page.ref) indexByRef.set(refKey(page.ref), at - 1);
    pages.push(await readPage(page));
    page.cleanup();
  }
  const destinations = new Map<string, number>();
  for (const [name, place] of Object.entries(await document.getDestinations())) {
    const [ref] = (place ?? []) as unknown[];
    const index = isRef(ref) ? indexByRef.get(refKey(ref)) : undefined;
    destinations.set(name, index ?? -1);
  }
  const outline: string[] = [];
  const addItems = (items: Awaited<ReturnType<PDFDocumentProxy["getOutline"]>>): void => {
    for (const item of items ?? []) {
      outline.push(typeof item.dest === "string" ? item.dest : "");
      addItems(item.items);
    }
  };
  addItems(await document.getOutline());
  return { pages, labels: (await document.getPageLabels()) ?? [], destinations, outline, ids: idsIn(bytes) };
}

interface RefLike {
  readonly num: number;
  readonly gen: number;
}

function isRef(value: unknown): value is RefLike {
  return typeof value === "object" && value !== null && "num" in value && "gen" in value;
}

const refKey = ({ num, gen }: RefLike): string => `${num} ${gen}`;

/** Structure elements are written uncompressed; their ids stand behind /ID (ISO 32000-1, table 323). */
function idsIn(bytes: Uint8Array): string[] {
  const elements = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    .toString("latin1")
    .matchAll(/<<\/S\/\w+\/P \d+ 0 R[^\n]*?\/ID ?(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]+>)/g);
  return [...elements].map(([, id]) => (id!.startsWith("(") ? id!.slice(1, -1) : hexadecimal(id!.slice(1, -1))));
}

function hexadecimal(digits: string): string {
  return Buffer.from(digits, "hex").toString("latin1");
}

async function readPage(page: PDFPageProxy): Promise<PrintedPage> {
  const [content, tree, annotations] = await Promise.all([
    page.getTextContent({ includeMarkedContent: true, disableNormalization: true }),
    page.getStructTree(),
    page.getAnnotations(),
  ]);
  const parts = new Map<string, PrintedRun["part"]>();
  addParts(tree, [], parts);
  const runs: { part: PrintedRun["part"]; text: string }[] = [];
  const open: (PrintedRun["part"] | null)[] = [];
  for (const item of content.items) {
    if ("str" in item) {
      const part = open.findLast((each) => each !== null) ?? null;
      const text = letters(item.str);
      if (part !== null && text !== "") runs.push({ part, text });
    } else if (item.type === "endMarkedContent") open.pop();
    else open.push(item.id ? (parts.get(item.id) ?? null) : null);
  }
  return { runs: joined(runs), links: annotations.flatMap(linkOf) };
}

interface TreeNode {
  readonly role?: string;
  readonly children?: readonly TreeNode[];
  readonly type?: string;
  readonly id?: string;
}

function addParts(node: TreeNode | null, roles: readonly string[], parts: Map<string, PrintedRun["part"]>): void {
  if (node === null) return;
  if (node.type === "content" && node.id) parts.set(node.id, partOf(roles));
  const inside = node.role ? [...roles, node.role] : roles;
  for (const child of node.children ?? []) addParts(child, inside, parts);
}

interface AnnotationLike {
  readonly subtype?: string;
  readonly dest?: unknown;
  readonly url?: string;
  readonly unsafeUrl?: string;
}

function linkOf(annotation: AnnotationLike): string[] {
  if (annotation.subtype !== "Link") return [];
  if (typeof annotation.dest === "string") return [`#${annotation.dest}`];
  return [annotation.url ?? annotation.unsafeUrl ?? ""];
}

// Takes the bytes of a tagged PDF, gives what stands on its pages as a stranger's program finds it: runs of text with the
// part they play by the structure tree, links with where they lead, destinations, labels, outline.

import { getDocument, type PDFDocumentProxy, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { letters } from "./print-words.ts";

export interface PrintedRun {
  readonly part: "text" | "call" | "note" | "note-mark";
  /** Letters only. */
  readonly text: string;
}

export interface PrintedPage {
  readonly runs: readonly PrintedRun[];
  /** "#id" for destinations of the file, else a URL. */
  readonly links: readonly string[];
}

export interface PrintedBook {
  readonly pages: readonly PrintedPage[];
  readonly labels: readonly string[];
  /** Page index by name. */
  readonly destinations: ReadonlyMap<string, number>;
  /** Destinations the outline names. */
  readonly outline: readonly string[];
  /** Ids of structure elements, as written. */
  readonly ids: readonly string[];
}

export async function readPrintPdf(bytes: Uint8Array): Promise<PrintedBook> {
  const task = getDocument({
    data: Uint8Array.from(bytes),
    verbosity: 0,
    disableFontFace: true,
    isEvalSupported: false,
  });
  try {
    return await readDocument(await task.promise, bytes);
  } finally {
    await task.destroy();
  }
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
  return [...elements].map(([, id]) => id!);
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

/** Runs of one part that follow one another are one; marks stay apart. */
function joined(runs: readonly PrintedRun[]): PrintedRun[] {
  const result: PrintedRun[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    const mark = run.part === "call" || run.part === "note-mark";
    if (last && last.part === run.part && !mark) result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
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

function partOf(roles: readonly string[]): PrintedRun["part"] {
  const note = roles.lastIndexOf("Note");
  if (note >= 0) return roles[note + 1] === "Lbl" ? "note-mark" : "note";
  return roles.includes("Reference") ? "call" : "text";
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

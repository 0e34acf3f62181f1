// Takes the bytes of an EPUB, gives its files, or what makes the container unfit (OCF 3.3). Sizes are judged from the
// directory before anything is unpacked, and hold while it is; every file's checksum is checked.

import { inflateRawSync } from "node:zlib";
import { type Diagnostic, error } from "../diagnostic.ts";

export interface Archive {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly diagnostics: readonly Diagnostic[];
}

const LARGEST_ENTRY = 64 * 2 ** 20;
const LARGEST_ALL = 512 * 2 ** 20;
/** Text shrinks to a tenth; what shrinks to less than a hundredth is there to fill a memory. */
const LARGEST_RATIO = 100;
const RATIO_FLOOR = 2 ** 20;

type Complain = (message: string) => void;

export function openArchive(bytes: Uint8Array): Archive {
  const diagnostics: Diagnostic[] = [];
  const say: Complain = (message) => {
    diagnostics.push(error("verify/epub-container", message, null));
  };
  checkMimetype(bytes, say);
  const files = new Map<string, Uint8Array>();
  try {
    for (const entry of safeEntries(readDirectory(bytes), say)) {
      if (!entry.name.endsWith("/")) files.set(entry.name, unpack(bytes, entry));
    }
  } catch (problem) {
    say(`the container cannot be read: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
  return { files, diagnostics };
}

function safeEntries(entries: readonly Entry[], say: Complain): Entry[] {
  const seen = new Set<string>();
  let total = 0;
  const safe = entries.filter((entry) => {
    const { name, packed, size } = entry;
    const fold = name.normalize("NFC").toLowerCase();
    if (seen.has(fold)) say(`two entries are called ${name}`);
    seen.add(fold);
    total += size;
    if (!isSafe(name)) say(`the entry ${JSON.stringify(name)} leads out of the container or cannot be a file name`);
    const bomb = size > LARGEST_ENTRY || (size > RATIO_FLOOR && size > packed * LARGEST_RATIO);
    if (bomb) say(`the entry ${name} unpacks from ${packed} to ${size} bytes`);
    if (entry.encrypted) say(`the entry ${name} is encrypted`);
    if (entry.link) say(`the entry ${name} is a symbolic link`);
    return isSafe(name) && !bomb && !entry.encrypted && total <= LARGEST_ALL;
  });
  if (total > LARGEST_ALL) say(`the container unpacks to ${total} bytes`);
  return safe;
}

function isSafe(name: string): boolean {
  const steps = name.split("/");
  return (
    !/[\u0000-\u001f\u007f"*:<>?|\\]/.test(name) &&
    !name.startsWith("/") &&
    !steps.some((step) => step === ".." || step === "." || step.endsWith(".")) &&
    new TextEncoder().encode(name).length < 256
  );
}

/** OCF 3.3, 4.2.4: first, stored, without extra field, and nothing else in it. */
function checkMimetype(bytes: Uint8Array, say: Complain): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 58 || view.getUint32(0, true) !== 0x04034b50) {
    say("the file is not a ZIP container");
    return;
  }
  const latin = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
  if (latin(30, 30 + view.getUint16(26, true)) !== "mimetype") {
    say("the first entry is not mimetype");
    return;
  }
  if (view.getUint16(8, true) !== 0 || view.getUint16(28, true) !== 0)
    say("mimetype is compressed or has an extra field");
  if (latin(38, 58) !== "application/epub+zip") say("mimetype does not say application/epub+zip");
}

// ---------------------------------------------------------------------------------------------------- the directory

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  /** Bytes as packed and as unpacked. */
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
  readonly encrypted: boolean;
  readonly link: boolean;
}

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const LOCAL = 0x04034b50;
const UNIX = 3;
const LINK = 0o120000;
const STORED = 0;
const DEFLATED = 8;

/** The central directory (APPNOTE 4.3.12), which is what reading systems go by. */
function readDirectory(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== DIRECTORY_END) end -= 1;
  if (end < 0) throw new Error("it has no directory");
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n -= 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new Error("a damaged directory");
    const nameLength = view.getUint16(at + 28, true);
    const mode = view.getUint32(at + 38, true) >>> 16;
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      checksum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      link: view.getUint8(at + 5) === UNIX && (mode & 0o170000) === LINK,
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function unpack(bytes: Uint8Array, { name, method, checksum, packed, size, offset }: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(offset, true) !== LOCAL) throw new Error(`${name} is not where the directory says`);
  const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const raw = bytes.subarray(from, from + packed);
  if (method !== STORED && method !== DEFLATED) throw new Error(`${name} is packed in a way that is not allowed`);
  const whole = method === STORED ? raw : inflateRawSync(raw, { maxOutputLength: Math.max(1, size) });
  if (whole.length !== size || checksumOf(whole) !== checksum) throw new Error(`${name} is damaged`);
  return whole;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** CRC-32 (APPNOTE 4.4.7). */
function checksumOf(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (let i = 0; i < bytes.length; i += 1) rest = (rest >>> 8) ^ TABLE[(rest ^ bytes[i]!) & 0xff]!;
  return (rest ^ 0xffffffff) >>> 0;
}

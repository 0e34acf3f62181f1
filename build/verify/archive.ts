// Takes the bytes of an EPUB, gives its files, or what makes the container unfit (OCF 3.3). Sizes are judged from the
// directory before anything is unpacked.

import { unzipSync } from "fflate";
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

export function openArchive(bytes: Uint8Array): Archive {
  const diagnostics: Diagnostic[] = [];
  const say = (message: string): void => {
    diagnostics.push(error("verify/epub-container", message, null));
  };
  checkMimetype(bytes, say);
  const seen = new Set<string>();
  let total = 0;
  let files: Record<string, Uint8Array> = {};
  try {
    files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        const fold = name.normalize("NFC").toLowerCase();
        if (seen.has(fold)) say(`two entries are called ${name}`);
        seen.add(fold);
        total += originalSize;
        if (!isSafe(name)) say(`the entry ${JSON.stringify(name)} leads out of the container or cannot be a file name`);
        const bomb =
          originalSize > LARGEST_ENTRY || (originalSize > RATIO_FLOOR && originalSize > size * LARGEST_RATIO);
        if (bomb) say(`the entry ${name} unpacks from ${size} to ${originalSize} bytes`);
        return isSafe(name) && !bomb && total <= LARGEST_ALL;
      },
    });
  } catch (problem) {
    say(`the container cannot be read: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
  if (total > LARGEST_ALL) say(`the container unpacks to ${total} bytes`);
  checkDirectory(bytes, say);
  return { files: new Map(Object.entries(files).filter(([name]) => !name.endsWith("/"))), diagnostics };
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
function checkMimetype(bytes: Uint8Array, say: (message: string) => void): void {
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

const DIRECTORY_ENTRY = 0x02014b50;
const UNIX = 3;
const LINK = 0o120000;

/** What fflate does not tell: encrypted entries and symbolic links, from the central directory (APPNOTE 4.3.12). */
function checkDirectory(bytes: Uint8Array, say: (message: string) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0) return;
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0 && at + 46 <= bytes.length; n -= 1) {
    if (view.getUint32(at, true) !== DIRECTORY_ENTRY) return;
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (view.getUint16(at + 8, true) & 1) say(`the entry ${name} is encrypted`);
    const mode = view.getUint32(at + 38, true) >>> 16;
    if (view.getUint8(at + 5) === UNIX && (mode & 0o170000) === LINK) say(`the entry ${name} is a symbolic link`);
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
}

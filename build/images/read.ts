// Takes a file's bytes, gives an image whose kind and size were found in the bytes, not in the file's name. What is no
// image, or none that a book can hold, is refused here, so that every later pass may trust what it is given.

import type { ImageAsset } from "../book.ts";
import { type Diagnostic, error, type Result, warning } from "../diagnostic.ts";
import { sanitiseSvg } from "./svg.ts";

/** Larger files are not images for a book. */
const LARGEST_FILE = 128 * 2 ** 20;
/** A poster at 600 dpi. Beyond it lies what is small on disk and huge in memory. */
export const LARGEST_PIXELS = 250_000_000;

const KINDS = { png: "image/png", jpeg: "image/jpeg", webp: "image/webp", gif: "image/gif" } as const;

/** `path` is the image's name in the book. The value is null where the bytes are refused (`image/invalid`). */
export async function readImage(path: string, bytes: Uint8Array): Promise<Result<ImageAsset | null>> {
  if (bytes.length > LARGEST_FILE) return refused(path, `${bytes.length} bytes are too many for an image`);
  return looksLikeXml(bytes) ? readSvg(path, bytes) : readRaster(path, bytes);
}

function refused(path: string, why: string, ...hints: string[]): Result<null> {
  return { value: null, diagnostics: [error("image/invalid", why, spanOf(path), ...hints)] };
}

function spanOf(path: string): { file: string; start: number; end: number } {
  return { file: path, start: 0, end: 0 };
}

function looksLikeXml(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*</.test(new TextDecoder().decode(bytes.subarray(0, 256)));
}

async function readRaster(path: string, bytes: Uint8Array): Promise<Result<ImageAsset | null>> {
  try {
    const { default: sharp } = await import("sharp");
    const image = sharp(bytes, { failOn: "error", limitInputPixels: LARGEST_PIXELS });
    const { format, width, height, orientation } = await image.metadata();
    const mime = KINDS[format as keyof typeof KINDS] ?? null;
    if (mime === null) return refused(path, `${format} is not a kind of image that books hold`, "use PNG, JPEG or SVG");
    await image.stats();
    const turned = orientation !== undefined && orientation >= 5;
    const [across, down] = turned ? [height, width] : [width, height];
    return { value: { path, bytes, mime, width: across, height: down }, diagnostics: [] };
  } catch (problem) {
    const said = problem instanceof Error ? problem.message.split("\n")[0] : String(problem);
    return refused(path, `the file is not a whole image: ${said}`);
  }
}

function readSvg(path: string, bytes: Uint8Array): Result<ImageAsset | null> {
  const read = sanitiseSvg(new TextDecoder().decode(bytes));
  if (typeof read === "string") return refused(path, read);
  const diagnostics: Diagnostic[] = read.removed.map((what) =>
    warning("image/unsafe", `${what} was left out of the drawing`, spanOf(path)),
  );
  const clean = new TextEncoder().encode(read.svg);
  return { value: { path, bytes: clean, mime: "image/svg+xml", width: read.width, height: read.height }, diagnostics };
}

// Takes images as the book has them, gives them as each product needs them: for e-readers, for the press, for the copier,
// for shop windows. One master, read once; nothing is enlarged; the same image gives the same bytes.

import sharp, { type Sharp } from "sharp";
import type { ImageAsset } from "../book.ts";
import { type Diagnostic, type Result, warning } from "../diagnostic.ts";
import type { EpubImage, Outline, PrintImage } from "../page.ts";
import { ditherRows } from "./dither.ts";
import { LARGEST_PIXELS } from "./read.ts";
import { outlineText } from "./svg.ts";

export interface EpubImageOptions {
  readonly outline: Outline;
  /** `ImageAsset.path` of the cover, which shops and readers want as JPEG. */
  readonly cover: string | null;
  /** `e-ink`: gray, in the sixteen steps such a screen shows. */
  readonly screen: "colour" | "e-ink";
  /** Pixels of the longer side; the largest e-ink screens in use show 1872. */
  readonly longest: number;
  /** Bytes of all images of a book; shops charge for delivery. */
  readonly budget: number;
}

export const EPUB_IMAGES: Omit<EpubImageOptions, "outline" | "cover"> = {
  screen: "colour",
  longest: 1872,
  budget: 20 * 2 ** 20,
};

/** A drawing as every reading system shows it: cleaned when it was read, here with its words as outlines. */
export function prepareSvg(svg: string, outline: Outline): string {
  return outlineText(svg, outline);
}

/** By `ImageAsset.path`. `image/budget` where even the smallest quality is over the budget. */
export async function prepareEpubImages(
  assets: readonly ImageAsset[],
  options: EpubImageOptions,
): Promise<Result<ReadonlyMap<string, EpubImage>>> {
  const names = namesOf(assets);
  const images = new Map<string, EpubImage>();
  const diagnostics: Diagnostic[] = [];
  for (const step of STEPS) {
    for (const asset of assets) {
      if (step === STEPS[0] || asset.mime !== "image/svg+xml" || asset.path === options.cover) {
        images.set(asset.path, await prepareOne(asset, names.get(asset.path)!, options, step));
      }
    }
    if (weight(images) <= options.budget) break;
  }
  if (weight(images) > options.budget) {
    const said = `the images come to ${weight(images)} bytes, the budget is ${options.budget}`;
    diagnostics.push(warning("image/budget", said, null, "leave images out, or crop them"));
  }
  return { value: images, diagnostics };
}

interface Step {
  readonly scale: number;
  readonly quality: number;
}

/** Tried in turn until the book is within its budget. */
const STEPS: readonly Step[] = [
  { scale: 1, quality: 82 },
  { scale: 0.8, quality: 75 },
  { scale: 0.6, quality: 68 },
  { scale: 0.45, quality: 60 },
];

function weight(images: ReadonlyMap<string, EpubImage>): number {
  let sum = 0;
  for (const image of images.values()) sum += image.bytes.length;
  return sum;
}

/** Names made of the paths, so that a new image renames no other: "images/maps/north.png" is "maps-north". */
function namesOf(assets: readonly ImageAsset[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const { path } of assets) {
    const plain = path
      .normalize("NFKD")
      .replace(/^images\//, "")
      .replace(/\.\w+$/, "");
    const slug =
      plain
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-|-$/g, "") || "image";
    let name = slug;
    for (let n = 2; taken.has(name); n += 1) name = `${slug}-${n}`;
    taken.add(name);
    names.set(path, name);
  }
  return names;
}

async function prepareOne(asset: ImageAsset, name: string, options: EpubImageOptions, step: Step): Promise<EpubImage> {
  if (asset.path === options.cover) return prepareCover(asset, name, options.outline, step);
  if (asset.mime === "image/svg+xml") {
    const svg = prepareSvg(new TextDecoder().decode(asset.bytes), options.outline);
    return { ...sized(asset), name: `${name}.svg`, mime: "image/svg+xml", bytes: new TextEncoder().encode(svg) };
  }
  return prepareRaster(asset, name, options, step);
}

function sized(asset: ImageAsset): { readonly width: number; readonly height: number } {
  return { width: asset.width, height: asset.height };
}

/** Pictures with tones become JPEG, flat drawings and writing PNG. */
async function prepareRaster(
  asset: ImageAsset,
  name: string,
  options: EpubImageOptions,
  step: Step,
): Promise<EpubImage> {
  const longest = Math.round(options.longest * step.scale);
  const fitted = open(asset).resize({ width: longest, height: longest, fit: "inside", withoutEnlargement: true });
  const flat = await isFlat(asset);
  const gray = options.screen === "e-ink" || (await isGray(asset));
  const toned = gray ? fitted.flatten({ background: "#fff" }).greyscale().toColourspace("b-w") : fitted;
  const output = flat
    ? toned.png({ palette: true, colours: options.screen === "e-ink" ? 16 : 64, dither: 0.6, compressionLevel: 9 })
    : toned.flatten({ background: "#fff" }).jpeg({ quality: step.quality, mozjpeg: true });
  const { data, info } = await output.toBuffer({ resolveWithObject: true });
  const size = { width: info.width, height: info.height };
  return flat
    ? { ...size, name: `${name}.png`, mime: "image/png", bytes: data }
    : { ...size, name: `${name}.jpg`, mime: "image/jpeg", bytes: data };
}

/** The first frame, turned upright, without a limit that a scan could reach. */
function open(asset: ImageAsset, density?: number): Sharp {
  const options = { limitInputPixels: LARGEST_PIXELS, ...(density === undefined ? {} : { density }) };
  return sharp(asset.bytes, options).rotate();
}

/** Few colours at thumbnail size: a drawing, a map, a page of writing. */
const FLAT_COLOURS = 48;

async function isFlat(asset: ImageAsset): Promise<boolean> {
  if (asset.mime === "image/jpeg") return false;
  const small = open(asset).resize({
    width: 256,
    height: 256,
    fit: "inside",
    kernel: "nearest",
    withoutEnlargement: true,
  });
  const { data, info } = await small.flatten({ background: "#fff" }).raw().toBuffer({ resolveWithObject: true });
  const colours = new Set<number>();
  for (let i = 0; i + info.channels <= data.length && colours.size <= FLAT_COLOURS; i += info.channels) {
    let colour = 0;
    for (let channel = 0; channel < info.channels; channel += 1) colour = colour * 64 + (data[i + channel]! >> 2);
    colours.add(colour);
  }
  return colours.size <= FLAT_COLOURS;
}

/** Saturation nobody sees is the scanner's. */
const GRAY_SPREAD = 10;

async function isGray(asset: ImageAsset): Promise<boolean> {
  const small = open(asset).resize({ width: 64, height: 64, fit: "inside", withoutEnlargement: true });
  const { data } = await small
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let i = 0; i + 3 <= data.length; i += 3) {
    const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > GRAY_SPREAD) return false;
  }
  return true;
}

// ---------------------------------------------------------------------------------------------------- covers

/** What shops ask for, in pixels: width and height of the box the cover fills. */
export const COVER_SIZES = {
  /** In the EPUB: Apple Books asks for 1400 and more on the short side, Kindle for 2560 on the long one. */
  book: { width: 1600, height: 2560 },
  shop: { width: 1600, height: 2400 },
  thumbnail: { width: 400, height: 600 },
} as const;

export type CoverSize = keyof typeof COVER_SIZES;

async function prepareCover(asset: ImageAsset, name: string, outline: Outline, step: Step): Promise<EpubImage> {
  const { bytes, width, height } = await drawCover(asset, outline, COVER_SIZES.book, step);
  return { name: `${name}.jpg`, mime: "image/jpeg", bytes, width, height };
}

interface Drawn {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The cover as JPEG at each size, its proportions kept. */
export async function covers(asset: ImageAsset, outline: Outline): Promise<Readonly<Record<CoverSize, Drawn>>> {
  const draw = (size: CoverSize): Promise<Drawn> => drawCover(asset, outline, COVER_SIZES[size], STEPS[0]!);
  return { book: await draw("book"), shop: await draw("shop"), thumbnail: await draw("thumbnail") };
}

async function drawCover(
  asset: ImageAsset,
  outline: Outline,
  box: { width: number; height: number },
  step: Step,
): Promise<Drawn> {
  const width = Math.round(box.width * step.scale);
  const height = Math.round(box.height * step.scale);
  const master = asset.mime === "image/svg+xml" ? drawn(asset, outline, width) : open(asset);
  const fitted = master.resize({ width, height, fit: "inside", withoutEnlargement: asset.mime !== "image/svg+xml" });
  const { data, info } = await fitted
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .jpeg({ quality: step.quality + 4, mozjpeg: true })
    .toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.height };
}

/** librsvg draws at 72 dpi one unit a pixel; the density asks for `width` pixels at once instead of enlarging. */
function drawn(asset: ImageAsset, outline: Outline, width: number): Sharp {
  const svg = prepareSvg(new TextDecoder().decode(asset.bytes), outline);
  const withSize = svg.replace(/<svg\b/, `<svg width="${asset.width}" height="${asset.height}"`);
  const density = Math.min(72_000, Math.max(1, (72 * width) / asset.width));
  return sharp(new TextEncoder().encode(withSize), { density, limitInputPixels: LARGEST_PIXELS });
}

// ---------------------------------------------------------------------------------------------------- print

export interface PrintImageOptions {
  /** Width on paper in points. */
  readonly widthPoints: number;
  readonly dpi: number;
  readonly gray: boolean;
  readonly outline: Outline;
}

export async function preparePrintImage(asset: ImageAsset, options: PrintImageOptions): Promise<PrintImage> {
  const master = masterFor(asset, options).flatten({ background: "#fff" });
  const toned = options.gray ? master.greyscale().toColourspace("b-w") : master.toColourspace("srgb");
  const flat = asset.mime === "image/svg+xml" || (await isFlat(asset));
  const output = flat ? toned.png({ compressionLevel: 9 }) : toned.jpeg({ quality: 90, mozjpeg: true });
  const { data, info } = await output.toBuffer({ resolveWithObject: true });
  return { kind: flat ? "png" : "jpeg", bytes: data, width: info.width, height: info.height };
}

function masterFor(asset: ImageAsset, options: Omit<PrintImageOptions, "gray">): Sharp {
  const width = Math.max(1, Math.round((options.widthPoints / 72) * options.dpi));
  if (asset.mime === "image/svg+xml") return drawn(asset, options.outline, width).resize({ width });
  return open(asset).resize({ width, withoutEnlargement: true });
}

/** For the copier: black and white dots, the darkest and lightest tones of the picture stretched to ink and paper. */
export async function photocopy(asset: ImageAsset, options: Omit<PrintImageOptions, "gray">): Promise<PrintImage> {
  const gray = masterFor(asset, options).flatten({ background: "#fff" }).greyscale().normalise();
  const { data, info } = await gray.toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
  const bytes = ditherRows(data, info.width, info.height, info.channels);
  return { kind: "bitmap", bytes, width: info.width, height: info.height };
}

// Takes images made ready for print, gives image objects; each is written once, when it is first drawn.

import type { PrintImage } from "../page.ts";
import type { Pen, Ref } from "./mends.ts";

export class Images {
  readonly used = new Map<string, { readonly name: string; readonly ref: Ref }>();
  readonly #pen: Pen;
  readonly #table: ReadonlyMap<string, PrintImage>;

  constructor(pen: Pen, table: ReadonlyMap<string, PrintImage>) {
    this.#pen = pen;
    this.#table = table;
  }

  /** The image's name in the resources. */
  name(path: string): string {
    const known = this.used.get(path);
    if (known) return known.name;
    const image = this.#table.get(path);
    if (!image) throw new Error(`no image is called ${path}`);
    const entry = { name: `I${this.used.size + 1}`, ref: writeImage(this.#pen, image) };
    this.used.set(path, entry);
    return entry.name;
  }
}

function writeImage(pen: Pen, image: PrintImage): Ref {
  if (image.kind === "bitmap") return writeBitmap(pen, image);
  const opened = pen.openImage(image.bytes);
  opened.embed(pen);
  return opened.obj;
}

function writeBitmap(pen: Pen, image: PrintImage): Ref {
  const ref = pen.ref({
    Type: "XObject",
    Subtype: "Image",
    Width: image.width,
    Height: image.height,
    ColorSpace: "DeviceGray",
    BitsPerComponent: 1,
  });
  ref.end(image.bytes);
  return ref;
}

import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import type { ImageAsset } from "../book.ts";
import type { Outline } from "../page.ts";
import { ditherRows } from "./dither.ts";
import { COVER_SIZES, covers, EPUB_IMAGES, photocopy, prepareEpubImages, preparePrintImage } from "./prepare.ts";
import { readImage } from "./read.ts";
import { outlineText, sanitiseSvg } from "./svg.ts";

/** Every character a bar of half an em. */
const outline: Outline = (text, _style, size) => ({
  d: `M0 0H${(text.length * size) / 2}`,
  width: (text.length * size) / 2,
});
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const svg = (body: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">${body}</svg>`;

async function read(path: string, bytes: Uint8Array): Promise<ImageAsset> {
  const { value } = await readImage(path, bytes);
  assert.ok(value);
  return value;
}

async function codes(bytes: Uint8Array): Promise<string[]> {
  return (await readImage("images/x.png", bytes)).diagnostics.map((each) => `${each.severity} ${each.code}`);
}

/** A picture of many tones, from a ramp and its product with another. */
async function photo(width: number, height: number, gray = false): Promise<Uint8Array> {
  const pixels = Buffer.alloc(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    const x = (i % width) / width;
    const y = Math.floor(i / width) / height;
    const tone = Math.round(255 * x);
    pixels.set(gray ? [tone, tone, tone] : [tone, Math.round(255 * y), Math.round(255 * x * y)], i * 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
}

async function plan(width: number, height: number): Promise<Uint8Array> {
  const drawing = svg(
    '<rect width="200" height="100" fill="#fff"/><path d="M0 50H200" stroke="#000" stroke-width="9"/>',
  );
  return sharp(bytesOf(drawing)).resize(width, height, { fit: "fill" }).png().toBuffer();
}

test("the kind of an image is read from its bytes", async () => {
  assert.equal((await read("images/a.png", await photo(40, 30))).mime, "image/jpeg");
  assert.equal((await read("images/a.jpg", await plan(40, 20))).mime, "image/png");
  assert.deepEqual(await codes(bytesOf("GIF89a and no more")), ["error image/invalid"]);
  assert.deepEqual(await codes(bytesOf("<html><body>an error page</body></html>")), ["error image/invalid"]);
  assert.deepEqual(await codes(new Uint8Array()), ["error image/invalid"]);
});

test("half an image is no image", async () => {
  const whole = await photo(300, 300);
  assert.deepEqual(await codes(whole.subarray(0, whole.length / 2)), ["error image/invalid"]);
});

test("an image turned by its camera is measured upright", async () => {
  const turned = await sharp(await photo(40, 30))
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const asset = await read("images/a.jpg", turned);
  assert.deepEqual([asset.width, asset.height], [30, 40]);
});

test("a drawing keeps its shapes and loses what runs, fetches or leads out", () => {
  const source = svg(
    '<script>alert(1)</script><path d="M0 0H9" onclick="x()" fill="url(#g)" stroke="url(http://a.example/s)"/>' +
      '<image href="http://a.example/i.png"/><a href="http://a.example"><rect width="9" height="9"/></a>' +
      '<foreignObject><p>x</p></foreignObject><style>@import "x.css"; rect { fill: #123; background: url(x.png) }</style>',
  );
  const clean = sanitiseSvg(source);
  assert.ok(typeof clean !== "string");
  assert.equal(
    clean.svg,
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><path d="M0 0H9" fill="url(#g)"/>' +
      '<rect width="9" height="9"/><style> rect { fill: #123;}</style></svg>\n',
  );
  assert.deepEqual([...clean.removed].sort(), [
    "foreignObject",
    "script",
    "the address in stroke",
    "the attribute onclick",
    "the link to http://a.example/i.png",
    'the style @import "x.css";',
    "the style background: url(x.png)",
  ]);
});

test("a drawing that declares entities is refused, one without size too", () => {
  assert.equal(
    sanitiseSvg('<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>'),
    "the drawing declares entities",
  );
  assert.match(String(sanitiseSvg("<svg></svg>")), /neither a viewBox nor/);
  assert.match(String(sanitiseSvg("<html/>")), /not SVG/);
});

test("words in a drawing become outlines where they stood", () => {
  const source = svg(
    '<style>.big { font-size: 20px }</style><g font-size="10" text-anchor="middle">' +
      '<text x="50" y="40" fill="#333">North</text><text class="big" x="50" y="60">Sea<tspan x="9" dy="5" font-size="8">log</tspan></text></g>',
  );
  assert.equal(
    outlineText(source, outline),
    svg(
      '<style>.big { font-size: 20px }</style><g font-size="10" text-anchor="middle">' +
        '<g fill="#333" role="img" aria-label="North"><path transform="translate(37.5 40)" d="M0 0h25"/></g>' +
        '<g class="big" role="img" aria-label="Sealog"><path transform="translate(35 60)" d="M0 0h30"/>' +
        '<path transform="translate(3 65)" d="M0 0h12"/></g></g>',
    ),
  );
});

test("photographs become JPEG no longer than a screen, drawings PNG, gray ones one channel", async () => {
  const assets = [
    await read("images/port/Häfen.jpg", await photo(3000, 1500)),
    await read("images/plan.png", await plan(300, 150)),
    await read("images/gray.jpg", await photo(100, 50, true)),
  ];
  const { value } = await prepareEpubImages(assets, { ...EPUB_IMAGES, outline, cover: null });
  const shape = [...value].map(([path, { name, mime, width, height }]) => [path, name, mime, width, height]);
  assert.deepEqual(shape, [
    ["images/port/Häfen.jpg", "port-ha-fen.jpg", "image/jpeg", 1872, 936],
    ["images/plan.png", "plan.png", "image/png", 300, 150],
    ["images/gray.jpg", "gray.jpg", "image/jpeg", 100, 50],
  ]);
  assert.equal((await sharp(value.get("images/gray.jpg")!.bytes).metadata()).channels, 1);
});

test("a book over its budget gets smaller images, and a warning if that is not enough", async () => {
  const assets = [await read("images/a.jpg", await photo(1800, 1200))];
  const rich = await prepareEpubImages(assets, { ...EPUB_IMAGES, outline, cover: null });
  const full = rich.value.get("images/a.jpg")!.bytes.length;
  const tight = await prepareEpubImages(assets, { ...EPUB_IMAGES, outline, cover: null, budget: full * 0.6 });
  assert.ok(tight.value.get("images/a.jpg")!.bytes.length <= full * 0.6);
  assert.deepEqual(tight.diagnostics, []);
  const none = await prepareEpubImages(assets, { ...EPUB_IMAGES, outline, cover: null, budget: 100 });
  assert.deepEqual(
    none.diagnostics.map((each) => each.code),
    ["image/budget"],
  );
});

test("covers come in the sizes shops ask for, drawings drawn at that size", async () => {
  const asset = await read(
    "images/cover.svg",
    bytesOf(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 16"><rect width="10" height="16" fill="#024"/></svg>',
    ),
  );
  const made = await covers(asset, outline);
  assert.deepEqual([made.book.width, made.book.height], [COVER_SIZES.book.width, COVER_SIZES.book.height]);
  assert.deepEqual([made.thumbnail.width, made.thumbnail.height], [375, 600]);
  const [red, green, blue] = await sharp(made.book.bytes)
    .extract({ left: 800, top: 1200, width: 1, height: 1 })
    .raw()
    .toBuffer();
  assert.ok(Math.abs(red! - 0) < 4 && Math.abs(green! - 0x22) < 4 && Math.abs(blue! - 0x44) < 4);
});

test("print gets the pixels its paper needs, gray in one channel, and no more than there are", async () => {
  const asset = await read("images/a.jpg", await photo(900, 600));
  const printed = await preparePrintImage(asset, { widthPoints: 144, dpi: 300, gray: true, outline });
  assert.deepEqual([printed.kind, printed.width, printed.height], ["jpeg", 600, 400]);
  assert.equal((await sharp(printed.bytes).metadata()).channels, 1);
  const wide = await preparePrintImage(asset, { widthPoints: 720, dpi: 300, gray: false, outline });
  assert.equal(wide.width, 900);
});

test("the copier's image is black and white and as dark as its master", async () => {
  const gray = new Uint8Array(64 * 64).fill(96);
  const bits = ditherRows(gray, 64, 64, 1);
  const white = bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
  assert.ok(Math.abs(white / 4096 - 96 / 255) < 0.01);
  const asset = await read("images/a.jpg", await photo(301, 200));
  const copied = await photocopy(asset, { widthPoints: 72, dpi: 300, outline });
  assert.deepEqual(
    [copied.kind, copied.width, copied.bytes.length],
    ["bitmap", 300, Math.ceil(300 / 8) * copied.height],
  );
});

test("outlines are written as steps, the same letter as the same string", () => {
  const letters: Outline = () => ({ d: "M1 2L3.00004 1.5Q4 4 1 2ZM11 2L13.00004 1.5Q14 4 11 2Z", width: 20 });
  const drawn = outlineText(svg('<text x="0" y="0" font-size="10">xx</text>'), letters);
  assert.match(drawn, / d="M1 2l2-.5q1 2.5-2 .5zM11 2l2-.5q1 2.5-2 .5z"/);
});

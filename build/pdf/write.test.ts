import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { getDocument } from "pdfjs-dist/legacy/build/pdf.mjs";
import type { Meta } from "../book.ts";
import type {
  Bound,
  LinkMark,
  Mark,
  Page,
  PrintImage,
  Setting,
  ShapedWord,
  Side,
  StructureNode,
  StructureRole,
  TextMark,
  Theme,
} from "../page.ts";
import { type PdfInput, writePdf } from "./write.ts";

const require = createRequire(import.meta.url);
const file = require.resolve("@expo-google-fonts/eb-garamond/400Regular/EBGaramond_400Regular.ttf");
const fonts = new Map([["serif", new Uint8Array(readFileSync(file))]]);

interface Shaper {
  readonly unitsPerEm: number;
  layout(
    text: string,
    features: Readonly<Record<string, boolean>>,
  ): {
    readonly glyphs: readonly { readonly id: number; readonly codePoints: readonly number[] }[];
    readonly positions: readonly { readonly xAdvance: number; readonly xOffset: number; readonly yOffset: number }[];
    readonly advanceWidth: number;
  };
}

const font: Shaper = require("fontkit").create(readFileSync(file));
const scale = 1000 / font.unitsPerEm;

/** Shapes a word; `meanings` replaces what its glyphs stand for. */
function word(text: string, features: readonly string[] = [], meanings?: readonly string[]): ShapedWord {
  const run = font.layout(text, Object.fromEntries(features.map((feature) => [feature, true])));
  return {
    face: "serif",
    glyphs: run.glyphs.map((glyph) => glyph.id),
    advances: run.positions.map((position) => position.xAdvance * scale),
    offsets: run.positions.flatMap((position) => [position.xOffset * scale, position.yOffset * scale]),
    unicode: meanings ?? run.glyphs.map((glyph) => String.fromCodePoint(...glyph.codePoints)),
    width: run.advanceWidth * scale,
  };
}

function node(role: StructureRole, parent = -1, more: Partial<StructureNode> = {}): StructureNode {
  return { role, parent, lang: null, alt: null, actualText: null, id: null, attributes: null, ...more };
}

function line(y: number, words: readonly number[], owner: number, more: Partial<TextMark> = {}): TextMark {
  const gaps = words.map(() => 3);
  gaps[gaps.length - 1] = 0;
  return { type: "text", x: 0, y, size: 10, stretch: 1, colour: 0, words, gaps, node: owner, ...more };
}

function settingOf(words: readonly ShapedWord[], structure: readonly StructureNode[], ...pages: Mark[][]): Setting {
  const bodies = pages.map((marks) => ({ marks, depth: 0, lines: [], notes: [] }));
  return {
    chapter: "one",
    role: "chapter",
    title: "One",
    author: null,
    lang: "en",
    words,
    structure,
    bodies,
    outline: [],
  };
}

function boundOf(setting: Setting, furniture: readonly Mark[] = [], words: readonly ShapedWord[] = []): Bound {
  const pages = setting.bodies.map(
    (_, index): Page => ({
      index,
      folio: `${index + 1}`,
      numbering: "arabic",
      side: index % 2 === 0 ? "recto" : "verso",
      width: 200,
      height: 300,
      body: { setting: 0, body: index, x: 30, y: 40 },
      furniture,
      words,
    }),
  );
  const outline = [{ title: "Один", target: "one", children: [{ title: "Two", target: "two", children: [] }] }];
  return { theme: {} as Theme, settings: [setting], pages, outline, pageOf: new Map() };
}

const meta: Meta = {
  title: "Salt & Bread",
  subtitle: null,
  people: [{ name: "Ada Example", fileAs: "Example, Ada", role: "author" }],
  lang: "en-GB",
  identifier: "urn:uuid:0",
  date: "2024-05-01T00:00:00Z",
  rights: null,
  publisher: null,
  description: null,
  series: null,
  subjects: [],
  colophon: [],
  edition: "1a2b3c4d",
};

function input(bound: Bound, more: Partial<PdfInput> = {}): PdfInput {
  return {
    bound,
    sides: null,
    meta,
    fonts,
    images: new Map(),
    options: { bleed: 0, cropMarks: false, pdfa: false, tagged: true, links: true },
    ...more,
  };
}

async function open(bytes: Uint8Array) {
  return getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
}

async function textOf(bytes: Uint8Array, page = 1): Promise<string> {
  const content = await (await (await open(bytes)).getPage(page)).getTextContent();
  return content.items.map((item) => ("str" in item ? item.str : "")).join("");
}

/** pdf.js leaves soft hyphens out of the text it gives. */
test("ligatures, small capitals, hyphens and blanks extract as the words they stand for", async () => {
  const words = [
    word("office"),
    word("Duma", ["smcp", "c2sc"]),
    word("well-known"),
    word("win-", [], ["w", "i", "n", "\u00ad"]),
    word("duma", ["smcp"]),
  ];
  const setting = settingOf(words, [node("P")], [line(20, [0, 1, 2, 4, 3], 0, { gaps: [3, 3, 3, 3, -1] })]);
  assert.equal(await textOf(await writePdf(input(boundOf(setting)))), "office Duma well-known duma win");
});

test("glyphs that are part of the one before carry the word as ActualText", async () => {
  const split = word("ab", [], ["ab", ""]);
  const bytes = await writePdf(input(boundOf(settingOf([split], [node("P")], [line(20, [0], 0)]))));
  const content = await (await (await open(bytes)).getPage(1)).getOperatorList();
  assert.ok(content.fnArray.length > 0);
  assert.match(await textOf(bytes), /^ab/);
});

test("a paragraph over two pages is one element, and its heading comes before it", async () => {
  const structure = [node("H1"), node("P")];
  const setting = settingOf(
    [word("Title"), word("begins"), word("ends")],
    structure,
    [line(10, [0], 0), line(30, [1], 1)],
    [line(10, [2], 1)],
  );
  const pdf = await open(await writePdf(input(boundOf(setting))));
  const roles = async (page: number) => {
    const tree = await (await pdf.getPage(page)).getStructTree();
    const walk = (each: { role?: string; children?: readonly object[] }): string[] => [
      ...(each.role ? [each.role] : []),
      ...(each.children ?? []).flatMap((child) => walk(child)),
    ];
    return walk(tree as { role?: string; children?: readonly object[] }).join(" ");
  };
  assert.equal(await roles(1), "Root Document Sect H1 P");
  assert.equal(await roles(2), "Root Document Sect P");
});

test("links lead to destinations and tell where; those into nowhere are left out", async () => {
  const link = (target: string): LinkMark => {
    return { type: "link", x: 0, y: 10, width: 20, height: 12, target, contents: "Note 1", node: 1 };
  };
  const structure = [node("P"), node("Link", 0)];
  const setting = settingOf(
    [word("see")],
    structure,
    [line(20, [0], 1), link("#there"), link("#nowhere"), link("https://example.org/ä")],
    [{ type: "anchor", id: "there", x: 0, y: 50 }],
  );
  const pdf = await open(await writePdf(input(boundOf(setting))));
  const annotations = await (await pdf.getPage(1)).getAnnotations();
  assert.deepEqual(
    annotations.map((each) => [each.dest ?? each.url, each.contentsObj.str, each.rect]),
    [
      ["there", "Note 1", [30, 238, 50, 250]],
      ["https://example.org/%C3%A4", "Note 1", [30, 238, 50, 250]],
    ],
  );
  const destination = await pdf.getDestination("there");
  assert.equal(await pdf.getPageIndex(destination?.[0]), 1);
  assert.equal(destination?.[3], 210);
});

test("outline, labels and metadata are there, and two runs are one", async () => {
  const setting = settingOf([word("text")], [node("P")], [line(20, [0], 0), { type: "anchor", id: "two", x: 0, y: 0 }]);
  const bytes = await writePdf(input(boundOf(setting)));
  assert.deepEqual(await writePdf(input(boundOf(setting))), bytes);
  const pdf = await open(bytes);
  const outline = await pdf.getOutline();
  assert.deepEqual(
    outline.map((item) => [item.title, item.items.map((child) => child.title)]),
    [["Один", ["Two"]]],
  );
  assert.deepEqual(await pdf.getPageLabels(), ["1"]);
  const { info } = (await pdf.getMetadata()) as unknown as { info: Record<string, unknown> };
  assert.equal(info.Title, "Salt & Bread");
  assert.equal(info.Keywords, "edition 1a2b3c4d");
});

test("bleed and crop marks widen the page around its trim", async () => {
  const setting = settingOf([word("text")], [node("P")], [line(20, [0], 0)]);
  const options = { bleed: 9, cropMarks: true, pdfa: false, tagged: true, links: true };
  const bytes = await writePdf(input(boundOf(setting), { options }));
  const source = Buffer.from(bytes).toString("latin1");
  assert.match(source, /MediaBox\[0 0 266 366\]\/BleedBox\[24 24 242 342\]\/TrimBox\[33 33 233 333\]/);
});

test("a page placed twice is drawn once, and sides have neither tags nor links", async () => {
  const setting = settingOf([word("text")], [node("P")], [line(20, [0], 0)]);
  const side: Side = {
    width: 400,
    height: 300,
    placements: [
      { page: 0, matrix: [1, 0, 0, 1, 0, 0], clip: null },
      { page: 0, matrix: [1, 0, 0, 1, 200, 0], clip: { x: 200, y: 0, width: 200, height: 300 } },
    ],
    marks: [],
    words: [],
    trim: { x: 0, y: 10, width: 400, height: 280 },
    bleed: null,
    label: "sheet 1, front",
  };
  const bytes = await writePdf(input(boundOf(setting), { sides: [side] }));
  const source = Buffer.from(bytes).toString("latin1");
  assert.equal(source.match(/\/Subtype \/Form/g)?.length, 1);
  assert.match(source, /TrimBox\[0 10 400 290\]/);
  assert.doesNotMatch(source, /StructTreeRoot|\/Annots/);
  assert.equal((await textOf(bytes)).replace(/\s/g, ""), "texttext");
});

test("a figure of one bit a pixel has its alternative text and its place", async () => {
  const image: PrintImage = { kind: "bitmap", bytes: new Uint8Array([0b10100000, 0b01000000]), width: 3, height: 2 };
  const structure = [node("Figure", -1, { alt: "A map of the harbour" })];
  const setting = settingOf([], structure, [
    { type: "image", x: 0, y: 10, width: 60, height: 40, image: "map.png", node: 0 },
  ]);
  const bytes = await writePdf(input(boundOf(setting), { images: new Map([["map.png", image]]) }));
  const source = Buffer.from(bytes).toString("latin1");
  assert.match(source, /\/Alt \(A map of the harbour\)/);
  assert.match(source, /\/BBox\[30 210 90 250\]/);
  assert.match(source, /\/BitsPerComponent 1/);
});

test("a table keeps the cells nothing is drawn for, in their order", async () => {
  const structure = [node("Table"), node("TR", 0), node("TD", 1), node("TD", 1), node("TD", 1)];
  const setting = settingOf([word("a"), word("c")], structure, [line(20, [0], 2), line(20, [1], 4)]);
  const bytes = await writePdf(input(boundOf(setting)));
  const pdf = await open(bytes);
  assert.equal(pdf.numPages, 1);
  const source = Buffer.from(bytes).toString("latin1");
  const cells = [...source.matchAll(/(\d+) 0 obj\n<<\/S\/TD.*?\/K\[(.*?)\]>>/g)].map(([, id, kids]) => [id, kids]);
  const row = /\/S\/TR.*?\/K\[(.*?)\]>>/.exec(source)?.[1]?.match(/\d+(?= 0 R)/g);
  const kids = new Map(cells.map(([id, content]) => [id, content]));
  assert.deepEqual(
    row?.map((id) => kids.get(id)),
    ["0", "", "1"],
  );
});

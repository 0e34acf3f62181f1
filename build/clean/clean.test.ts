import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "./clean.ts";
import { splitColumns } from "./columns.ts";
import { decode } from "./decode.ts";
import { describeEdits } from "./describe.ts";
import { type ChapterHint, Journal, Letters, NO_LEXICON } from "./flow.ts";
import { asFolio, loneFolio, romanValue } from "./folios.ts";
import { decideHyphen, joinLines } from "./hyphens.ts";
import { readPlain } from "./read.ts";

const OPTIONS = { hints: {}, lexicon: NO_LEXICON, labels: "source" } as const;

const NOUNS =
  "harbour winter ferry lamp keeper letter rope market bridge garden window baker road tower river field".split(" ");
const VERBS = "waited turned carried answered followed opened watched mended crossed counted".split(" ");

/** Sentences no book holds, each with its number in words of its own. */
function sentence(i: number): string {
  const noun = (k: number): string => NOUNS[(i * 7 + k * 5) % NOUNS.length]!;
  const verb = (k: number): string => VERBS[(i * 3 + k) % VERBS.length]!;
  return `The ${noun(1)} near the ${noun(2)} ${verb(1)} while ${i} of the ${noun(3)} men ${verb(2)} behind the old ${noun(4)}.`;
}

function paragraph(i: number): string {
  return Array.from({ length: 6 }, (_, k) => sentence(i * 6 + k)).join(" ");
}

/** Lines of at most `width` characters. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

const PARAGRAPHS = Array.from({ length: 40 }, (_, i) => paragraph(i));
const HEIGHT = 24;

function typeset(): string[] {
  const lines = PARAGRAPHS.flatMap((text) =>
    wrap(`    ${text}`.trim(), 64).map((line, i) => (i === 0 ? `   ${line}` : line)),
  );
  const pages: string[] = [];
  for (let at = 0; at < lines.length; at += HEIGHT) {
    const folio = pages.length + 1;
    const head = folio % 2 === 0 ? `${folio}        Harbour Letters` : `The Long Winter        ${folio}`;
    pages.push([head, "", ...lines.slice(at, at + HEIGHT)].join("\n"));
  }
  return pages;
}

const titled = (...titles: string[]): ChapterHint[] => titles.map((title) => ({ title }));

function paragraphsOf(markdown: string): string[] {
  return markdown.trim().split("\n\n");
}

/** Torn pages, each with its furniture below, and no form feed between them. */
function withoutFormFeeds(furniture: (page: number) => string): string {
  const lines = PARAGRAPHS.slice(0, 9).flatMap((text) =>
    wrap(text, 64).map((line, i) => (i === 0 ? `   ${line}` : line)),
  );
  const pages: string[] = [];
  for (let at = 0; at < lines.length; at += HEIGHT)
    pages.push([...lines.slice(at, at + HEIGHT), furniture(pages.length + 31)].join("\n"));
  return pages.join("\n");
}

test("folios alone on their lines are found without form feeds", () => {
  const { value } = clean({ file: "x.txt", text: withoutFormFeeds((page) => `${page}`) }, OPTIONS);
  const text = value.chapters.map((chapter) => chapter.markdown).join("\n\n");
  assert.deepEqual(paragraphsOf(text), PARAGRAPHS.slice(0, 9));
});

test("heads in capitals that come but once are found by their folios", () => {
  const heads = [
    "THE WINTER",
    "THE FERRY",
    "THE LAMP",
    "THE ROPE",
    "THE BRIDGE",
    "THE GARDEN",
    "THE BAKER",
    "THE ROAD",
  ];
  const text = withoutFormFeeds((page) => `${heads[page - 31]} ${page}`);
  const { value } = clean({ file: "x.txt", text }, OPTIONS);
  assert.deepEqual(
    paragraphsOf(value.chapters.map((chapter) => chapter.markdown).join("\n\n")),
    PARAGRAPHS.slice(0, 9),
  );
});

test("numbers that never stand inside a sentence are no folios", () => {
  const text = PARAGRAPHS.slice(0, 6)
    .map((each, i) => `${i + 1}\n\n${each}`)
    .join("\n\n");
  const { value } = clean({ file: "x.txt", text }, OPTIONS);
  assert.deepEqual(value.setAside, []);
});

test("pages with heads and folios become the paragraphs that were set", () => {
  const result = clean({ file: "x.txt", text: typeset().join("\n\f") }, OPTIONS).value;
  assert.equal(result.order.hypothesis, "plain");
  assert.deepEqual(paragraphsOf(result.chapters.map((chapter) => chapter.markdown).join("\n")), PARAGRAPHS);
  assert.deepEqual(result.budget.unexplained, []);
});

test("a booklet's sides are put in order by their folios", () => {
  const pages = typeset();
  while (pages.length % 4 !== 0) pages.push("");
  const sides: string[] = [];
  for (let i = 0; i < pages.length / 2; i += 1) {
    const pair = [pages[pages.length - 1 - i]!, pages[i]!];
    sides.push(...(i % 2 === 0 ? pair : pair.reverse()));
  }
  const result = clean({ file: "x.txt", text: sides.filter((page) => page !== "").join("\n\f") }, OPTIONS).value;
  assert.match(result.order.hypothesis, /^booklet/);
  assert.deepEqual(paragraphsOf(result.chapters.map((chapter) => chapter.markdown).join("\n")), PARAGRAPHS);
});

test("a booklet whose last page is empty begins with the page its file begins with", () => {
  const bare = typeset().map((page) => page.split("\n").slice(2));
  const pages = bare.slice(0, bare.length - (bare.length % 4) - 1);
  // words met nowhere else stand at the tear: only that no book ends inside a sentence tells where the page belongs
  pages[0] = [...pages[0]!.slice(0, -1), `${pages[0]!.at(-1)!.replace(/[.\s]*$/, "")} whereupon grizzled`];
  pages[1] = [`zealous ${pages[1]![0]!.trimStart().toLowerCase()}`, ...pages[1]!.slice(1)];
  const count = pages.length + 1;
  const sides: string[][] = [];
  for (let i = 0; i < count / 2; i += 1) {
    const pair = [pages[count - 1 - i] ?? [], pages[i]!];
    sides.push(...(i % 2 === 0 ? pair : pair.reverse()));
  }
  const text = sides
    .filter((page) => page.length > 0)
    .map((page) => ` ${page.join("\n").trimStart()}`)
    .join("\n");
  const hints = { order: "booklet", pages: count } as const;
  const result = clean({ file: "x.txt", text }, { ...OPTIONS, hints }).value;
  assert.match(result.order.hypothesis, /^booklet/);
  const markdown = result.chapters.map((chapter) => chapter.markdown).join("\n");
  assert.ok(markdown.startsWith(sentence(0)), markdown.slice(0, 120));
});

test("a plain text stays in its order, and cleaning twice is cleaning once", () => {
  const text = PARAGRAPHS.map((each) => wrap(each, 70).join("\n")).join("\n\n");
  const once = clean({ file: "x.txt", text }, OPTIONS)
    .value.chapters.map((chapter) => chapter.markdown)
    .join("\n");
  assert.deepEqual(paragraphsOf(once), PARAGRAPHS);
  const twice = clean({ file: "x.md", text: once }, OPTIONS)
    .value.chapters.map((chapter) => chapter.markdown)
    .join("\n");
  assert.equal(twice, once);
});

test("columns are parted at the gutter", () => {
  const left = wrap(PARAGRAPHS[0]!, 40);
  const right = wrap(PARAGRAPHS[1]!, 40);
  const rows = left.map((line, i) => line.padEnd(48) + (right[i] ?? ""));
  const [columns] = splitColumns(readPlain(rows.join("\n")).sections);
  assert.deepEqual(
    columns!.map((column) => column.map((line) => line.letters.text)),
    [left, right.slice(0, left.length)],
  );
});

test("a replacement keeps places and covers what it replaced", () => {
  const source = { file: "x", text: "emanci- pation" };
  const journal = new Journal(source);
  const letters = Letters.from(source.text, 0).patch(
    [{ start: 6, end: 8, after: "", rule: "hyphens/line-end", confidence: 1 }],
    journal,
  );
  assert.equal(letters.text, "emancipation");
  assert.equal(letters.at[6], 8);
  assert.deepEqual([...journal.covered], [0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(journal.edits[0]!.span, { file: "x", start: 6, end: 8 });
});

test("hyphens at line ends ask the text first", () => {
  const vocabulary = new Map([
    ["harbour", 3],
    ["self-made", 2],
    ["counter-weighted", 1],
    ["ferro-concrete", 1],
    ["ferro-glass", 1],
    ["ferro-alloy", 1],
  ]);
  const desk = { journal: new Journal({ file: "x", text: "" }), vocabulary, lexicon: NO_LEXICON };
  const decide = (before: string, after: string): string =>
    decideHyphen(before, after, desk, { breaks: 0.9, measures: [30] }).decision;
  assert.equal(decide("the old har-", "bour wall"), "solid");
  assert.equal(decide("a self-", "made man"), "hyphen");
  assert.equal(decide("in 1937-", "38 they"), "hyphen");
  assert.equal(decide("the Austro-", "Hungarian fleet"), "hyphen");
  assert.equal(decide("two counter-", "weights of"), "hyphen");
  assert.equal(decide("two counter-", "parts of"), "solid");
  assert.equal(decide("walls of ferro-", "timber and"), "hyphen");
  assert.equal(decide("near Stoke-", "on-Quay"), "hyphen");
  assert.equal(decide("winter- and", "summer"), "hyphen");
  assert.equal(decide("both winter-", "and summer"), "blank");
});

test("a hyphen of the author's that was closed where two lines met is put back, elsewhere nothing is", () => {
  const known = new Set("the of garden lamp maker light with window winter always carried water under".split(" "));
  const lexicon = { langs: ["en"], has: (word: string) => known.has(word) };
  const desk = { journal: new Journal({ file: "x", text: "" }), vocabulary: new Map<string, number>(), lexicon };
  const lettersOf = (text: string): string =>
    joinLines(readPlain(text).sections[0]!, desk, { breaks: 0.9, measures: [20] }).text;
  const met = "always under the window with water carried winterlamp maker of the garden with the light of water";
  assert.equal(lettersOf(met), met.replace("winterlamp", "winter-lamp"));
  const early = "always winterlamp the window with water carried under maker of the garden with the light of water";
  assert.equal(lettersOf(early), early);
  assert.equal(lettersOf("under the window with winterlamp"), "under the window with winterlamp");
});

test("folios are arabic or roman, with what printers put around them", () => {
  assert.equal(romanValue("xiv"), 14);
  assert.equal(romanValue("iiii"), null);
  assert.deepEqual(loneFolio("— 12 —"), { value: 12, style: "arabic" });
  assert.equal(loneFolio("12 men"), null);
  assert.equal(asFolio("Mix"), null);
});

test("encodings are recognised, binaries refused", () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  assert.equal(decode(bytes("café"), "x").value.encoding, "utf-8");
  assert.equal(decode(bytes("“cafÃ©â€\u009d itâ€™s dÃ©jÃ  vu”".slice(1, -1)), "x").value.text.includes("café"), true);
  assert.equal(
    decode(Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x64, 0xe9, 0x6a, 0xe0]), "x").value.text,
    "café déjà",
  );
  const koi8 = Uint8Array.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4, 0x20, 0xcd, 0xc9, 0xd2]);
  assert.equal(decode(koi8, "x").value.text, "Привет мир");
  const cp1251 = Uint8Array.from([0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x20, 0xec, 0xe8, 0xf0]);
  assert.equal(decode(cp1251, "x").value.text, "Привет мир");
  const mixed = Uint8Array.from([..."coup d\u0092\u00e9tat R\u00fchle"].map((letter) => letter.charCodeAt(0)));
  assert.equal(decode(mixed, "x").value.text, "coup d’état Rühle");
  assert.equal(decode(bytes("%PDF-1.7 etc"), "x").diagnostics[0]!.code, "file/encoding");
});

test("what was done can be read", () => {
  const text = `${wrap(PARAGRAPHS[0]!, 60).join("\n")}\n`;
  assert.match(describeEdits(clean({ file: "x.txt", text }, OPTIONS).value), /^order: plain/);
});

function unexplained(text: string): readonly number[] {
  return clean({ file: "x.txt", text }, OPTIONS).value!.budget.unexplained;
}

test("brackets and stops around note markers are accounted for", () => {
  const text = `${PARAGRAPHS.slice(0, 3)
    .map((each, i) => `${each}[${i + 1}]`)
    .join("\n\n")}\n\nFOOTNOTES:\n\n[1] See the lamp book.\n\n[2] See the rope book.\n\n[3] See the tower book.\n`;
  const { value } = clean({ file: "x.txt", text }, OPTIONS);
  assert.match(value!.chapters[0]!.markdown, /^\[\^2\]: See the rope book\.$/m);
  assert.deepEqual(value!.budget.unexplained, []);
});

test("a text of stars alone keeps them", () => {
  const text = "*".repeat(500);
  const { value } = clean({ file: "x.txt", text }, OPTIONS);
  assert.equal(value!.chapters[0]!.markdown, `${"\\*".repeat(500)}\n`);
  assert.deepEqual(unexplained(Array(20).fill("*".repeat(70)).join("\n")), []);
});

test("notes without any text to stand in stay text", () => {
  const { value } = clean(
    { file: "x.txt", text: "NOTES\n\n[1] See the lamp book.\n\n[2] See the rope book.\n" },
    OPTIONS,
  );
  assert.match(value!.chapters[0]!.markdown, /See the lamp book\.[\s\S]*See the rope book\./);
  assert.deepEqual(value!.budget.unexplained, []);
});

test("a line that lost its blanks is nearly as wide as it was with them", () => {
  const widthOf = (text: string): number => readPlain(text).sections[0]![0]!.width;
  const line = "Nobody in the harbour town remembered who had built the old lamp tower";
  const ratio = widthOf(line.replaceAll(" ", "")) / widthOf(line);
  assert.ok(ratio > 0.95 && ratio < 1.02, `${ratio}`);
});

test("a line of three stars parts sections", () => {
  const text = [PARAGRAPHS[0], "* * *", PARAGRAPHS[1], "***", PARAGRAPHS[2]].join("\n\n");
  const { value } = clean({ file: "x.txt", text }, OPTIONS);
  const expected = [PARAGRAPHS[0], "***", PARAGRAPHS[1], "***", PARAGRAPHS[2]];
  assert.deepEqual(paragraphsOf(value!.chapters[0]!.markdown), expected);
  assert.deepEqual(value!.budget.unexplained, []);
});

test("below chapters that a person named, headings stand on levels without gaps", () => {
  const page = (...blocks: string[]): string => blocks.join("\n\n");
  const text = page(
    "# Ice",
    PARAGRAPHS[0]!,
    "#### Deep",
    PARAGRAPHS[1]!,
    "# Thaw",
    "## Half",
    PARAGRAPHS[2]!,
    "#### Low",
    PARAGRAPHS[3]!,
    "# Flood",
    "### I",
    PARAGRAPHS[4]!,
    "### II",
    PARAGRAPHS[5]!,
    "## After",
    PARAGRAPHS[6]!,
  );
  const { value } = clean({ file: "a.txt", text }, { ...OPTIONS, hints: { chapters: titled("Ice", "Thaw", "Flood") } });
  assert.deepEqual(
    value.chapters.map(({ markdown }) => markdown.match(/^#+ .*$/gm)),
    [
      ["# Ice", "## Deep"],
      ["# Thaw", "## Half", "### Low"],
      ["# Flood", "## I", "## II", "## After"],
    ],
  );
});

test("numbers that run on from chapter to chapter are kept as the source's own", () => {
  const chapters = ["The Quay", "The River"].map((title, k) => {
    const called = PARAGRAPHS.slice(k * 5, k * 5 + 3).map((text, i) =>
      wrap(`${text}[${k * 3 + i + 1}]`, 70).join("\n"),
    );
    return `# ${title}\n\n${called.join("\n\n")}`;
  });
  const bodies = Array.from({ length: 6 }, (_, i) => `[${i + 1}] Harbour Letters, page ${i + 40}.`);
  const text = [...chapters, "# Notes", ...bodies].join("\n\n");
  const marksOf = (labels: "chapter" | "source"): string[] =>
    clean({ file: "x.txt", text }, { ...OPTIONS, labels }).value.chapters.map(({ marks }) =>
      [...marks].map(([label, mark]) => `${label}=${mark}`).join(" "),
    );
  assert.deepEqual(marksOf("chapter"), ["", "1=4 2=5 3=6"]);
  assert.deepEqual(marksOf("source"), ["", ""], "in one file the notes keep their numbers");
});

test("what cleaning said of a source's numbers is still there when its text is cleaned again", () => {
  const text = `---\nsource-notes:\n  1-2: 11-12\n  3: "*"\n---\n\n# Quay\n\n${PARAGRAPHS[0]}[^1]\n\n# River\n\n${PARAGRAPHS[1]}[^2][^3]\n\n[^1]: One.\n\n[^2]: Two.\n\n[^3]: Three.\n`;
  const { chapters } = clean({ file: "x.md", text }, OPTIONS).value;
  assert.deepEqual(
    chapters.map(({ marks }) => Object.fromEntries(marks)),
    [{}, { "1": "11", "2": "12", "3": "*" }],
  );
});

test("a title a person names may stand on several lines; the byline that the front matter says again goes", () => {
  const under = (byline: string): string =>
    [
      "The Ferry and the\nHarbour*",
      byline,
      wrap(PARAGRAPHS[0]!, 70).join("\n"),
      "The Thaw",
      "Bo Sample",
      wrap(PARAGRAPHS[1]!, 70).join("\n"),
      "* First read at the quay.",
    ].join("\n\n");
  const chapters = [
    { title: "The Ferry and the Harbour", author: "Ida Example" },
    { title: "The Thaw", author: "Ada Example", translator: "Bo Sample" },
  ];
  const cleaned = (byline: string) =>
    clean({ file: "a.txt", text: under(byline) }, { ...OPTIONS, hints: { chapters } }).value;
  const { chapters: made, setAside } = cleaned("lda Example");
  assert.deepEqual(
    made.map(({ markdown }) => paragraphsOf(markdown)),
    [
      ["# The Ferry and the Harbour[^1]", PARAGRAPHS[0], "[^1]: First read at the quay."],
      ["# The Thaw", PARAGRAPHS[1]],
    ],
  );
  assert.deepEqual(
    setAside.map(({ text }) => text),
    ["lda Example", "Bo Sample"],
  );
  assert.equal(paragraphsOf(cleaned("Ida Example the Younger").chapters[0]!.markdown)[1], "## Ida Example the Younger");
});

test("a side whose right page has a few short lines has its gutter where the others do", () => {
  const full = Array.from({ length: 5 }, (_, k) => {
    const left = wrap(PARAGRAPHS[2 * k]!, 40);
    const right = wrap(PARAGRAPHS[2 * k + 1]!, 40);
    return left.map((line, i) => line.padEnd(48) + (right[i] ?? "")).join("\n");
  });
  const left = wrap(PARAGRAPHS[10]!, 40);
  const notes = ["Notes", "1 Harbour.", "", "2 Ferry, 4.", "3 Lamps."];
  const short = left.map((line, i) => line.padEnd(48) + (notes[i] ?? "")).join("\n");
  const columns = splitColumns(readPlain([...full, short].join("\f")).sections).at(-1)!;
  assert.deepEqual(
    columns.map((column) => column.map((line) => line.letters.text)),
    [left, notes.filter((line) => line !== "")],
  );
});

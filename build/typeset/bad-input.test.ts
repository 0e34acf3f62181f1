// Whatever the input: pages, a diagnostic, and every word.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block, Note } from "../book.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Setting, Theme } from "../page.ts";
import { block, chapter, inlines, MATERIALS, note, paragraph, readAgain, THEME, text, wordsOf } from "./fixture.ts";
import { typeset } from "./typeset.ts";

interface Made {
  readonly setting: Setting;
  readonly codes: readonly string[];
  readonly body: string;
  readonly notes: string;
}

function set(blocks: readonly Block[], notes: readonly Note[] = [], theme: Theme = THEME): Made {
  const { value, diagnostics } = typeset(chapter(blocks, notes), theme, MATERIALS);
  const codes = [...new Set(diagnostics.map((each: Diagnostic) => each.code))];
  return { setting: value, codes, ...readAgain(value) };
}

/** The right edge of the widest text on any page. */
function widest(setting: Setting): number {
  let right = 0;
  for (const page of setting.bodies) {
    for (const mark of page.marks) {
      if (mark.type !== "text") continue;
      let x = mark.x;
      mark.words.forEach((word, i) => {
        x += (setting.words[word]!.width * mark.size * mark.stretch) / 1000 + Math.max(0, mark.gaps[i]!);
      });
      right = Math.max(right, x);
    }
  }
  return right;
}

const MEASURE = THEME.page.width - THEME.margins.inner - THEME.margins.outer;

test("a word longer than the measure is cut where the line is full", () => {
  const word = "abcdefghij".repeat(40);
  const made = set([paragraph(`before ${word} after`)]);
  assert.deepEqual(made.codes, ["line/overfull"]);
  assert.equal(made.body, `A test\nbefore ${word} after\n`);
  assert.ok(widest(made.setting) < MEASURE + 3);
});

test("a note longer than three pages goes on from page to page", () => {
  const long = wordsOf(1900);
  const made = set([paragraph("A call^1 and some more."), paragraph(wordsOf(600, 7))], [note("1", paragraph(long))]);
  assert.deepEqual(made.codes, []);
  assert.equal(made.notes, `${long}\n`);
  const shown = made.setting.bodies.map((page) => page.notes.length);
  assert.ok(shown.filter((count) => count > 0).length > 3);
  assert.equal(made.setting.bodies[0]!.notes[0]!.begins, true);
});

test("a paragraph of 20,000 words is broken as a whole", () => {
  const words = wordsOf(20_000);
  const made = set([paragraph(words)]);
  assert.deepEqual(made.codes, []);
  assert.equal(made.body, `A test\n${words}\n`);
});

test("ten thousand notes called on one page all follow", () => {
  const count = 10_000;
  const calls = Array.from({ length: count }, (_, i) => `a^${i + 1}`).join(" ");
  const notes = Array.from({ length: count }, (_, i) => note(String(i + 1), paragraph(`n${i + 1}`)));
  const made = set([paragraph(calls)], notes);
  assert.equal(made.body, `A test\n${calls.replaceAll(/\^\d+/g, "")}\n`);
  assert.equal(made.notes, notes.map((_, i) => `n${i + 1}\n`).join(""));
});

test("a page too small for one line still holds one", () => {
  const page = { name: "stamp", width: 60, height: 20 };
  const theme = { ...THEME, page, margins: { inner: 5, outer: 5, top: 5, bottom: 5 } };
  const made = set([paragraph("Some words^1 for a stamp.")], [note("1", paragraph("And a note."))], theme);
  assert.ok(made.codes.includes("page/overfull"));
  assert.equal(made.body, "A test\nSome words for a stamp.\n");
  assert.equal(made.notes, "And a note.\n");
});

test("a table too wide is squeezed into the measure", () => {
  const columns = 40;
  const row = (seed: number) => Array.from({ length: columns }, (_, i) => inlines(`lengthyword${seed}x${i}`));
  const made = set([block("table", { align: [], head: row(0), rows: [row(1)] })]);
  assert.ok(made.codes.includes("page/overfull"));
  assert.ok(made.body.includes("lengthyword1x39\n"));
  assert.ok(widest(made.setting) < MEASURE + 12);
});

test("a short table is never divided, and a long one not behind its head", () => {
  const cells = (...words: string[]) => words.map((each) => inlines(each));
  const table = (rows: number): Block =>
    block("table", {
      align: ["left", "right"],
      head: cells("Thead", "Figure"),
      rows: Array.from({ length: rows }, (_, i) => cells(`Trow${i}`, `${i}`)),
    });
  const pagesOf = (made: ReturnType<typeof set>, word: RegExp): number[] =>
    made.setting.bodies.flatMap((body, page) => body.lines.filter((line) => word.test(line.text)).map(() => page));
  for (let before = 20; before < 36; before += 1) {
    const lines = Array.from({ length: before }, (_, i) => paragraph(`Line ${i}.`));
    const short = set([...lines, table(8)]);
    assert.equal(new Set(pagesOf(short, /^T(head|row)/)).size, 1, `behind ${before} lines`);
    const long = set([...lines, table(40)]);
    assert.equal(pagesOf(long, /^Thead/)[0], pagesOf(long, /^Trow0/)[0]);
  }
});

test("a head is measured in the italics it is set in", () => {
  const head = ["Mmmm offff filff", "Million desyatins", "fffff"];
  const made = set([block("table", { align: [], head: head.map((each) => inlines(each)), rows: [] })]);
  const lines = made.setting.bodies.flatMap((page) => page.lines.map((line) => line.text.trim()));
  for (const each of head) assert.ok(lines.includes(each), `${each} in one line`);
});

test("images of any size find room", () => {
  const figure = (image: string): Block =>
    block("figure", { image, alt: "x", caption: inlines(`caption of ${image}`), description: [], width: "text" });
  const made = set(["images/dot.png", "images/tall.png", "images/none.png"].map(figure));
  assert.deepEqual(made.codes, []);
  for (const page of made.setting.bodies) {
    for (const mark of page.marks) {
      if (mark.type === "image")
        assert.ok(mark.y + mark.height <= 33 * 14, `${mark.image} ends at ${mark.y + mark.height}`);
    }
  }
  assert.ok(made.body.includes("caption of images/none.png\n"));
});

test("scripts without rules of their own are set without loss, and said to be limited", () => {
  const said = ["漢字仮名交じり文の長い段落。".repeat(20), "שלום עולם", "مرحبا بالعالم"];
  const made = set(said.map((each) => paragraph([text(each)])));
  assert.ok(made.codes.includes("script/limited"));
  assert.ok(made.codes.includes("glyph/missing"));
  assert.equal(made.body, `A test\n${said.join("\n")}\n`);
  assert.ok(widest(made.setting) < MEASURE + 3);
});

test("an empty chapter makes a page with its title", () => {
  const made = set([]);
  assert.deepEqual(made.codes, []);
  assert.equal(made.body, "A test\n");
  assert.equal(made.setting.bodies.length, 1);
});

test("blocks without words keep their ids", () => {
  const rule = block("paragraph", { children: [] });
  const made = set([
    rule,
    block("list", { ordered: false, tight: true, items: [{ id: "empty", label: "•", blocks: [] }] }),
  ]);
  const anchors = made.setting.bodies.flatMap((page) =>
    page.marks.flatMap((mark) => (mark.type === "anchor" ? [mark.id] : [])),
  );
  assert.ok(anchors.includes(rule.id));
  assert.ok(anchors.includes("empty"));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Block } from "../book.ts";
import { block, chapter, inlines, MATERIALS, note, paragraph, readAgain, THEME, text, wordsOf } from "./fixture.ts";
import { typeset } from "./typeset.ts";

test("every kind of block is set, and each word stands once, in order", () => {
  const said: string[] = [];
  const say = (words: string): string => {
    said.push(words.replaceAll(/\^\d+/g, ""));
    return words;
  };
  const blocks: Block[] = [
    paragraph(
      say("The first paragraph of the harbour calls a note.^1 It goes on for a while, so that lines are broken."),
    ),
    block("heading", { level: 2, children: inlines(say("A heading")) }),
    block("quote", {
      role: "quote",
      blocks: [paragraph(say("A quoted sentence^2 in its own paragraph."))],
      attribution: inlines(say("— somebody")),
    }),
    block("verse", {
      stanzas: [
        [
          { indent: 0, children: inlines(say("a line of verse")) },
          { indent: 2, children: inlines(say("and another that is indented")) },
        ],
        [{ indent: 0, children: inlines(say("a stanza of one line")) }],
      ],
    }),
    block("list", {
      ordered: true,
      tight: true,
      items: [
        { id: "i1", label: "1.", blocks: [paragraph(say("the first item^3"))] },
        { id: "i2", label: "2.", blocks: [paragraph(say("the second item")), paragraph(say("with two paragraphs"))] },
      ],
    }),
    block("definitions", {
      items: [{ id: "d1", term: inlines(say("A term")), bodies: [[paragraph(say("and what it means."))]] }],
    }),
    block("figure", {
      image: "images/map.png",
      alt: "A map",
      caption: inlines(say("The map^4 of the town")),
      description: [],
      width: "text",
    }),
    block("table", {
      align: ["left", "right"],
      head: [inlines(say("Year")), inlines(say("Ships"))],
      rows: [
        [inlines(say("1901")), inlines(say("twelve"))],
        [inlines(say("1902")), inlines(say("nine^5"))],
      ],
    }),
    block("rule", {}),
    block("preformatted", { text: `${say("kept as")}\n  ${say("it stands")}` }),
    block("signature", { lines: [inlines(say("Signed by hand")), inlines(say("in spring"))] }),
  ];
  const notes = [1, 2, 3, 4, 5].map((n) => note(String(n), paragraph(`The body of note ${n}.`)));
  const { value, diagnostics } = typeset(chapter(blocks, notes), THEME, MATERIALS);
  assert.deepEqual(diagnostics, []);
  const { body, notes: noteText } = readAgain(value);
  assert.equal(body, `${["A test", ...said].join("\n")}\n`);
  assert.equal(noteText, notes.map((_, i) => `The body of note ${i + 1}.\n`).join(""));
});

test("long texts with many notes lose nothing and keep every note with its call", () => {
  const paragraphs = Array.from({ length: 40 }, (_, i) => `${wordsOf(90, i + 1)}^${i + 1} ${wordsOf(30, i + 100)}`);
  const notes = paragraphs.map((_, i) => note(String(i + 1), paragraph(wordsOf(20, i + 200))));
  const { value } = typeset(chapter(paragraphs.map(paragraph), notes), THEME, MATERIALS);
  const { body, notes: noteText } = readAgain(value);
  assert.equal(body, `A test\n${paragraphs.map((each) => each.replace(/\^\d+/, "")).join("\n")}\n`);
  assert.equal(noteText, notes.map((_, i) => `${wordsOf(20, i + 200)}\n`).join(""));
  for (const page of value.bodies) {
    const calls = page.marks.flatMap((mark) => (mark.type === "anchor" && /-call$/.test(mark.id) ? [mark.id] : []));
    const begun = page.notes.filter((each) => each.begins).map((each) => `${each.note}-call`);
    assert.deepEqual(begun, calls);
  }
});

test("words in scripts no face has are kept, with a diagnostic", () => {
  const { value, diagnostics } = typeset(chapter([paragraph([text("漢字 and words")])]), THEME, MATERIALS);
  assert.equal(readAgain(value).body, "A test\n漢字 and words\n");
  assert.ok(diagnostics.some((each) => each.code === "glyph/missing"));
});

test("facing pages of short paragraphs are equally deep, at the price of a looser line where it must be", () => {
  const unequal = [3, 20].flatMap((seed) => {
    const paragraphs = Array.from({ length: 70 }, (_, i) =>
      paragraph(wordsOf(14 + ((i * 37 + seed * 11) % 40), seed + i)),
    );
    const depths = typeset(chapter(paragraphs), THEME, MATERIALS).value.bodies.map((page) => page.depth);
    return depths.flatMap((depth, i) =>
      i % 2 === 1 && i + 2 < depths.length && depth !== depths[i + 1] ? [seed] : [],
    );
  });
  assert.deepEqual(unequal, []);
});

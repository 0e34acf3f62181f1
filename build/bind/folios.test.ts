import assert from "node:assert/strict";
import { test } from "node:test";
import type { FaceStyle, Setting, ShapedWord, TextMark } from "../page.ts";
import { fillFolios } from "./folios.ts";

const STYLE: FaceStyle = { family: "mono", italic: false, bold: false, smallCaps: false };

/** A face whose letters are all half an em wide. */
function word(text: string): ShapedWord {
  const letters = [...text];
  return {
    face: "mono",
    glyphs: letters.map((letter) => letter.charCodeAt(0)),
    advances: letters.map(() => 500),
    offsets: null,
    unicode: letters,
    width: letters.length * 500,
  };
}

test("a folio takes the place of its room, and the line's blanks share the difference", () => {
  const mark = (x: number, words: readonly number[], gaps: readonly number[]): TextMark => {
    return { type: "text", x, y: 14, size: 10, stretch: 1, colour: 0, words, gaps, node: 0 };
  };
  const setting: Setting = {
    chapter: "a",
    role: "chapter",
    title: "A",
    author: null,
    lang: "en",
    words: [word("see"), word("000"), word(","), word("there")],
    structure: [],
    bodies: [{ marks: [mark(0, [0, 1, 2], [4, -1, 4]), mark(43, [3], [-1])], depth: 14, lines: [], notes: [] }],
    outline: [],
    folios: [{ word: 1, target: "b", style: STYLE }],
  };
  const shape = (text: string) => ({ words: [word(text)], gaps: [-1], width: text.length * 500 });
  const filled = fillFolios(setting, (id) => (id === "b" ? "7" : null), shape);
  assert.deepEqual(filled.words[1]!.unicode, ["7"]);
  const [first, second] = filled.bodies[0]!.marks as TextMark[];
  assert.deepEqual(first!.gaps, [9, -1, 9]);
  assert.equal(second!.x, 43, "what follows stands where it stood");
  assert.equal(fillFolios(setting, () => null, shape).words[1]!.unicode.join(""), "000");
});

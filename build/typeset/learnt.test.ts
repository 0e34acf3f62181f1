import assert from "node:assert/strict";
import { test } from "node:test";
import { MATERIALS } from "./fixture.ts";
import { Fonts } from "./fonts.ts";
import type { Learnt } from "./learnt.ts";

const TEXT = ["harbour", "flood", "The", "fjord", "1917", "Çà", "sea-salt"];

function shaped(fonts: Fonts): unknown {
  return TEXT.flatMap((word) => [
    fonts.shape("eb-garamond", "text", word),
    fonts.shape("eb-garamond-italic", "small-caps", word),
    fonts.runs("eb-garamond", word),
    fonts.face("eb-garamond").capHeight,
  ]);
}

test("a later run shapes alike from what an earlier one learnt, and asks the engine for nothing", () => {
  const first = new Fonts(MATERIALS.fonts);
  const wanted = shaped(first);
  const learnt = JSON.parse(JSON.stringify(first.learnt())) as Learnt;
  const unread = new Map([...["eb-garamond", "eb-garamond-italic"]].map((key) => [key, new Uint8Array(8)]));
  const second = new Fonts(unread);
  second.recall(learnt);
  assert.deepEqual(shaped(second), wanted);
  assert.equal(second.learnt(), null);
});

test("what is new is added to what was known", () => {
  const first = new Fonts(MATERIALS.fonts);
  shaped(first);
  const second = new Fonts(MATERIALS.fonts);
  second.recall(first.learnt()!);
  second.shape("eb-garamond", "text", "quay");
  const words = (learnt: Learnt): number => learnt.tables["eb-garamond/text"]!.pairs.length;
  assert.ok(words(second.learnt()!) > words(first.learnt()!));
});

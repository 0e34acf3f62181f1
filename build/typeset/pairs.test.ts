import assert from "node:assert/strict";
import { test } from "node:test";
import { create } from "fontkit";
import { FACES } from "./faces.ts";
import { MATERIALS } from "./fixture.ts";
import { Pairs } from "./pairs.ts";

const WORDS = [
  ..."Avocado, Wolf; Typography To. Yes, (fjord) “Voilà” l’été d’Avril office Thistle offing flight waffle AVAST".split(
    " ",
  ),
  ..."well-known 1917–1921 £40 §7 Kraków Łódź Ærø Œuvre naïve Straße παράδειγμα Λόγος объект съезд Гоголь ѣдетъ".split(
    " ",
  ),
  ..."rhythm, VAT r. y, f” f’ T— V. “A “T ‘W r— A’s LTd Pye Quo gjg ﬁn".split(" "),
];

for (const { key } of FACES) {
  test(`${key}: words from pairs are the engine's`, () => {
    const font = create(MATERIALS.fonts.get(key)!);
    const scale = 1000 / font.unitsPerEm;
    for (const features of [{ onum: true }, { onum: true, smcp: true }]) {
      const layout = (text: string) => font.layout(text, { ...features });
      const pairs = new Pairs(key, scale, layout);
      let made = 0;
      for (const word of WORDS) {
        const found = pairs.shape(word);
        if (found === null) continue;
        made += 1;
        const { glyphs, positions } = layout(word);
        assert.deepEqual(
          found.glyphs,
          glyphs.map((each) => each.id),
          word,
        );
        assert.deepEqual(
          found.advances,
          positions.map((each) => Math.round(each.xAdvance * scale * 10) / 10),
          word,
        );
      }
      assert.ok(made > WORDS.length / 2);
    }
  });
}

test("words with ligatures and combining marks are left to the engine", () => {
  const font = create(MATERIALS.fonts.get("eb-garamond")!);
  const pairs = new Pairs("eb-garamond", 1000 / font.unitsPerEm, (text) => font.layout(text, { onum: true }));
  assert.equal(pairs.shape("office"), null);
  assert.equal(pairs.shape("о\u0301кна"), null);
  assert.notEqual(pairs.shape("harbour"), null);
});

// Pages as text: a chapter, a line with a lone dot, and what stands where (baseline, kind, line; "-" marks a hyphen that
// the break made). The page is 200 by 154 points of text: eleven lines. UPDATE=1 writes what is found.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { parseChapter } from "../parse/chapter.ts";
import { dump, MATERIALS, THEME } from "./fixture.ts";
import { typeset } from "./typeset.ts";

const folder = new URL("cases/", import.meta.url);
const theme = {
  ...THEME,
  page: { name: "small", width: 240, height: 194 },
  margins: { inner: 20, outer: 20, top: 20, bottom: 20 },
  chapter: { ...THEME.chapter, sink: 0 },
};

for (const name of readdirSync(folder)) {
  test(name.replace(/\.txt$/, ""), () => {
    const file = new URL(name, folder);
    const [input, expected] = readFileSync(file, "utf8").split("\n.\n");
    const { value: chapter } = parseChapter({ file: name, text: `${input}\n` }, { lang: "en-GB", role: "chapter" });
    const { value } = typeset(chapter, theme, MATERIALS);
    const found = `${dump(value)}\n`;
    if (process.env.UPDATE) writeFileSync(file, `${input}\n.\n${found}`);
    else assert.equal(found, expected);
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseChapter } from "./parse/chapter.ts";
import {
  everyBlock,
  inlinesOfBlocks,
  inlinesOfChapter,
  plainText,
  plainTextOfBlocks,
  plainTextOfNote,
} from "./walk.ts";

const TEXT = `# The *title*

One [two]{.sc}[^1]\\
three.

> four
>
> — five

Six
: seven

| eight
|
| nine

- ten

  1. eleven

![twelve](a.png "thirteen")

::: description
fourteen
:::

| fifteen | sixteen |
| --- | --- |
| seventeen | eighteen |

::: signature
nineteen
:::

\`\`\`
twenty
\`\`\`

[^1]: note *words*
`;

const { value: chapter } = parseChapter({ file: "1-a.md", text: TEXT }, { lang: "en", role: "chapter" });

const WORDS =
  "One two three.|four|— five|Six|seven|eight|nine|ten|eleven|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen";

test("the words of blocks, each once, in reading order", () => {
  assert.equal(plainTextOfBlocks(chapter.blocks).replaceAll("\n", "|"), `${WORDS}|twenty`);
  assert.equal(plainText(chapter.title), "The title");
  assert.equal(plainTextOfNote(chapter.notes[0]!), "note words");
});

test("the inlines of blocks come in the same order; a chapter's with its title before and its notes behind", () => {
  const texts = (inlines: Iterable<{ type: string; text?: string }>): string =>
    [...inlines].flatMap((inline) => (inline.type === "text" ? [inline.text] : [])).join("|");
  const blocks = WORDS.replace("One two three.", "One |two|three.");
  assert.equal(texts(inlinesOfBlocks(chapter.blocks)), blocks);
  assert.equal(texts(inlinesOfChapter(chapter)), `The |title|${blocks}|note |words`);
});

test("every block, outer before inner", () => {
  assert.equal(
    [...everyBlock(chapter.blocks)].map((block) => block.type).join(" "),
    "paragraph quote paragraph definitions paragraph verse list paragraph list paragraph figure paragraph table signature preformatted",
  );
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "./clean.ts";
import { NO_LEXICON } from "./flow.ts";

const PROSE = `The keeper of the lamp wrote home every week while the ice lasted, and the
postman took the letters over on foot. Nobody else went out on the ice.`;

function cleaned(text: string): string {
  const options = { hints: {}, lexicon: NO_LEXICON, labels: "source" } as const;
  const { value } = clean({ file: "x.txt", text }, options);
  assert.deepEqual(value.budget.unexplained, []);
  return value.chapters.map((chapter) => chapter.markdown.trim()).join("\n\n");
}

const headings = (text: string): string[] => cleaned(text).match(/^#.*$/gm) ?? [];

test("an underline makes the line above it a heading", () => {
  const text = `The ice\n=======\n\n${PROSE}\n\nThe thaw\n--------\n\n${PROSE}\n`;
  assert.deepEqual(headings(text), ["# The ice", "## The thaw"]);
  assert.doesNotMatch(cleaned(text), /==|--/);
});

test("a rule that is no underline stays", () => {
  const text = `${PROSE}\n\nThe ice\n------------------------------\n\n${PROSE}\n`;
  assert.match(cleaned(text), /-{30}/);
});

test("Muse: directives go aside, stars before a title are its level", () => {
  const text = `#title The Lamp\n#author A. Keeper\n\n* The ice\n\n${PROSE}\n\n** The thaw\n\n${PROSE}\n`;
  assert.deepEqual(headings(text), ["# The ice", "## The thaw"]);
  assert.doesNotMatch(cleaned(text), /#title|A\. Keeper/);
});

test("stars before a line are no markup where nothing says that the text is Muse", () => {
  const text = `${PROSE}\n\n* The ice lasted.\n\n* The thaw came late.\n\n${PROSE}\n`;
  assert.deepEqual(headings(text), []);
});

test("levels are without gaps, and bold of a whole heading goes", () => {
  const text = `# The ice\n\n${PROSE}\n\n#### **The thaw**\n\n${PROSE}\n\n#### The *old* ferry ####\n\n${PROSE}\n`;
  assert.deepEqual(headings(text), ["# The ice", "## The thaw", "## The \\*old\\* ferry"]);
});

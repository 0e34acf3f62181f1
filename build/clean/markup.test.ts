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

test("a block behind signs is a quotation; a bare sign parts its paragraphs", () => {
  const text = `${PROSE}\n\n> The lamp was lit at\n> four every day.\n>\n> Nobody saw it.\n\n${PROSE}\n`;
  assert.match(cleaned(text), /\n\n> The lamp was lit at four every day\.\n>\n> Nobody saw it\.\n\nThe keeper/);
});

test("a block in which one line has the sign is none", () => {
  const text = `${PROSE}\n\n> The lamp was lit at\nfour every day.\n\n${PROSE}\n`;
  assert.doesNotMatch(cleaned(text), /^> /m);
});

test("Markdown notes that hang are one paragraph, and escapes go", () => {
  const text = `${PROSE}[^1]\n\nThe lamp \\[of brass\\] was lit.[^2]\n\n[^1]: Letters of the harbour office, in the archive of the\n    town, p. 4.\n\n[^2]: See the letters which the keeper’s wife had kept in\n    the drawer of her table.\n`;
  const result = cleaned(text);
  assert.match(result, /The lamp \[of brass\] was lit\.\[\^2\]/);
  assert.match(
    result,
    /\[\^1\]: Letters of the harbour office, in the archive of the town, p\. 4\.\n\n\[\^2\]: See the letters which the keeper’s wife had kept in the drawer/,
  );
});

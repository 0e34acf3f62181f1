import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type Cleaned, clean } from "./clean.ts";
import { decode } from "./decode.ts";
import { NO_LEXICON } from "./flow.ts";

const CASES = readFileSync(new URL("./cases/html.txt", import.meta.url), "utf8");
const OPTIONS = { hints: {}, lexicon: NO_LEXICON, labels: "source" } as const;

function cleaned(text: string, file = "page.html"): Cleaned {
  return clean({ file, text }, OPTIONS).value;
}

function markdownOf({ chapters }: Cleaned): string {
  return chapters.map((chapter) => chapter.markdown).join("\n");
}

for (const block of CASES.trimEnd().split(/\n\n(?=#### )/u)) {
  const [head = "", ...lines] = block.split("\n");
  const dot = lines.indexOf(".");
  test(head.slice(5), () => {
    const result = cleaned(lines.slice(0, dot).join("\n"));
    const once = markdownOf(result);
    assert.equal(once.trimEnd(), lines.slice(dot + 1).join("\n"));
    assert.deepEqual(result.budget.unexplained, []);
    assert.equal(markdownOf(cleaned(once, "page.md")), once);
  });
}

test("what is no article is set aside whole, hidden text too", () => {
  const text =
    '<!doctype html><body><nav>Home News</nav><article><h1>Frost</h1><p>The ferry left.</p><p hidden>Draft: the tide.</p><div class="share">Send it on</div></article><footer>All rights</footer>';
  const { setAside, budget } = cleaned(text, "page");
  assert.deepEqual(
    setAside.map(({ kind, text: own }) => `${kind}: ${own}`),
    ["debris: Draft: the tide.", "furniture: Send it on", "furniture: Home News", "furniture: All rights"],
  );
  assert.deepEqual(budget.unexplained, []);
});

test("a picture is asked about", () => {
  const { questions } = cleaned('<article><h1>Frost</h1><p>Ice.</p><img src="a.png" alt="The quay in ice"></article>');
  assert.match(questions[0]!.text, /a\.png; its alternative text: The quay in ice/);
});

test("a page's own word for its encoding is taken", () => {
  const page = '<meta charset="koi8-r"><p>';
  const bytes = Uint8Array.from([...new TextEncoder().encode(page), 0xcd, 0xc9, 0xd2]);
  assert.deepEqual(decode(bytes, "x").value, { text: `${page}мир`, encoding: "koi8-r" });
});

const HOSTILE = {
  divs: "<div>".repeat(5000),
  quotes: `${"<blockquote>".repeat(5000)}deep${"</blockquote>".repeat(5000)}`,
  marks: Array.from({ length: 1000 }, (_, i) => `<b id=n${i}><p>a`).join(""),
  comments: "<!--".repeat(5000),
  "ampersands and brackets": "&<".repeat(5000),
  links: '<a href="#a">1</a>'.repeat(1000),
  "open lists": "<ul><li>".repeat(3000),
  tables: "<table><tr><td>x".repeat(1000),
};
for (const [name, text] of Object.entries(HOSTILE)) {
  test(`hostile ${name} are read to the end, with every character accounted for`, () => {
    const { budget } = cleaned(`<!doctype html><p>Before.</p>${text}<p>After.</p>`);
    assert.deepEqual(budget.unexplained, []);
  });
}

test("items are set in so far and no farther", () => {
  const text = `<!doctype html>${Array.from({ length: 30 }, (_, i) => `<ul><li>item ${i}`).join("")}`;
  const lines = cleaned(text).chapters[0]!.markdown.split("\n");
  assert.ok(lines.includes(`${" ".repeat(40)}- item 20`) && lines.includes(`${" ".repeat(40)}- item 29`));
});

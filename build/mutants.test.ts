// What a build could lose, one loss at a time: a little book is built as any book is, one thing is changed in the finished
// EPUB, PDF or zine, and the proof that stands before every build's end must notice it. The tests of `verify/` have many
// more kinds; here are those an editor would name.

import assert from "node:assert/strict";
import { before, test } from "node:test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { workshop } from "../scripts/supplies.ts";
import { type Manuscript, readManuscript } from "./manuscript.ts";
import {
  contentOf,
  editPdf,
  editShown,
  type PdfObject,
  type PdfObjects,
  pageObjects,
  shownCount,
} from "./pdf-edit.fixture.ts";
import { type Made, makeProducts } from "./pipeline.ts";
import { prove } from "./proof.ts";

const TEXTS: Readonly<Record<string, string>> = {
  "book.yaml": `title: The Ferry
author: Ada Example
lang: en-GB
date: 2024-05-01
products:
  epub: { fonts: false }
  pdf: { theme: classic, page: A5 }
  zine: { theme: zine, scheme: booklet, papers: [A4], cover: false }
`,
  "chapters/01-quay.md": `# The Quay

Nobody slept before dawn.[^1] The harbour lay still, and the *ferry* was not there.

At seven it came back, with bread and with letters for the people of the upper town.

![A quay](images/quay.svg "The quay")

## At night

A second boat came in, as told [elsewhere](#river).[^2] Its crew said [nichts]{lang=de}.

- a stove
- a sack of grain

[^1]: By the clock of the quay.

[^2]: So the log says; see the [archive](https://example.org/log).
`,
  "chapters/02-river.md": `# The River {#river}

The river froze in the night.[^ed-1] No boat could leave.

Children walked to the island.

[^ed-1]: In January.
`,
  "glossary.yaml": "- { term: ferry, definition: A boat that goes to and fro. }\n",
};
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="40" height="30"/></svg>';

const shop = workshop({ cache: false });
let manuscript: Manuscript;
let made: Made;

before(async () => {
  const texts = new Map(Object.entries(TEXTS).map(([path, text]) => [path, { file: `ferry/${path}`, text }]));
  const images = new Map([["images/quay.svg", strToU8(SVG)]]);
  const read = await readManuscript({ name: "ferry", texts, images });
  assert.deepEqual(read.diagnostics, []);
  manuscript = read.value!;
  const products = await makeProducts(manuscript, shop, new Set(["epub", "pdf", "zine"]));
  assert.deepEqual(products.diagnostics, []);
  made = products.value;
  assert.deepEqual(await codes("ferry.epub", (bytes) => bytes), []);
  assert.deepEqual(await codes("ferry.pdf", (bytes) => editPdf(bytes, () => undefined)), []);
  assert.deepEqual(await codes("ferry.zine.pdf", (bytes) => editPdf(bytes, () => undefined)), []);
});

/** What the proof says when one product is changed. */
async function codes(file: string, change: (bytes: Uint8Array) => Uint8Array): Promise<string[]> {
  const files = new Map([[file, change(made.files.get(file)!)]]);
  const { recipe, book } = manuscript;
  const products = { recipe, book, files, print: made.print, zines: made.zine ? [made.zine] : [], errata: null };
  return (await prove(products, shop.memo)).diagnostics.map(({ code }) => code);
}

type Mutant = (bytes: Uint8Array) => Uint8Array;

function check(file: string, mutants: Readonly<Record<string, Mutant>>): void {
  for (const [what, mutant] of Object.entries(mutants)) {
    test(`${file.replace(/^.*?\./, "")}: ${what}`, async () => {
      const original = made.files.get(file)!;
      assert.ok(Buffer.compare(mutant(original), editOf(file, original)) !== 0, "nothing was changed");
      assert.notDeepEqual(await codes(file, mutant), []);
    });
  }
}

/** The product written again without a change. */
function editOf(file: string, bytes: Uint8Array): Uint8Array {
  return file.endsWith(".epub") ? bytes : editPdf(bytes, () => undefined);
}

// ---------------------------------------------------------------------------------------------------- the EPUB

/** Replaces in one file of the EPUB; a function changes all its text. */
const epub =
  (name: string, from: string | RegExp, to: string): Mutant =>
  (bytes) => {
    const { mimetype, ...files } = unzipSync(bytes);
    const path = `OEBPS/${name}`;
    const text = strFromU8(files[path]!);
    const changed = text.replace(from, to);
    assert.notEqual(changed, text, `${name} does not hold ${from}`);
    files[path] = strToU8(changed);
    return zipSync({ mimetype: [mimetype!, { level: 0 }], ...files }, { mtime: "2024-05-01" });
  };

const without =
  (name: string): Mutant =>
  (bytes) => {
    const { mimetype, [`OEBPS/${name}`]: gone, ...files } = unzipSync(bytes);
    assert.ok(gone, `there is no ${name}`);
    return zipSync({ mimetype: [mimetype!, { level: 0 }], ...files }, { mtime: "2024-05-01" });
  };

const QUAY = "quay.xhtml";

check("ferry.epub", {
  "a word is missing": epub(QUAY, "slept before", "slept"),
  "a word stands twice": epub(QUAY, "lay still", "lay lay still"),
  "a letter is another": epub(QUAY, "harbour", "harbeur"),
  "a comma is missing": epub(QUAY, "still, and", "still and"),
  "two words have changed places": epub(QUAY, "came back", "back came"),
  "a blank is missing": epub(QUAY, "with bread", "withbread"),
  "a paragraph is missing": epub(QUAY, /<p id="[^"]*">At seven.*?<\/p>/s, ""),
  "a paragraph stands twice": epub("river.xhtml", /<p id="[^"]*">(Children.*?)<\/p>/s, "$&<p>$1</p>"),
  "two paragraphs have changed places": epub(
    "river.xhtml",
    /(<p [^>]*>The river.*?<\/p>)(\s*)(<p [^>]*>Children.*?<\/p>)/s,
    "$3$2$1",
  ),
  "a heading is missing": epub(QUAY, /<h2 [^>]*>.*?<\/h2>/s, ""),
  "a heading has another level": epub(QUAY, /<h2( [^>]*>.*?)<\/h2>/s, "<h4$1</h4>"),
  "an item of a list is missing": epub(QUAY, /<li[^>]*>(?:(?!<\/li>).)*a stove.*?<\/li>/s, ""),
  "emphasis is missing": epub(QUAY, /<em>(.*?)<\/em>/s, "$1"),
  "a note is missing": epub(QUAY, /<aside(?:(?!<\/aside>).)*By the clock.*?<\/aside>/s, ""),
  "the end of a note is missing": epub(QUAY, "By the clock of the quay.", "By the clock"),
  "two notes have changed their words": (bytes) =>
    epub(
      QUAY,
      "@@",
      "So the log says;",
    )(
      epub(QUAY, "So the log says;", "By the clock of the quay.")(epub(QUAY, "By the clock of the quay.", "@@")(bytes)),
    ),
  "a note's call is missing": epub(QUAY, /<a [^>]*href="#quay-note-1"[^>]*>.*?<\/a>/s, ""),
  "a call leads to another note": epub(QUAY, 'href="#quay-note-1"', 'href="#quay-note-2"'),
  "a call has another mark": epub(QUAY, /(<a [^>]*href="#quay-note-1"[^>]*>)(.*?)1(.*?<\/a>)/s, "$1$27$3"),
  "the way back from a note is missing": epub(QUAY, /<a [^>]*href="#quay-note-1-call"[^>]*>(.*?)<\/a>/s, "$1"),
  "a link inside the book is missing": epub(QUAY, /<a [^>]*href="river\.xhtml[^>]*>(.*?)<\/a>/s, "$1"),
  "a link leads to nothing": epub(QUAY, 'href="river.xhtml', 'href="rivers.xhtml'),
  "a link out of the book is missing": epub(QUAY, /<a [^>]*href="https:\/\/example\.org\/log"[^>]*>(.*?)<\/a>/s, "$1"),
  "the link to the glossary is missing": epub(QUAY, /<a [^>]*href="[^"]*term-ferry"[^>]*>(.*?)<\/a>/s, "$1"),
  "an entry of the glossary is missing": epub("back_glossary.xhtml", /<dt.*?<\/dd>/s, ""),
  "two elements have one id": epub(QUAY, /id="quay-note-2"/, 'id="quay-note-1"'),
  "a picture is missing": epub(QUAY, /<img [^>]*\/>/, ""),
  "a picture has no words": epub(QUAY, 'alt="A quay"', 'alt=""'),
  "another language is not said": epub(QUAY, /<span lang="de" xml:lang="de">(.*?)<\/span>/, "$1"),
  "a chapter is missing": without("river.xhtml"),
  "a chapter is not read": epub("content.opf", /<itemref [^>]*idref="item-river[^>]*>/, ""),
  "two chapters have changed places": epub(
    "content.opf",
    /(<itemref [^>]*idref="item-quay[^>]*>)(\s*)(<itemref [^>]*idref="item-river[^>]*>)/,
    "$3$2$1",
  ),
  "the contents lack a chapter": epub("toc.xhtml", /<li>\s*<a href="river\.xhtml"[^>]*>.*?<\/a>\s*<\/li>/s, ""),
  "a printed page is not in the page list": epub(
    "toc.xhtml",
    /<li>\s*<a href="river\.xhtml#page-[^>]*>.*?<\/a>\s*<\/li>/s,
    "",
  ),
});

// ---------------------------------------------------------------------------------------------------- the print PDF

/** Changes the `at`-th page that has text of the book: its content, and the page itself. */
const page =
  (at: number, change: (content: PdfObject, page: PdfObject, objects: PdfObjects) => void): Mutant =>
  (bytes) =>
    editPdf(bytes, (objects) => {
      const pages = pageObjects(objects).filter((each) => /\/(?:Note|H1)</.test(contentOf(objects, each).stream ?? ""));
      const wanted = pages[at]!;
      change(contentOf(objects, wanted), wanted, objects);
    });

/** Changes the words of the `line`-th string of a page's content. */
const words = (line: number, change: (words: string[]) => readonly string[]): Mutant =>
  page(FIRST, (content) => {
    content.stream = editShown(content.stream!, line, change);
  });

/** Pages with headings are contents, then the two chapters, then what stands at the back. */
const FIRST = 1;

const kids =
  (change: (kids: string[]) => readonly string[]): Mutant =>
  (bytes) =>
    editPdf(bytes, (objects) => {
      const tree = [...objects.values()].find(({ head }) => /\/Type ?\/Pages\b/.test(head))!;
      const all = [.../\/Kids ?\[([^\]]*)\]/.exec(tree.head)![1]!.matchAll(/\d+ 0 R/g)].map(([each]) => each);
      const now = change(all);
      tree.head = tree.head
        .replace(/\/Kids ?\[[^\]]*\]/, `/Kids [${now.join(" ")}]`)
        .replace(/\/Count \d+/, `/Count ${now.length}`);
    });

const object =
  (holding: RegExp, from: string | RegExp, to: string): Mutant =>
  (bytes) =>
    editPdf(bytes, (objects) => {
      const found = [...objects.values()].find(({ head }) => holding.test(head));
      assert.ok(found, `no object holds ${holding}`);
      found.head = found.head.replace(from, to);
    });

const drop =
  (at: number) =>
  (list: string[]): string[] =>
    list.filter((_, i) => i !== at);
const twice =
  (at: number) =>
  (list: string[]): string[] =>
    list.flatMap((each, i) => (i === at ? [each, each] : [each]));
const swap =
  (a: number, b: number) =>
  (list: string[]): string[] =>
    list.map((each, i) => (i === a ? list[b]! : i === b ? list[a]! : each));

check("ferry.pdf", {
  "a word is missing": words(1, drop(1)),
  "a word stands twice": words(1, twice(1)),
  "two words have changed places": words(1, swap(0, 1)),
  "a line is missing": words(3, () => []),
  "a letter is another": words(1, ([first = "", ...rest]) => [first.replace(/\x00([^\\])\)/, "\x00\x02)"), ...rest]),
  "two lines have changed places": page(FIRST, (content) => {
    const [one, two] = [...content.stream!.matchAll(/\[[^\]]*\]TJ/g)].slice(4, 6).map(([each]) => each);
    content.stream = content.stream!.replace(one!, "@@").replace(two!, one!).replace("@@", two!);
  }),
  "a note is missing": page(FIRST, (content) => {
    const blocks = content.stream!.split(/(?=\/\w+<<\/MCID)/);
    const last = blocks.findLastIndex((each) => /^\/(?:Note|P)</.test(each));
    content.stream = content.stream!.replace(blocks[last]!, blocks[last]!.replace(/\[[^\]]*\]TJ/g, "[]TJ"));
  }),
  "a page's content is that of another": (bytes) =>
    editPdf(bytes, (objects) => {
      const pages = pageObjects(objects);
      const [one, two] = [pages[6]!, pages[8]!].map((each) => contentOf(objects, each));
      one!.stream = two!.stream;
    }),
  "a page is missing": kids(drop(6)),
  "the last page is missing": kids((all) => all.slice(0, -1)),
  "a page stands twice": kids(twice(6)),
  "two pages have changed places": kids(swap(6, 8)),
  "a page is empty": page(FIRST, (content) => {
    content.stream = "";
  }),
  "a link out of the book is missing": object(/example\.org\/log/, /\/A<<.*?>>/s, ""),
  "a note's call leads nowhere": object(/\/Contents \(note 1\)/, "/Dest (quay-note-1)", "/Dest (quay-note-9)"),
  "a call leads to another note": object(/\/Contents \(note 1\)/, "/Dest (quay-note-1)", "/Dest (quay-note-2)"),
  "the way back from a note is missing": object(/\/Contents \(back to call 2\)/, "/Dest (quay-note-2-call)", ""),
  "a page's links are missing": page(FIRST, (_, wanted) => {
    wanted.head = wanted.head.replace(/\/Annots\[[^\]]*\]/, "");
  }),
  "a destination is missing": object(/\(river\) \[/, /\(river\) \[[^\]]*\]\n?/, ""),
  "a destination is on another page": (bytes) =>
    editPdf(bytes, (objects) => {
      const names = [...objects.values()].find(({ head }) => /\(quay-note-1\) \[/.test(head))!;
      const other = /\(river\) (\[\d+ 0 R)/.exec(names.head)![1]!;
      names.head = names.head.replace(/\(quay-note-1\) \[\d+ 0 R/, `(quay-note-1) ${other}`);
    }),
  "two elements have one id": object(/\/ID \(quay-note-2\)/, "(quay-note-2)", "(quay-note-1)"),
  "the pages are counted otherwise": object(/\/PageLabels/, /\/S\/D\/St 1>>/, "/S/D/St 2>>"),
});

// ---------------------------------------------------------------------------------------------------- the zine

/** Changes the content of the `at`-th side. */
const side =
  (at: number, change: (content: string) => string): Mutant =>
  (bytes) =>
    editPdf(bytes, (objects) => {
      const content = contentOf(objects, pageObjects(objects)[at]!);
      content.stream = change(content.stream!);
    });

/** Changes the first page with running text that is placed on a side. */
const placed =
  (change: (content: string) => string): Mutant =>
  (bytes) =>
    editPdf(bytes, (objects) => {
      const forms = [...objects.values()].filter(({ head, stream }) => /\/Form\b/.test(head) && stream !== null);
      const fullest = forms.reduce((best, each) => (shownCount(each.stream!) > shownCount(best.stream!) ? each : best));
      fullest.stream = change(fullest.stream!);
    });

const PLACED = /q ([-\d. ]+) cm \/P\d+ Do Q/g;

check("ferry.zine.pdf", {
  "a word is missing": placed((content) => editShown(content, 1, drop(0))),
  "a word stands twice": placed((content) => editShown(content, 1, twice(0))),
  "a line is missing": placed((content) => editShown(content, 3, () => [])),
  "a page is empty": placed(() => ""),
  "a page is not there": side(1, (content) => content.replace(/q [-\d. ]+ cm \/P\d+ Do Q/, "")),
  "a page stands on a side twice": side(1, (content) =>
    content.replace(/q ([-\d. ]+) cm (\/P\d+) Do Q/, "$&\nq $1 cm $2 Do Q"),
  ),
  "two pages of a side have changed places": side(1, (content) => {
    const [one, two] = [...content.matchAll(PLACED)].map(([, matrix]) => matrix!);
    return content.replace(one!, "@@").replace(two!, one!).replace("@@", two!);
  }),
  "a page stands on its head": side(1, (content) =>
    content.replace(/q 1 0 0 1 ([\d.]+) 0 cm/, (_, x) => `q -1 0 0 -1 ${Number(x) + 396} 595.276 cm`),
  ),
  "a page has slipped from the fold": side(2, (content) =>
    content.replace(/q 1 0 0 1 ([\d.]+) 0 cm/, (_, x) => `q 1 0 0 1 ${Number(x) + 20} 0 cm`),
  ),
  "a page has slipped down": side(2, (content) => content.replace(/q (1 0 0 1 [\d.]+) 0 cm/, "q $1 12 cm")),
  "a page is smaller": side(2, (content) => content.replace(/q 1 0 0 1 /, "q 0.8 0 0 0.8 ")),
  "a side is missing": kids((all) => all.slice(0, -1)),
  "two sides have changed places": kids(swap(0, 2)),
  "a side stands twice": kids(twice(1)),
  "the paper is another": (bytes) =>
    editPdf(bytes, (objects) => {
      for (const each of pageObjects(objects))
        each.head = each.head.replace(/\/MediaBox\[0 0 [\d.]+/, "/MediaBox[0 0 792");
    }),
});

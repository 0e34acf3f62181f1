import assert from "node:assert/strict";
import { test } from "node:test";
import { EpubCheck } from "@likecoin/epubcheck-ts";
import { unzipSync } from "fflate";
import type { PageStart } from "../page.ts";
import { book, call, chapter, everything, inputFor, note, pages, paragraph, text } from "./fixture.ts";
import { type EpubInput, writeEpub } from "./write.ts";

async function filesOf(input: EpubInput): Promise<Map<string, string>> {
  const files = unzipSync(await writeEpub(input));
  return new Map(Object.entries(files).map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
}

const CHART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 5H9"/></svg>';
const FULL: Partial<EpubInput> = {
  pageList: pages(),
  timelineSvgs: [CHART],
  printSource: "harbour.pdf, edition 0a1b2c3d",
};

for (const variant of ["epub", "kepub"] as const) {
  test(`EPUBCheck finds nothing in a ${variant} of everything`, async () => {
    const bytes = await writeEpub(inputFor(everything(), { ...FULL, variant }));
    const { messages } = await EpubCheck.validate(bytes);
    assert.deepEqual(
      messages.filter((message) => message.severity !== "info"),
      [],
    );
  });
}

test("the least book is a good EPUB too", async () => {
  const bytes = await writeEpub(inputFor(book([chapter("one", "One", [paragraph("one-p1", "A word.")])])));
  const { messages } = await EpubCheck.validate(bytes);
  assert.deepEqual(messages, []);
});

test("a book without a date prints and stores none", async () => {
  const least = book([chapter("one", "One", [paragraph("one-p1", "A word.")])]);
  const undated = { ...least, meta: { ...least.meta, undated: true as const, date: "2000-01-01T00:00:00Z" } };
  const bytes = await writeEpub(inputFor(undated));
  assert.deepEqual((await EpubCheck.validate(bytes)).messages, []);
  const files = await filesOf(inputFor(undated));
  assert.doesNotMatch(files.get("OEBPS/back_colophon.xhtml") ?? "no colophon: 2000", /2000/);
  assert.doesNotMatch(files.get("OEBPS/content.opf") ?? "<dc:date>", /<dc:date>/);
  assert.match((await filesOf(inputFor(least))).get("OEBPS/content.opf") ?? "", /<dc:date>2024-05-01</);
});

test("the same book gives the same bytes", async () => {
  const [once, again] = [await writeEpub(inputFor(everything(), FULL)), await writeEpub(inputFor(everything(), FULL))];
  assert.deepEqual(once, again);
});

test("a note goes there and back, in the file of its call and behind it", async () => {
  const one = chapter(
    "one",
    "One",
    [paragraph("one-p1", "Ice.", call("one-note-x", "1"), " Ice", call("one-note-x", "1", 2))],
    {
      notes: [
        note("one-note-x", "1", [paragraph("one-note-x-p1", "Cold.")], {
          calls: ["one-note-x-call", "one-note-x-call-2"],
        }),
      ],
    },
  );
  const page = (await filesOf(inputFor(book([one])))).get("OEBPS/one.xhtml")!;
  const lines = page.split("\n").filter((line) => /one-note-x/.test(line));
  assert.deepEqual(lines, [
    '<p id="one-p1">Ice.<sup><a id="one-note-x-call" href="#one-note-x" class="call" epub:type="noteref" role="doc-noteref">1</a></sup>' +
      ' Ice<sup><a id="one-note-x-call-2" href="#one-note-x" class="call" epub:type="noteref" role="doc-noteref">1</a></sup></p>',
    '<aside id="one-note-x" class="note author" epub:type="footnote" role="doc-footnote"><p id="one-note-x-p1">' +
      '<a href="#one-note-x-call" class="mark">1</a> Cold.' +
      ' <a href="#one-note-x-call" class="back" role="doc-backlink" epub:type="backlink" aria-label="Back to note call 1.1">←</a>' +
      ' <a href="#one-note-x-call-2" class="back" role="doc-backlink" epub:type="backlink" aria-label="Back to note call 1.2">←</a></p></aside>',
  ]);
});

test("what Ibid. stands for is said again under it", async () => {
  const page = (await filesOf(inputFor(everything()))).get("OEBPS/harbour.xhtml")!;
  const reference = /<p class="full-reference">(.*?) <a [^>]*class="back"/.exec(page)?.[1];
  assert.equal(
    reference,
    '<a href="#harbour-note-1" class="ref">Note 1</a>: <span>Log of the council, <em>Minutes</em>, p. 3.</span>',
  );
});

test("manuscript text is data: markup, template tags and entities are printed as they stand", async () => {
  const words = '<%= process.exit(1) %> <script>x</script> &amp; {{1}} "q"';
  const one = chapter("one", words, [paragraph("one-p1", words)]);
  const files = await filesOf(inputFor(book([one])));
  const page = files.get("OEBPS/one.xhtml")!;
  const escaped = '&lt;%= process.exit(1) %&gt; &lt;script&gt;x&lt;/script&gt; &amp;amp; {{1}} "q"';
  assert.ok(page.includes(`<p id="one-p1">${escaped}</p>`));
  assert.ok(!/<script/.test([...files.values()].join("")));
});

test("a control character that no reader of files stopped is our mistake, named with its place", async () => {
  const one = chapter("one", "One", [paragraph("one-p1", "ice\u0001cold")]);
  await assert.rejects(writeEpub(inputFor(book([one]))), /one\.xhtml: U\+0001 cannot stand in XML, near .*ice"/);
});

test("correcting a word moves no anchor", async () => {
  const build = async (word: string): Promise<string[]> => {
    const blocks = [
      paragraph("one-p1", word),
      paragraph("one-p2", "Ice.", call("one-note-1", "1")),
      paragraph("one-p3", "Snow."),
    ];
    const notes = [note("one-note-1", "1", [paragraph("one-note-1-p1", "Cold.")])];
    const files = await filesOf(
      inputFor(book([chapter("one", "One", blocks, { notes }), chapter("two", "Two", [paragraph("two-p1", "Rain.")])])),
    );
    return [...files].flatMap(([name, page]) => [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => `${name}#${id}`));
  };
  assert.deepEqual(await build("teh harbour"), await build("the harbour"));
});

test("page breaks stand before the word the printed page begins with", async () => {
  const p = paragraph(
    "one-p1",
    "The ice & the ",
    { type: "emph", children: [text("old harbour")] },
    " of",
    call("one-note-1", "1"),
    " winter.",
  );
  const one = chapter("one", "One", [p], { notes: [note("one-note-1", "1", [paragraph("one-note-1-p1", "Cold.")])] });
  const starts = [
    ["1", 0],
    ["2", 10],
    ["3", 14],
    ["4", 20],
    ["5", 29],
    ["6", 99],
  ] as const;
  const pageList = starts.map(([label, offset]) => ({
    id: `page-${label}`,
    label,
    chapter: "one",
    block: "one-p1",
    offset,
  }));
  const files = await filesOf(inputFor(book([one]), { pageList, printSource: "one.pdf" }));
  const shown = /<p id="one-p1">.*?<\/p>/
    .exec(files.get("OEBPS/one.xhtml")!)![0]
    .replace(/<span id="page-(\d)"[^>]*><\/span>/g, "[$1]")
    .replace(/<sup>.*?<\/sup>/, "*");
  // Page 4 begins inside "harbour": the word stays whole on page 3.
  assert.equal(shown, '<p id="one-p1">[1]The ice &amp; [2]the [3]<em>old harbour</em> [4]of* [5]winter.[6]</p>');
  assert.deepEqual(
    [...files.get("OEBPS/toc.xhtml")!.matchAll(/<li><a href="one.xhtml#page-\d">(\d)<\/a>/g)].map(([, label]) => label),
    ["1", "2", "3", "4", "5", "6"],
  );
});

test("page breaks find their lines in verse, signature, code, table and quotation", async () => {
  const at = (block: string, offset: number, words = ""): PageStart => ({
    id: `page-${block}`,
    label: block,
    chapter: "harbour",
    block,
    offset,
    words,
  });
  const starts = [
    at("harbour-verse", 39),
    at("harbour-quote", 2),
    at("harbour-table", 0, "Salt\n"),
    at("harbour-pre", 6),
    at("harbour-signature", 6),
  ];
  const page = (await filesOf(inputFor(everything(), { pageList: starts, printSource: "x" }))).get(
    "OEBPS/harbour.xhtml",
  )!;
  const behind = [...page.matchAll(/<span id="page-([^"]*)"[^>]*><\/span>([^<]{0,12})/g)].map(
    ([, id, words]) => `${id}: ${words}`,
  );
  assert.deepEqual(behind, [
    "harbour-verse: ",
    "harbour-quote: harbour mast",
    "harbour-table: Salt",
    "harbour-pre: c &amp; d",
    "harbour-signature: On the quay,",
  ]);
  assert.match(page, /<span id="page-harbour-verse"[^>]*><\/span><span class="line">slow is/);
});

test("no address in the text is fetched and no path but templates' is read", async () => {
  const one = chapter("one", "One", [
    paragraph("one-p1", '<img src="file:///etc/hostname"/> <img src="http://127.0.0.1:9/x.png"/>'),
  ]);
  const files = await filesOf(inputFor(book([one])));
  assert.deepEqual(
    [...files.keys()].filter((name) => !/xhtml$|css$|ncx$|opf$|container.xml$|mimetype$/.test(name)),
    [],
  );
});

test("the index leads to printed pages where there are any, else to sections", async () => {
  const entries = async (more: Partial<EpubInput>): Promise<string[]> => {
    const page = (await filesOf(inputFor(everything(), more))).get("OEBPS/back_index.xhtml")!;
    return [...page.matchAll(/<a [^>]*>(.*?)<\/a>/g)].map(([, words]) => words!);
  };
  assert.deepEqual(await entries(FULL), ["2", "2"]);
  assert.deepEqual(await entries({}), ["March", "March"]);
});

// Mutants of our own EPUB: each has one defect a build could make, and `verify` alone must notice it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { unzipSync, type Zippable, zipSync } from "fflate";
import { book, chapter, everything, inputFor, pages, paragraph } from "../epub/fixture.ts";
import { writeEpub } from "../epub/write.ts";
import { inspectEpub, verifyEpub } from "./epub.ts";
import { outcome, printReaderTable, READERS } from "./readers.ts";
import { parseXml, type XmlElement } from "./xml.ts";

const BOOK = everything();
const CHART = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 5H9"/></svg>';
const full = { pageList: pages(), timelineSvgs: [CHART], printSource: "harbour.pdf, edition 0a1b2c3d" };
const ORIGINAL = await writeEpub(inputFor(BOOK, full));

type Files = Record<string, Uint8Array>;

function zip(files: Files): Uint8Array {
  const { mimetype, ...others } = files;
  const all: Zippable = { ...(mimetype ? { mimetype: [mimetype, { level: 0 }] } : {}), ...others };
  return zipSync(all, { mtime: "2024-05-01" });
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** The EPUB with one file changed. The change must change something. */
function edit(file: string, before: string | RegExp, after: string): Uint8Array {
  const files = unzipSync(ORIGINAL);
  const text = decode(files[file]!);
  const changed = text.replace(before, after);
  assert.notEqual(changed, text, `${file} does not hold ${before}`);
  return zip({ ...files, [file]: encode(changed) });
}

function add(name: string, content: string | Uint8Array): Uint8Array {
  return zip({ ...unzipSync(ORIGINAL), [name]: typeof content === "string" ? encode(content) : content });
}

function without(name: string): Uint8Array {
  const files = unzipSync(ORIGINAL);
  delete files[name];
  return zip(files);
}

function patched(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(ORIGINAL);
  change(bytes);
  return bytes;
}

const C = "OEBPS/harbour.xhtml";
const THAW = "OEBPS/thaw.xhtml";
const OPF = "OEBPS/content.opf";
const NAV = "OEBPS/toc.xhtml";
const NCX = "OEBPS/toc.ncx";
const CSS = "OEBPS/css/style.css";

const MUTANTS: readonly (readonly [what: string, code: string, epub: () => Uint8Array])[] = [
  // words
  ["a word lost", "words", () => edit(C, "Nobody slept", "Nobody")],
  ["a word twice", "words", () => edit(C, "No ship came", "No ship ship came")],
  ["a paragraph lost", "words", () => edit(C, /<p id="harbour-p2">.*?<\/p>/, "")],
  [
    "a paragraph twice",
    "words",
    () => edit(C, '<p id="harbour-quote-p1">No ship came in.</p>', "<p>No ship came in.</p><p>No ship came in.</p>"),
  ],
  [
    "two lines of verse changed about",
    "words",
    () => edit(C, /(<span class="line">Grey is the morning,<\/span>)<br\/>(.*?<\/span>)/, "$2<br/>$1"),
  ],
  ["a section break lost", "words", () => edit(C, /<hr [^>]*>/, "")],
  ["a blank between words lost", "words", () => edit(C, "Nobody slept", "Nobodyslept")],
  ["the letter of a list item lost", "words", () => edit(C, '<span class="label">i)</span>', "")],
  [
    "a list that counts from elsewhere",
    "words",
    () => edit(C, '<ol id="harbour-list"', '<ol start="4" id="harbour-list"'),
  ],
  ["a chapter left out of the spine", "words", () => edit(OPF, '<itemref idref="item-thaw.xhtml"/>', "")],
  [
    "two chapters changed about",
    "words",
    () => edit(OPF, /(<itemref idref="item-harbour.xhtml"\/>)\s*(<itemref idref="item-thaw.xhtml"\/>)/, "$2$1"),
  ],
  ["a definition lost", "words", () => edit("OEBPS/back_glossary.xhtml", "A parliament.", "")],
  ["an event lost", "words", () => edit("OEBPS/back_timeline.xhtml", "Queues for bread become a strike.", "")],
  ["an editor left off the title page", "words", () => edit("OEBPS/front_title.xhtml", "Bo Sample", "")],
  // notes
  [
    "a call that leads to no note",
    "link",
    () => edit(C, 'href="#harbour-note-2" class="call"', 'href="#harbour-note-9" class="call"'),
  ],
  ["a note lost", "note", () => edit(C, /<aside id="harbour-note-2".*?<\/aside>/, "")],
  ["a note cut short", "note", () => edit(THAW, "Two paragraphs.", "")],
  ["a call lost", "words", () => edit(C, /<sup><a id="harbour-note-2-call".*?<\/sup>/, "")],
  [
    "a call moved to another word",
    "words",
    () => edit(C, /dawn\.(<sup><a id="harbour-note-1-call".*?<\/sup>)/, "$1dawn."),
  ],
  ["a call with another number", "words", () => edit(C, /(id="harbour-note-2-call".*?>)2</, "$13<")],
  ["no way back", "note", () => edit(C, /<a href="#harbour-note-2-call" class="back".*?<\/a>/, "")],
  [
    "a way back to another call",
    "note",
    () => edit(C, 'href="#harbour-note-2-call" class="back"', 'href="#harbour-note-1-call" class="back"'),
  ],
  ["a call without its role", "note", () => edit(C, ' role="doc-noteref">2', ">2")],
  ["a note without its type", "note", () => edit(C, /(<aside id="harbour-note-2"[^>]*) epub:type="footnote"/, "$1")],
  ["a note without its number", "note", () => edit(C, /(<aside id="harbour-note-2".*?class="mark">)2</, "$1<")],
  [
    "Ibid. without what it stands for",
    "note",
    () => edit(C, /<p class="full-reference">(.*?)(<a [^>]*class="back".*?<\/a>)<\/p>/, "<p>$2</p>"),
  ],
  ["two notes run into one", "note", () => edit(C, /<\/aside>\s*<aside id="harbour-note-2"[^>]*>/, "")],
  // form
  ["an id twice", "id", () => edit(C, 'id="harbour-p2"', 'id="harbour-p1"')],
  ["an element never closed", "xml", () => edit(C, "</p>", "")],
  ["an entity nobody declared", "xml", () => edit(C, "No ship", "No&nbsp;ship")],
  ["a bare ampersand", "xml", () => edit(C, "slept &amp; nobody", "slept & nobody")],
  ["an entity of its own", "xml", () => edit(C, "<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY a "aaaa">]>')],
  ["a control character", "xml", () => edit(C, "No ship", "No\u0002 ship")],
  [
    "a file in another encoding",
    "xml",
    () => add(C, Uint8Array.from([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e])),
  ],
  [
    "a block in a paragraph",
    "model",
    () => edit(C, '<p id="harbour-quote-p1">No ship', '<p id="harbour-quote-p1"><div>No</div> ship'),
  ],
  ["a role that is none", "model", () => edit(C, 'role="doc-chapter"', 'role="doc-chaptr"')],
  [
    "a definition list without definitions",
    "model",
    () => edit(C, /<dl (.*?)<\/dl>/s, "<dl>Quay Where ships lie.</dl>"),
  ],
  ["a prefix nobody declared", "model", () => edit(C, 'epub:type="chapter"', 'epub:type="z3998:chapter"')],
  ["a document without title", "model", () => edit(C, /<title>.*?<\/title>/, "<title></title>")],
  // headings, languages, pictures
  [
    "a heading that skips a level",
    "heading",
    () => edit(C, /<h2 id="harbour-march">March<\/h2>/, '<h4 id="harbour-march">March</h4>'),
  ],
  [
    "a heading made a paragraph",
    "heading",
    () => edit(C, /<h2 id="harbour-march">March<\/h2>/, '<p id="harbour-march">March</p>'),
  ],
  ["a foreign word without its language", "language", () => edit(C, ' lang="ru-Latn" xml:lang="ru-Latn"', "")],
  ["a document without language", "language", () => edit(C, ' lang="en-GB" xml:lang="en-GB"', "")],
  [
    "a chapter in the book's language instead of its own",
    "language",
    () => edit(THAW, /lang="en-US"/g, 'lang="en-GB"'),
  ],
  ["a language that is none", "language", () => edit(C, /lang="ru-Latn"/g, 'lang="Russian language"')],
  ["an image without alternative text", "alt", () => edit(C, ' alt="A map of the harbour"', "")],
  ["an image with the text of another", "alt", () => edit(C, ' alt="A map of the harbour"', ' alt="image"')],
  // leaks
  ["the word undefined", "leak", () => edit("OEBPS/back_colophon.xhtml", "Edition", "undefined")],
  ["an object as text", "leak", () => edit("OEBPS/front_title.xhtml", "Harbour Press", "[object Object]")],
  ["an attribute without value", "leak", () => edit(C, 'class="subtitle"', 'class="undefined"')],
  ["Markdown in the text", "leak", () => edit(C, "No ship", "**No** ship")],
  ["a note call as Markdown", "leak", () => edit(C, "No ship came in.", "No ship came in.[^4]")],
  ["HTML as text", "leak", () => edit(C, "No ship", "&lt;em>No&lt;/em> ship")],
  ["an escaped entity", "leak", () => edit(C, "slept &amp; nobody", "slept &amp;amp; nobody")],
  ["wrong characters", "leak", () => edit(THAW, "editor’s", "editorâ€™s")],
  ["a lost character", "leak", () => edit(THAW, "editor’s", "editor\ufffds")],
  // what acts or fetches
  ["a script", "active", () => edit(C, "</section>", "<script>1</script></section>")],
  ["a handler", "active", () => edit(C, 'id="harbour-p2"', 'id="harbour-p2" onclick="x()"')],
  [
    "a script as address",
    "active",
    () => edit(C, 'href="#harbour-note-2" class="call"', 'href="javascript:x()" class="call"'),
  ],
  ["a frame", "active", () => edit(C, '<p id="harbour-p2">', '<iframe src="thaw.xhtml"></iframe><p id="harbour-p2">')],
  ["a script in a drawing", "active", () => edit("OEBPS/images/map.svg", "<rect", "<script>1</script><rect")],
  ["an image from elsewhere", "remote", () => edit(C, 'src="images/map.svg"', 'src="https://example.org/map.svg"')],
  ["a style sheet from elsewhere", "remote", () => edit(CSS, "body {", '@import "https://example.org/a.css"; body {')],
  ["a font from elsewhere", "remote", () => edit(CSS, "body {", "body { background: url(//example.org/a.png);")],
  ["a listed address", "remote", () => edit(OPF, 'href="images/map.svg"', 'href="https://example.org/map.svg"')],
  // links
  [
    "a link to no file",
    "link",
    () => edit(THAW, 'href="harbour.xhtml#harbour-march"', 'href="harbor.xhtml#harbour-march"'),
  ],
  [
    "a link to no place",
    "link",
    () => edit(THAW, 'href="harbour.xhtml#harbour-march"', 'href="harbour.xhtml#harbour-may"'),
  ],
  [
    "a link out of the container",
    "link",
    () => edit(THAW, 'href="harbour.xhtml#harbour-march"', 'href="../../harbour.xhtml"'),
  ],
  ["a name for nothing", "link", () => edit(C, 'aria-labelledby="harbour_title"', 'aria-labelledby="title"')],
  // package and container
  ["an image that is not there", "link", () => without("OEBPS/images/map.svg")],
  ["a file nobody listed", "container", () => add("OEBPS/extra.txt", "x")],
  ["a file nobody listed beside the container's", "container", () => add("META-INF/notes.txt", "x")],
  ["an entry that leads out", "container", () => add("../evil.txt", "x")],
  ["an entry from the root", "container", () => add("/etc/passwd", "x")],
  ["a bomb", "container", () => add("OEBPS/bomb.txt", new Uint8Array(20_000_000))],
  ["two names that differ in case only", "container", () => add("OEBPS/Harbour.xhtml", "x")],
  ["no mimetype", "container", () => without("mimetype")],
  ["another mimetype", "container", () => add("mimetype", "application/zip")],
  ["half a file", "container", () => ORIGINAL.slice(0, ORIGINAL.length / 2)],
  ["no file at all", "container", () => new Uint8Array()],
  ["an encrypted entry", "container", () => patched(encryptLast)],
  ["no container.xml", "package", () => without("META-INF/container.xml")],
  ["no package", "package", () => without(OPF)],
  ["a style sheet listed as text", "package", () => edit(OPF, 'media-type="text/css"', 'media-type="text/plain"')],
  [
    "a drawing listed as PNG",
    "package",
    () =>
      edit(OPF, /href="images\/map.svg" media-type="image\/svg\+xml"/, 'href="images/map.svg" media-type="image/png"'),
  ],
  ["another title", "package", () => edit(OPF, /(<dc:title id="title">).*?</, "$1A book<")],
  ["another identifier", "package", () => edit(OPF, "6ba7b810", "6ba7b811")],
  ["no date of modification", "package", () => edit(OPF, /<meta property="dcterms:modified">.*?<\/meta>/, "")],
  ["the rights lost", "package", () => edit(OPF, /<dc:rights>.*?<\/dc:rights>/, "")],
  [
    "a chapter twice in the spine",
    "package",
    () =>
      edit(
        OPF,
        '<itemref idref="item-thaw.xhtml"/>',
        '<itemref idref="item-thaw.xhtml"/><itemref idref="item-thaw.xhtml"/>',
      ),
  ],
  ["a claim of page numbers without pages", "access", noPages],
  ["no statement on hazards", "access", () => edit(OPF, /<meta property="schema:accessibilityHazard">.*?<\/meta>/, "")],
  [
    "alternative texts not claimed",
    "access",
    () => edit(OPF, /<meta property="schema:accessibilityFeature">alternativeText<\/meta>/, ""),
  ],
  // navigation
  ["a chapter missing from the contents", "nav", () => edit(NAV, /<li><a href="thaw.xhtml"[^>]*>Thaw<\/a><\/li>/, "")],
  ["contents under another title", "nav", () => edit(NAV, ">March<", ">April<")],
  ["contents that lead elsewhere", "nav", () => edit(NAV, 'href="thaw.xhtml"', 'href="preface.xhtml"')],
  ["a page missing from the list", "nav", () => edit(NAV, /<li><a href="harbour.xhtml#page-2">2<\/a><\/li>/, "")],
  [
    "two pages changed about",
    "nav",
    () => edit(NAV, /(<li><a href="harbour.xhtml#page-1">1<\/a><\/li>)\s*(<li>.*?<\/li>)/, "$2$1"),
  ],
  ["a page break lost", "link", () => edit(C, /<span id="page-2".*?<\/span>/, "")],
  ["two types on a landmark", "nav", () => edit(NAV, '<a epub:type="bodymatter"', '<a epub:type="bodymatter chapter"')],
  ["no contents", "nav", () => edit(OPF, ' properties="nav"', "")],
  ["an old contents list that says another thing", "nav", () => edit(NCX, ">March<", ">April<")],
  ["an old contents list that leads nowhere", "link", () => edit(NCX, 'src="thaw.xhtml"', 'src="thw.xhtml"')],
];

function noPages(): Uint8Array {
  const files: Files = unzipSync(ORIGINAL);
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith(".xhtml")) files[name] = encode(decode(bytes).replace(/<span id="page-[^>]*><\/span>/g, ""));
  }
  files[NAV] = encode(decode(files[NAV]!).replace(/<nav epub:type="page-list".*?<\/nav>/s, ""));
  return zip(files);
}

/** Sets the flag "encrypted" of the last entry of the central directory. */
function encryptLast(bytes: Uint8Array): void {
  for (let at = bytes.length - 4; at > 0; at -= 1) {
    if (bytes[at] === 0x50 && bytes[at + 1] === 0x4b && bytes[at + 2] === 1 && bytes[at + 3] === 2) {
      bytes[at + 8]! |= 1;
      return;
    }
  }
}

test("nothing is wrong with our own EPUB", () => {
  assert.deepEqual(verifyEpub(ORIGINAL, BOOK), []);
});

test("nor with the kepub variant, nor without pages and chart", async () => {
  assert.deepEqual(verifyEpub(await writeEpub(inputFor(BOOK, { ...full, variant: "kepub" })), BOOK), []);
  assert.deepEqual(verifyEpub(await writeEpub(inputFor(BOOK)), BOOK), []);
});

for (const [what, code, epub] of MUTANTS) {
  test(`verify notices ${what}`, () => {
    const codes = new Set(verifyEpub(epub(), BOOK).map((each) => each.code));
    assert.ok(codes.has(`verify/epub-${code}` as never), `${[...codes].join(", ") || "nothing"} instead of ${code}`);
  });
}

test("a word an author may write is no leak, markup the manuscript has is a warning", async () => {
  const one = chapter("one", "One", [paragraph("one-p1", "An undefined shape, and a stray [^4] call.")]);
  const found = verifyEpub(await writeEpub(inputFor(book([one]))), book([one]));
  assert.deepEqual(
    found.map(({ code, severity }) => [code, severity]),
    [["verify/epub-leak", "warning"]],
  );
});

test("the report counts notes and calls, and says what each reader makes of them", () => {
  const { notes, calls, readers } = inspectEpub(ORIGINAL, BOOK);
  assert.deepEqual([notes, calls], [4, 5]);
  assert.equal(
    printReaderTable(readers),
    [
      "Apple Books              pops up 5, jumps 0, broken 0",
      "Kobo (e-ink, iOS)        pops up 5, jumps 0, broken 0",
      "Kobo (desktop, Android)  pops up 0, jumps 5, broken 0",
      "KOReader                 pops up 5, jumps 0, broken 0",
      "Thorium                  pops up 5, jumps 0, broken 0",
      "calibre                  pops up 5, jumps 0, broken 0",
      "Foliate                  pops up 5, jumps 0, broken 0",
      "Kindle                   pops up 5, jumps 0, broken 0",
    ].join("\n"),
  );
});

function page(body: string): XmlElement {
  const parsed = parseXml(`<body xmlns:epub="x">${body}</body>`);
  assert.ok("root" in parsed);
  return parsed.root;
}

/** Which readers show a note of this markup as a pop-up. */
function opensIn(body: string, sameFile = true): string[] {
  const root = page(body);
  const all = (element: XmlElement): XmlElement[] => [
    element,
    ...element.children.flatMap((child) => (typeof child === "string" ? [] : all(child))),
  ];
  const call = all(root).find((element) => element.attributes.id === "c")!;
  const note = all(root).find((element) => element.attributes.id === "n") ?? null;
  return READERS.filter((reader) => outcome(reader, { call, note, sameFile, calls: ["c"] }) === "pops up").map(
    (reader) => reader.name,
  );
}

test("the readers' rules tell the usual markups apart", () => {
  const note =
    '<aside id="n" epub:type="footnote" role="doc-footnote"><p><a href="#c">1</a> A note of some words.</p></aside>';
  const bare = '<p id="n">1 A note of some words.</p>';
  const SIX = ["Apple Books", "Kobo (e-ink, iOS)", "KOReader", "Thorium", "calibre", "Foliate"];
  assert.deepEqual(opensIn(`<p><a id="c" epub:type="noteref" href="#n">1</a></p>${note}`), [...SIX, "Kindle"]);
  assert.deepEqual(opensIn(`<p><a id="c" role="doc-noteref" href="#n">1</a></p>${note}`), [
    "Kobo (e-ink, iOS)",
    "KOReader",
    "calibre",
    "Foliate",
    "Kindle",
  ]);
  assert.deepEqual(opensIn(`<p><a id="c" epub:type="noteref endnote" href="#n">1</a></p>${note}`), [
    "Apple Books",
    "Kobo (e-ink, iOS)",
    "KOReader",
    "Thorium",
    "Foliate",
    "Kindle",
  ]);
  assert.deepEqual(opensIn(`<p><sup><a id="c" href="#n">1</a></sup></p>${bare}`), [
    "Kobo (e-ink, iOS)",
    "KOReader",
    "calibre",
    "Foliate",
  ]);
  assert.deepEqual(opensIn(`${bare}<p>A <a id="c" href="#n">1</a></p>`), []);
  assert.deepEqual(opensIn(`<p><a id="c" epub:type="noteref" href="#n">1</a></p>${note}`, false), [
    "Apple Books",
    "KOReader",
    "calibre",
    "Foliate",
    "Kindle",
  ]);
});

test("XML is read strictly", () => {
  const problem = (text: string): string => {
    const parsed = parseXml(text);
    return "problem" in parsed ? parsed.problem : "none";
  };
  assert.equal(problem('<a b="1"><c/>&amp;&#x2014;<![CDATA[<]]><!-- - --></a>'), "none");
  assert.equal(problem("<a><b></a></b>"), "</a> closes nothing that is open");
  assert.equal(problem("<a>&nbsp;</a>"), "the entity &nbsp; is not declared");
  assert.equal(problem("<a>a & b</a>"), "the entity & is not declared");
  assert.equal(problem('<a b="1" b="2"/>'), "the attribute b twice on <a>");
  assert.equal(problem("<a b=1/>"), "the tag <a> is malformed");
  assert.equal(problem('<a epub:type="x"/>'), "the prefix of epub:type is not declared");
  assert.equal(problem("<a/><b/>"), "a second root element");
  assert.equal(problem("<a>"), "<a> is never closed");
  assert.equal(problem("words"), "text outside the root element");
  assert.equal(problem('<!DOCTYPE a [<!ENTITY b "c">]><a/>'), "a document type that declares entities");
  assert.equal(problem("<a>]]></a>"), "]]> in text");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOperators } from "./content.ts";
import { information, xmp } from "./metadata.ts";
import { pageLabels } from "./navigation.ts";
import { destination, number, textString } from "./syntax.ts";

test("paths are written with PDF's operators", () => {
  assert.equal(pathOperators("M 0 0 L 5 -5.5 C 1 2 3 4 5 6 Z"), "0 0 m 5 -5.5 l 1 2 3 4 5 6 c h");
  assert.equal(pathOperators("M0,0 10,0 10,10Z"), "0 0 m 10 0 l 10 10 l h");
  assert.throws(() => pathOperators("M 0 0 L 5"), /not a path/);
});

test("page labels begin a new range where the numbering changes", () => {
  const pages = ["i", "ii", "iii", "iv"].map((folio) => ({ folio, numbering: "roman" as const }));
  const text = ["1", "2", "3"].map((folio) => ({ folio, numbering: "arabic" as const }));
  assert.equal(pageLabels([...pages, ...text]), "<</Nums[0<</S/r/St 1>> 4<</S/D/St 1>>]>>");
});

test("text strings are ASCII literals or UTF-16", () => {
  assert.equal(textString("a (b) \\c"), "(a \\(b\\) \\\\c)");
  assert.equal(textString("Да"), "<feff04140430>");
});

test("a destination's name is ASCII", () => {
  assert.equal(destination("term-земство"), "term-%D0%B7%D0%B5%D0%BC%D1%81%D1%82%D0%B2%D0%BE");
});

test("numbers have at most three decimals and no minus zero", () => {
  assert.deepEqual([1 / 3, -0.0001, 1e-9, 595.28].map(number), ["0.333", "0", "0", "595.28"]);
});

const meta = {
  title: "Salt & <Bread>",
  subtitle: null,
  people: [
    { name: "Ada Example", fileAs: "Example, Ada", role: "author" as const },
    { name: "Bo Sample", fileAs: "Sample, Bo", role: "editor" as const },
  ],
  lang: "en-GB",
  identifier: "urn:uuid:0",
  date: "2024-05-01T00:00:00Z",
  rights: null,
  publisher: null,
  description: "A & B",
  series: null,
  subjects: [],
  colophon: [],
  edition: "1a2b3c4d",
};

test("XMP is escaped and says what the document information says", () => {
  const packet = xmp(meta, { tagged: true, pdfa: false });
  assert.match(packet, /<rdf:li xml:lang="x-default">Salt &amp; &lt;Bread&gt;<\/rdf:li>/);
  assert.match(packet, /<dc:creator><rdf:Seq><rdf:li>Ada Example<\/rdf:li>/);
  assert.match(packet, /<xmp:ModifyDate>2024-05-01T00:00:00Z</);
  assert.match(packet, /<pdfuaid:part>1</);
  assert.doesNotMatch(packet, /pdfaid:part/);
  assert.equal(information(meta).Keywords, "edition 1a2b3c4d");
});

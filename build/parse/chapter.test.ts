// The chapter format, row by row of docs/manuscript.md: a chapter, a line with a lone dot, its tree and the complaints.
// UPDATE=1 writes what is found.

import { testCases } from "../cases.fixture.ts";
import { printDiagnostic } from "../diagnostic.ts";
import { parseChapter } from "./chapter.ts";
import { dumpChapter } from "./dump.fixture.ts";

for (const name of ["chapters", "notes", "inlines", "blocks"]) {
  testCases(new URL(`cases/${name}.txt`, import.meta.url), (text) => {
    const source = { file: "chapters/03-march.md", text };
    const { value, diagnostics } = parseChapter(source, { lang: "en-GB", role: "chapter" });
    return [dumpChapter(value), ...diagnostics.map((one) => printDiagnostic(one, () => text))].join("\n");
  });
}

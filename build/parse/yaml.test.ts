// What is wrong with a YAML file, as a person reads it: the file, a line with a lone dot, the complaints.
// UPDATE=1 writes what is found.

import { testCases } from "../cases.fixture.ts";
import { printDiagnostic } from "../diagnostic.ts";
import { parseGlossary } from "./glossary.ts";
import { parseRecipe } from "./recipe.ts";
import { parseTimeline } from "./timeline.ts";

const PARSERS = { book: parseRecipe, glossary: parseGlossary, timeline: parseTimeline };

for (const [name, parse] of Object.entries(PARSERS)) {
  testCases(new URL(`cases/${name}.yaml.txt`, import.meta.url), (input) => {
    const { diagnostics } = parse({ file: `${name}.yaml`, text: input });
    return diagnostics.map((one) => printDiagnostic(one, () => input)).join("\n");
  });
}

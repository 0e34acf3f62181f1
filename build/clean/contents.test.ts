import { testCases } from "../cases.fixture.ts";
import { ContentsKeys, takeContents } from "./contents.ts";
import { Journal } from "./flow.ts";
import { readPlain } from "./read.ts";

/** What stays of a text (one form feed is written as a line of its own), and the keys of what its list names. */
function taken(input: string): string {
  const text = input.replace(/^\f$/gm, "\f").replace(/\f\n/g, "\f");
  const keys = new ContentsKeys();
  const { sections } = readPlain(text);
  const left = takeContents(sections, keys, new Journal({ file: "x.txt", text }));
  return `${left
    .flat()
    .map((line) => line.letters.text)
    .join("\n")}\nnames: ${[...keys.keys].join(", ")}`;
}

testCases(new URL("cases/contents.txt", import.meta.url), (input) => taken(input.trimEnd()));

import { readFileSync } from "node:fs";
import { testCases } from "../../cases.fixture.ts";
import { Journal } from "../flow.ts";
import { readPlain } from "../read.ts";
import { composeText } from "./compose.ts";

const WORDS = new Set(
  readFileSync(new URL("./cases/words.txt", import.meta.url), "utf8")
    .trim()
    .split(/\s+/u),
);

testCases(new URL("./cases/compose.txt", import.meta.url), (text) => {
  const desk = {
    journal: new Journal({ file: "case.txt", text }),
    lexicon: { langs: ["en"], has: (word: string) => WORDS.has(word) },
  };
  const { sections } = composeText(readPlain(text), desk);
  return sections.flatMap((lines) => lines.map((line) => line.letters.text)).join("\n");
});

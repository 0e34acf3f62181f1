import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { generatedDocs } from "./make-docs.ts";

const PROJECT = new URL("../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, PROJECT), "utf8");

for (const [path, text] of generatedDocs()) {
  test(`${path} is what the code says`, () => assert.equal(read(path), text, "run npm run docs"));
}

test("every YAML file of the project names the schema an editor checks it with", () => {
  const folders = ["manuscript/reader/", "manuscript/anthology/", "templates/print/", "templates/zine/"];
  for (const folder of folders) {
    for (const name of readdirSync(new URL(folder, PROJECT)).filter((each) => each.endsWith(".yaml"))) {
      const kind = folder.startsWith("templates/") ? "theme" : name.replace(/\.yaml$/, "");
      const line = `# yaml-language-server: $schema=../../docs/schema/${kind}.json\n`;
      assert.ok(read(folder + name).startsWith(line), `${folder}${name} does not begin with ${line}`);
    }
  }
});

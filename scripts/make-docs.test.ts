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
    const own = readdirSync(new URL(folder, PROJECT)).filter((each) => /(?<!\.proposed)\.yaml$/.test(each));
    for (const name of own) {
      const kind = folder.startsWith("templates/") ? "theme" : name.replace(/\.yaml$/, "");
      const line = `# yaml-language-server: $schema=../../docs/schema/${kind}.json\n`;
      assert.ok(read(folder + name).startsWith(line), `${folder}${name} does not begin with ${line}`);
    }
  }
});

test("docs/commands.md has every command with every option", () => {
  const page = read("docs/commands.md");
  const [, ...commands] = read("scripts/samizdat.ts").split('.command("');
  for (const command of commands) {
    const name = command.slice(0, command.indexOf('"'));
    const section = page.split(`\n## ${name}\n`)[1]?.split("\n## ")[0];
    assert.ok(section, `there is no section ${name}`);
    for (const [, option] of command.matchAll(/ption\("(--[a-z-]+)/g)) {
      assert.ok(section.includes(option!), `${name}: ${option} is not told`);
    }
  }
});

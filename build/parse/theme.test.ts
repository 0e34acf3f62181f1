import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { printDiagnostic } from "../diagnostic.ts";
import { parseTheme } from "./theme.ts";

const folder = new URL("../../templates/print/", import.meta.url);
const classic = readFileSync(new URL("classic.yaml", folder), "utf8");

function complaint(text: string, page: string | null = null): string {
  const { value, diagnostics } = parseTheme({ file: "t.yaml", text }, page);
  assert.equal(value, null);
  return diagnostics.map((each) => printDiagnostic(each, () => text)).join("\n");
}

for (const file of readdirSync(folder)) {
  test(`${file} knows every size of page`, () => {
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const page of ["A5", "digest", "5x8", "6x9", "A6"]) {
      const { value, diagnostics } = parseTheme({ file, text }, page);
      assert.deepEqual(diagnostics, []);
      assert.equal(value!.page.name, page);
      assert.equal(value!.name, file.replace(".yaml", ""));
    }
  });
}

test("classic is set on A5 at 10.5 on 14, measure 104 mm", () => {
  const { value } = parseTheme({ file: "classic.yaml", text: classic });
  const measure = value!.page.width - value!.margins.inner - value!.margins.outer;
  assert.ok(Math.abs(measure - (104 * 72) / 25.4) < 0.01);
  assert.deepEqual(value!.text, { size: 10.5, leading: 14 });
});

test("an unknown key is named with the one that may be meant", () => {
  const said = complaint(classic.replace("protrusion: true", "protrussion: true"));
  assert.match(said, /t\.yaml:\d+:1 error yaml\/unknown: "protrussion"/);
  assert.match(said, /did you mean "protrusion"\?/);
});

test("a length without sense is pointed at", () => {
  assert.match(
    complaint(classic.replace("inner: 18mm", "inner: 18 ells")),
    /t\.yaml:\d+:\d+ error yaml\/invalid: "sizes\.A5\.margins\.inner"/,
  );
});

test("a size the theme does not know, and margins that leave nothing", () => {
  assert.match(complaint(classic, "A3"), /no page size "A3"[\s\S]*A5, digest/);
  assert.match(complaint(classic.replace("inner: 18mm", "inner: 140mm")), /leave no room/);
});

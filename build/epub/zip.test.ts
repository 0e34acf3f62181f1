import assert from "node:assert/strict";
import { test } from "node:test";
import { unzipSync } from "fflate";
import { zip } from "./zip.ts";

const DATE = new Date("2024-05-06T07:08:10Z");
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

test("another program unpacks what was packed", () => {
  const entries = [
    { name: "mimetype", bytes: text("application/epub+zip") },
    { name: "OEBPS/one.xhtml", bytes: text("<p>salt and rope</p>".repeat(50)) },
    { name: "OEBPS/empty.css", bytes: text("") },
    { name: "OEBPS/noise.png", bytes: Uint8Array.from({ length: 999 }, (_, i) => (i * i * 31 + 7 * i) % 251) },
  ];
  const unpacked = unzipSync(zip(entries, DATE));
  assert.deepEqual(
    Object.keys(unpacked),
    entries.map(({ name }) => name),
  );
  for (const { name, bytes } of entries) assert.deepEqual(Buffer.from(unpacked[name]!), Buffer.from(bytes), name);
});

test("the first entry is stored at the place where reading systems look for it", () => {
  const bytes = zip([{ name: "mimetype", bytes: text("application/epub+zip") }], DATE);
  assert.equal(Buffer.from(bytes.subarray(30, 58)).toString(), "mimetypeapplication/epub+zip");
  const view = new DataView(bytes.buffer);
  assert.equal(view.getUint16(8, true), 0);
  assert.equal(view.getUint16(28, true), 0);
  assert.equal(view.getUint32(14, true), 0x2cab616f, "CRC of application/epub+zip");
});

test("the date is that of Greenwich, in steps of two seconds", () => {
  const view = new DataView(zip([{ name: "a", bytes: text("a") }], DATE).buffer);
  const [time, day] = [view.getUint16(10, true), view.getUint16(12, true)];
  assert.deepEqual([time >> 11, (time >> 5) & 63, (time & 31) * 2], [7, 8, 10]);
  assert.deepEqual([(day >> 9) + 1980, (day >> 5) & 15, day & 31], [2024, 5, 6]);
});

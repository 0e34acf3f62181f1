// `npm test`: every *.test.ts below build/ and scripts/, by Node's own runner; its summary is the last that is printed.
// Arguments are paths or parts of paths that choose among them.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const below = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : path.endsWith(".test.ts") ? [path] : [];
  });

const chosen = process.argv.slice(2);
const files = ["build", "scripts"]
  .flatMap(below)
  .filter((file) => chosen.length === 0 || chosen.some((part) => file.includes(part)));
if (files.length === 0) {
  console.error("no test file matches");
  process.exit(1);
}
const { status } = spawnSync(process.execPath, ["--import", "tsx", "--test", ...files], { stdio: "inherit" });
process.exit(status ?? 1);

#!/usr/bin/env node
// The way in for `npm run …` and `npx samizdat …`. TypeScript is bundled once and kept in .cache/code/ under a name made
// of its files' sizes and dates; where nothing can be kept there, it is run as it stands, which takes a second longer.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));

function stampOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return stampOf(path);
    const { size, mtimeMs } = statSync(path);
    return `${entry.name} ${size} ${mtimeMs}`;
  });
}

/** The bundle's entry; null where it cannot be kept. */
async function bundle() {
  const sources = ["build", "scripts"].map((name) => stampOf(join(project, name)));
  const stamp = createHash("sha256")
    .update(JSON.stringify([process.version, sources]))
    .digest("hex")
    .slice(0, 16);
  const kept = join(project, ".cache", "code");
  const folder = join(kept, stamp);
  const entry = join(folder, "samizdat.mjs");
  if (existsSync(entry)) return entry;
  try {
    const { build } = await import("esbuild");
    mkdirSync(kept, { recursive: true });
    const fresh = join(kept, `.${stamp}.${process.pid}`);
    await build({
      entryPoints: [join(project, "scripts", "samizdat.ts")],
      outdir: fresh,
      outExtension: { ".js": ".mjs" },
      bundle: true,
      splitting: true,
      packages: "external",
      format: "esm",
      platform: "node",
      target: "node20",
      logLevel: "silent",
    });
    if (existsSync(entry)) rmSync(fresh, { recursive: true });
    else renameSync(fresh, folder);
    for (const name of readdirSync(kept)) {
      const old = join(kept, name);
      if (name !== stamp && statSync(old).mtimeMs < Date.now() - 86_400_000)
        rmSync(old, { recursive: true, force: true });
    }
    return entry;
  } catch {
    return null;
  }
}

const entry = await bundle();
if (entry) await import(pathToFileURL(entry).href);
else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./samizdat.ts");
}

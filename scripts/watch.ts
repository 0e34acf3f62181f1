// `watch`: builds a book again whenever a file of it is saved, and says what was done and how long it took. A broken
// file is reported in its place; the products of the last whole build stay until it is mended.

import { relative } from "node:path";
import { type ChokidarOptions, type FSWatcher, watch } from "chokidar";
import type { ProductName } from "../build/pipeline.ts";
import type { Workshop } from "../build/workshop.ts";
import { type BuildOptions, buildOne } from "./build.ts";
import { type Hand, secondHand } from "./hand.ts";
import { progress } from "./progress.ts";
import type { Share } from "./share.ts";
import { workshop } from "./supplies.ts";

/** Editors save a file in several steps: what follows within this time is one change. */
const QUIET_MS = 60;

const ALL: ReadonlySet<ProductName> = new Set(["epub", "pdf", "zine"]);

const OPTIONS: ChokidarOptions = {
  ignoreInitial: true,
  ignored: (path) => /(?:^|[\\/])(?:\.[^\\/.][^\\/]*|node_modules|dist)$|[~#]$|\.sw[a-z]$/.test(path),
};

export interface Watching {
  /** Resolves when all that was saved so far has been built. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function runWatch(book: string, options: Omit<BuildOptions, "json">): Promise<number> {
  const watching = await watchBook(book, options, (line) => console.error(line));
  await new Promise<void>((done) => process.once("SIGINT", done));
  await watching.close();
  return 0;
}

export async function watchBook(
  book: string,
  options: Omit<BuildOptions, "json">,
  say: (line: string) => void,
): Promise<Watching> {
  const tools: Tools = {
    shop: workshop({ cache: options.cache, again: options.cache }),
    hand: secondHand({ cache: options.cache, again: options.cache }),
  };
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let work = build(book, tools, options, [], say);
  const start = (): void => {
    timer = null;
    work = work.then(() => {
      const files = [...changed];
      changed.clear();
      return files.length > 0 ? build(book, tools, options, files, say) : undefined;
    });
  };
  const watcher: FSWatcher = watch(book, OPTIONS);
  watcher.on("all", (_, path) => {
    changed.add(relative(book, path));
    if (timer) clearTimeout(timer);
    timer = setTimeout(start, QUIET_MS);
  });
  await new Promise<void>((ready) => watcher.once("ready", ready));
  await work;
  say(`watching ${book}; Ctrl-C ends it`);
  return {
    settled: () => work,
    async close() {
      if (timer) clearTimeout(timer);
      await watcher.close();
      await work;
      tools.hand?.dismiss();
    },
  };
}

interface Tools {
  readonly shop: Workshop;
  readonly hand: Hand | null;
}

/** A fault of ours is said like any other, and the watch goes on. */
async function build(
  book: string,
  { shop, hand }: Tools,
  options: BuildOptions,
  changed: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  let done: Share | null = null;
  try {
    done = await buildOne(book, () => shop, ALL, options, progress(), hand);
  } catch (cause) {
    say(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause));
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  const what = changed.length > 0 ? `${changed.join(", ")}: ` : "";
  say(
    done
      ? `${what}built in ${seconds} s, ${done.misses} of ${done.hits + done.misses} remembered parts done again`
      : `${what}not built (${seconds} s); the files made before stay`,
  );
}

// Runs a command as a person runs it; gives what it printed, and what it took with its start.

import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const COMMAND = join(dirname(fileURLToPath(import.meta.url)), "samizdat.js");

/** Runs in the measured process and tells at its end what it took. */
const METER = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => console.error("usage " + JSON.stringify(process.resourceUsage())));',
)}`;

export interface Metered {
  /** Seconds of the clock. */
  readonly wall: number;
  /** Seconds of all processors. */
  readonly cpu: number;
  /** Megabytes at most. */
  readonly memory: number;
  /** Exit code; null where a signal ended it. */
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export function metered(args: readonly string[], folder: string): Metered {
  const started = performance.now();
  const child = spawnSync(process.execPath, ["--import", METER, COMMAND, ...args], { cwd: folder, encoding: "utf8" });
  const wall = (performance.now() - started) / 1000;
  const usage = /^usage (.*)$/m.exec(child.stderr)?.[1];
  if (usage === undefined) throw new Error(child.stderr);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(usage) as NodeJS.ResourceUsage;
  const cpu = (userCPUTime + systemCPUTime) / 1e6;
  return { wall, cpu, memory: maxRSS / 1024, status: child.status, out: child.stdout, err: child.stderr };
}

// A second hand: a thread that makes a share of a book while the first makes the rest. It is given the folder as it was
// read, so that both work on the same words.

import { availableParallelism } from "node:os";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { type Folder, readManuscript } from "../build/manuscript.ts";
import type { Editions, ProductName } from "../build/pipeline.ts";
import { COMMAND, isBundled } from "../build/world.ts";
import { makeShare, type Share } from "./share.ts";
import { workshop } from "./supplies.ts";

export interface Order {
  readonly folder: Folder;
  readonly wanted: ReadonlySet<ProductName>;
  readonly editions: Editions;
}

export interface Hand {
  /** Lets the thread start, so that it is ready when there is work. */
  ready(): void;
  make(order: Order): Promise<Share>;
  /** Lets the thread end when its work is done. */
  dismiss(): void;
}

/** null: there is one processor, or the program runs unbundled, where a thread would take longer to start than to work. */
export function secondHand(options: { readonly cache: boolean; readonly again?: boolean }): Hand | null {
  if (!isBundled() || availableParallelism() < 2) return null;
  let worker: Worker | null = null;
  let used = false;
  const start = (): Worker => (worker ??= new Worker(COMMAND, { argv: ["hand", JSON.stringify(options)] }));
  return {
    ready() {
      start();
    },
    make(order) {
      const thread = start();
      used = true;
      return new Promise((resolve, reject) => {
        const settle = (then: () => void): void => {
          // only our own: without the listeners Node has put there the thread is never heard again
          thread.off("message", given).off("error", failed).off("exit", ended);
          then();
        };
        const given = (share: Share): void => settle(() => resolve(share));
        const failed = (cause: unknown): void => settle(() => reject(cause));
        const ended = (): void => failed(new Error("the second thread ended before its work was done"));
        thread.on("message", given).on("error", failed).on("exit", ended);
        thread.postMessage(order);
      });
    },
    dismiss() {
      if (used) worker?.postMessage(null);
      else void worker?.terminate();
      worker = null;
    },
  };
}

/** In the thread: waits for orders until there is none. */
export function serve(options: Parameters<typeof workshop>[0]): void {
  const port = parentPort;
  if (isMainThread || !port) throw new Error("a hand works in a thread");
  const shop = workshop(options);
  port.on("message", async (order: Order | null) => {
    if (order === null) {
      port.close();
      return;
    }
    const { value: opened } = await readManuscript(order.folder);
    if (!opened) throw new Error("the book cannot be opened a second time");
    const share = await makeShare(opened, shop, order.wanted, order.editions);
    port.postMessage(share);
  });
}

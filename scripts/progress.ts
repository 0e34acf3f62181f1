// A line on the terminal while a build takes longer than a second; nothing where output is piped. Setting is one long
// calculation, so that the line is drawn by the steps themselves and not by a timer.

const DELAY_MS = 1000;

export interface Progress {
  /** Called at the beginning of every step, with a few words. */
  step(words: string): void;
  done(): void;
}

export function progress(): Progress {
  if (!process.stderr.isTTY) return { step: () => undefined, done: () => undefined };
  const started = Date.now();
  let drawn = false;
  return {
    step(words) {
      const elapsed = Date.now() - started;
      if (elapsed < DELAY_MS) return;
      drawn = true;
      process.stderr.write(`\r\u001b[K${words} (${Math.floor(elapsed / 1000)} s)`);
    },
    done() {
      if (drawn) process.stderr.write("\r\u001b[K");
    },
  };
}

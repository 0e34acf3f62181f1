// A reading system for tests: foliate-js in headless Chromium, fed from memory. Nothing but its own server is reachable.

import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** null: there is none on this machine. */
export function chromiumPath(): string | null {
  return PATHS.find((path) => existsSync(path)) ?? null;
}

const SCRIPT = `
import "/foliate/view.js";
import { FootnoteHandler } from "/foliate/footnotes.js";
const view = document.createElement("foliate-view");
document.getElementById("view").append(view);
const notes = new FootnoteHandler();
const popups = [];
view.addEventListener("link", (event) => notes.handle(view.book, event)?.catch((problem) => popups.push({ text: String(problem) })));
notes.addEventListener("render", ({ detail }) => {
  const doc = detail.view.renderer?.getContents?.()[0]?.doc;
  popups.push({ href: detail.href, type: detail.type, text: doc?.body.textContent.replace(/\\s+/g, " ").trim() ?? "" });
});
notes.addEventListener("before-render", ({ detail }) => {
  const box = document.getElementById("popup");
  box.replaceChildren(detail.view);
  box.hidden = false;
});
let location = null;
view.addEventListener("relocate", ({ detail }) => { location = detail; });
const css = new URLSearchParams(window.location.search).get("css") ?? "";
await view.open(new File([await (await fetch("/book.epub")).blob()], "book.epub"));
view.renderer.setStyles?.(css);
await view.init({ showTextStart: false });
const byId = (id) => view.renderer.getContents().map(({ doc }) => doc.getElementById(id)).find(Boolean);
window.reader = {
  goTo: async (target) => {
    location = null;
    await view.goTo(target);
    for (let n = 0; !location && n < 500; n += 1) await new Promise((go) => setTimeout(go, 20));
    if (!location) throw new Error("the reader cannot go to " + target);
  },
  /** The middle of an element's first line in the coordinates of the window. */
  placeOf: (id) => {
    const element = byId(id);
    if (!element) return null;
    const frame = element.ownerDocument.defaultView.frameElement.getBoundingClientRect();
    const box = element.getClientRects()[0];
    return { x: frame.x + box.x + box.width / 2, y: frame.y + box.y + box.height / 2 };
  },
  popups,
  pageList: () => view.book.pageList.map(({ label, href }) => ({ label, href })),
  landmarks: () => view.book.landmarks.map(({ type, href }) => ({ type, href })),
  contents: () => view.book.toc.map(({ label, href }) => ({ label, href })),
  where: () => ({ page: location?.pageItem?.label ?? null, text: location?.range?.toString().replace(/\\s+/g, " ").trim() ?? "" }),
};
window.ready = true;
`;

const PAGE =
  '<!doctype html><meta charset="utf-8"><style>html,body{margin:0;height:100%}#view,#view>*{display:block;width:100%;height:100%}' +
  "#popup{position:fixed;inset:auto 5% 5%;height:40%;background:Canvas;border:1px solid}#popup>*{width:100%;height:100%}</style>" +
  '<div id="view"></div><div id="popup" hidden></div><script type="module" src="/reader.js"></script>';

const TYPES: Readonly<Record<string, string>> = { ".js": "text/javascript", ".html": "text/html", ".css": "text/css" };

export interface Popup {
  readonly href: string;
  readonly type: string | null;
  readonly text: string;
}

export interface ReaderPage {
  readonly page: Page;
  /** Addresses asked for that are not the reader's own. */
  readonly foreign: readonly string[];
  goTo(target: string): Promise<void>;
  /** Clicks an element of the open section where it stands, and gives the pop-up that follows. */
  tap(id: string): Promise<Popup>;
  where(): Promise<{ readonly page: string | null; readonly text: string }>;
  pageList(): Promise<readonly { readonly label: string; readonly href: string }[]>;
}

export interface Reader {
  open(options?: {
    readonly css?: string;
    readonly dark?: boolean;
    readonly width?: number;
    readonly height?: number;
  }): Promise<ReaderPage>;
  close(): Promise<void>;
}

declare global {
  interface Window {
    ready?: boolean;
    reader: {
      goTo(target: string): Promise<void>;
      placeOf(id: string): { x: number; y: number } | null;
      popups: Popup[];
      pageList(): { label: string; href: string }[];
      where(): { page: string | null; text: string };
    };
  }
}

export async function startReader(epub: Uint8Array, executablePath: string): Promise<Reader> {
  const foliate = dirname(fileURLToPath(import.meta.resolve("foliate-js/view.js")));
  const files: Readonly<Record<string, readonly [type: string, body: string | Uint8Array]>> = {
    "/": ["text/html", PAGE],
    "/reader.js": ["text/javascript", SCRIPT],
    "/book.epub": ["application/epub+zip", epub],
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://reader").pathname;
    const own = files[path];
    const file = join(foliate, normalize(path.replace(/^\/foliate\//, "")));
    if (own) response.writeHead(200, { "content-type": own[0] }).end(own[1]);
    else if (path.startsWith("/foliate/") && file.startsWith(foliate) && existsSync(file)) {
      response
        .writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" })
        .end(readFileSync(file));
    } else response.writeHead(404).end();
  });
  await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  return {
    open: (options = {}) => openPage(browser, address, options),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(
  browser: Browser,
  address: string,
  options: NonNullable<Parameters<Reader["open"]>[0]>,
): Promise<ReaderPage> {
  const { css = "", dark = false, width = 600, height = 800 } = options;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" });
  const foreign: string[] = [];
  page.setDefaultTimeout(15_000);
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(address) || /^(blob|data|about):/.test(url)) return route.continue();
    foreign.push(url);
    return route.abort();
  });
  await page.goto(`${address}/?css=${encodeURIComponent(css)}`);
  await page.waitForFunction(() => window.ready);
  return {
    page,
    foreign,
    goTo: (target) => page.evaluate((to) => window.reader.goTo(to), target),
    tap: async (id) => {
      const place = await page.evaluate((name) => window.reader.placeOf(name), id);
      if (place === null) throw new Error(`nothing in the open section has the id ${id}`);
      const before = await page.evaluate(() => window.reader.popups.length);
      await page.mouse.click(place.x, place.y);
      await page.waitForFunction((n) => window.reader.popups.length > n, before);
      const popup = await page.evaluate(() => window.reader.popups.at(-1)!);
      await page.evaluate(() => document.getElementById("popup")?.setAttribute("hidden", ""));
      return popup;
    },
    where: () => page.evaluate(() => window.reader.where()),
    pageList: () => page.evaluate(() => window.reader.pageList()),
  };
}

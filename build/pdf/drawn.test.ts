import assert from "node:assert/strict";
import { test } from "node:test";
import { workshop } from "../../scripts/supplies.ts";
import { everything } from "../epub/fixture.ts";
import type { Bound, PageBody, Setting } from "../page.ts";
import { bindBook, pdfOptions } from "../workshop.ts";
import { Drawn } from "./drawn.ts";
import { writePdf } from "./write.ts";

const BOOK = everything();
const SHOP = workshop({ cache: false });
const BOUND = bindBook(BOOK, SHOP.theme("print", "classic", null).value!, SHOP, "foot").value;
const OPTIONS = pdfOptions({ theme: "classic", page: null, notes: "foot", bleedMm: 0, cropMarks: false, pdfa: false });

function draw(bound: Bound, drawn: Drawn): Promise<Uint8Array> {
  const { fonts } = SHOP;
  return writePdf({ sides: null, meta: BOOK.meta, fonts, images: new Map(), options: OPTIONS, bound, drawn });
}

const FIRST = new Drawn();
const COLD = await draw(BOUND, FIRST);

test("what was drawn before gives the same bytes, and nothing is drawn anew", async () => {
  assert.ok(FIRST.kept.length > 0);
  const again = new Drawn(JSON.parse(JSON.stringify(FIRST.kept)) as [string, string][]);
  assert.deepEqual(await draw(BOUND, again), COLD);
  assert.equal(again.fresh, false);
});

/** A page whose lines stand a little lower, as the same setting would be hashed. */
function lowered(bound: Bound): Bound {
  const settings = bound.settings.map((setting): Setting => {
    if (setting.chapter !== "harbour") return setting;
    const bodies = setting.bodies.map((body): PageBody => {
      const marks = body.marks.map((mark) => (mark.type === "text" ? { ...mark, y: mark.y + 1 } : mark));
      return { ...body, marks, ink: `${body.ink} lowered` };
    });
    return { ...setting, bodies };
  });
  return { ...bound, settings };
}

test("a page that has changed is drawn anew, warm as cold", async () => {
  const changed = lowered(BOUND);
  const warm = new Drawn(FIRST.kept);
  const bytes = await draw(changed, warm);
  assert.equal(warm.fresh, true);
  assert.deepEqual(bytes, await draw(changed, new Drawn()));
  assert.notDeepEqual(bytes, COLD);
});

test("a page with another head or folio is drawn anew", async () => {
  const pages = BOUND.pages.map((page) => ({ ...page, furniture: page.furniture.slice(1) }));
  const changed = { ...BOUND, pages };
  assert.deepEqual(await draw(changed, new Drawn(FIRST.kept)), await draw(changed, new Drawn()));
});

test("a page without what tells its drawing apart is drawn each time", async () => {
  const settings = BOUND.settings.map((setting) => ({
    ...setting,
    bodies: setting.bodies.map(({ ink: _, ...body }) => body),
  }));
  const drawn = new Drawn();
  assert.deepEqual(await draw({ ...BOUND, settings }, drawn), COLD);
  assert.deepEqual(drawn.kept, []);
});

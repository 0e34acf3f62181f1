import assert from "node:assert/strict";
import { test } from "node:test";
import type { TimelineEvent } from "../book.ts";
import { stretchesOf } from "./axis.ts";
import { chartGeometry, chartSvgs, spread } from "./chart.ts";

const LEGEND = { day: "a day", span: "a span", within: "within", uncertain: "uncertain" };

function day(year: number, month = 1, date = 1): number {
  return Date.UTC(year, month - 1, date) / 86_400_000;
}

function event(edtf: string, first: number, last: number, what: string, uncertain = false): TimelineEvent {
  return {
    id: `event-${edtf}`,
    date: { edtf, first, last, text: edtf, machine: null, uncertain },
    oldStyle: null,
    event: [{ type: "text", text: what }],
    evidence: [],
    terms: [],
    passages: [],
    background: false,
    span: { file: "timeline.yaml", start: 0, end: 0 },
  };
}

const spec = {
  width: 300,
  maxHeight: 400,
  size: 10,
  leading: 12,
  widthOf: (text: string) => text.length * 5,
  lang: "en",
  legend: LEGEND,
};

test("places that want the same spot are spread around it, in order", () => {
  assert.deepEqual(spread([50, 50, 50], [10, 10, 10], 0, 100), [40, 50, 60]);
  assert.deepEqual(spread([-5, 90], [10, 20], 0, 100), [0, 80]);
  assert.deepEqual(spread([10, 40], [10, 10], 0, 100), [10, 40]);
});

test("the axis is true to scale and labels never overlap", () => {
  const events = [
    event("1912", day(1912), day(1912, 12, 31), "The first"),
    event("1915", day(1915), day(1915, 12, 31), "Between"),
    ...Array.from({ length: 6 }, (_, i) =>
      event(`1917-03-0${i + 1}`, day(1917, 3, i + 1), day(1917, 3, i + 1), "One of six"),
    ),
  ];
  const [chart] = chartGeometry(events, spec);
  assert.ok(chart);
  const labels = chart.texts.filter((text) => text.event !== "" && text.italic).map((text) => text.y);
  for (let i = 1; i < labels.length; i += 1)
    assert.ok(labels[i]! - labels[i - 1]! >= spec.leading, `labels ${i - 1} and ${i}`);
  const ticks = chart.texts.filter((text) => text.align === "right");
  assert.deepEqual([ticks[0]!.text, ticks.at(-1)!.text], ["1912", "1918"]);
  const steps = ticks.slice(1).map((tick, i) => tick.y - ticks[i]!.y);
  for (const step of steps) assert.ok(Math.abs(step - steps[0]!) < 0.2, "years are of one length, leap days apart");
});

test("long times without events are cut out, and what is left keeps its scale", () => {
  const events = [
    event("1861-03-03", day(1861, 3, 3), day(1861, 3, 3), "Long before"),
    event("1905-01-22", day(1905, 1, 22), day(1905, 1, 22), "A beginning"),
    event("1909", day(1909), day(1909, 12, 31), "The middle"),
    event("1913", day(1913), day(1913, 12, 31), "The end"),
  ];
  const stretches = stretchesOf(events, "en");
  assert.deepEqual(
    stretches.map(({ ticks }) => [ticks[0]!.label, ticks.at(-1)!.label]),
    [
      ["1861", "1862"],
      ["1905", "1914"],
    ],
  );
  const [chart] = chartGeometry(events, spec);
  const y = new Map(chart!.texts.filter((text) => text.align === "right").map((text) => [text.text, text.y]));
  assert.ok(Math.abs(y.get("1909")! - y.get("1907")! - (y.get("1907")! - y.get("1905")!)) < 0.1);
});

test("a day, a span, a bound and doubt are drawn differently", () => {
  const signs = (each: TimelineEvent) => {
    const other = event("1900-01-01", day(1900), day(1900), "x");
    const [with_, without] = [chartGeometry([other, each], spec)[0]!, chartGeometry([other], spec)[0]!];
    return with_.texts.map((text) => text.text).filter((text) => !without.texts.some((known) => known.text === text));
  };
  assert.ok(signs(event("1905/1907", day(1905), day(1907, 12, 31), "long")).includes("a span"));
  assert.ok(signs(event("1905", day(1905), day(1905, 12, 31), "some day")).includes("within"));
  assert.ok(signs(event("1905?", day(1905), day(1905, 12, 31), "perhaps", true)).includes("uncertain"));
});

test("events that do not fit one chart go on in another, none is lost", () => {
  const events = Array.from({ length: 70 }, (_, i) => event(`${1900 + i}`, day(1900 + i), day(1900 + i, 12, 31), "It"));
  const charts = chartGeometry(events, spec);
  assert.ok(charts.length > 1);
  for (const chart of charts) assert.ok(chart.height <= spec.maxHeight + 0.01);
  const shown = new Set(charts.flatMap((chart) => chart.texts.map((text) => text.event)).filter(Boolean));
  assert.equal(shown.size, 70);
});

test("a chart within one year counts in months, and years before the first have a minus", () => {
  const months = chartGeometry(
    [
      event("1917-03-08", day(1917, 3, 8), day(1917, 3, 8), "a"),
      event("1917-06-01", day(1917, 6, 1), day(1917, 6, 1), "b"),
    ],
    spec,
  )[0]!;
  assert.ok(months.texts.some((text) => text.text === "Mar 1917"));
  const minus44 = new Date(0).setUTCFullYear(-44, 0, 1) / 86_400_000;
  const old = chartGeometry(
    [event("-0044", minus44, minus44 + 364, "a"), event("0100", day(1900) - 657_438, day(1900) - 657_074, "b")],
    spec,
  )[0]!;
  assert.ok(old.texts.some((text) => text.text.startsWith("−")));
});

test("SVG charts are escaped, titled, take the reader's colour and hold every event", () => {
  const shape = (text: string) => {
    const words = text.split(" ").map((part) => ({
      face: "serif",
      glyphs: [...part].map((letter) => letter.codePointAt(0)!),
      advances: [...part].map(() => 450),
      offsets: null,
      unicode: [...part],
      width: part.length * 450,
    }));
    return { words, gaps: words.map((_, i) => (i + 1 < words.length ? 250 : -1)), width: text.length * 450 };
  };
  const outline = (text: string) => ({ d: `M 0 0 L ${text.codePointAt(0)} 1 Z`, width: 5 });
  const chart = { lang: "en", title: "A & B", legend: LEGEND, shape, outline, family: "serif" };
  const [svg] = chartSvgs([event("1917", day(1917), day(1917, 12, 31), "Salt & <bread>")], chart);
  assert.match(svg!, /<title>A &amp; B<\/title>/);
  assert.match(svg!, /aria-label="Salt &amp; &lt;bread&gt;"/);
  assert.match(svg!, /fill="currentColor"/);
  assert.equal(svg!.match(/d="M 0 0 L 97 1 Z"/g)?.length, 1, "each letter is drawn once");
  assert.deepEqual(chartSvgs([], chart), []);
  const many = Array.from({ length: 60 }, (_, i) =>
    event(`${1900 + i}`, day(1900 + i), day(1900 + i, 12, 31), `No. ${i}`),
  );
  const all = chartSvgs(many, chart);
  assert.ok(all.length > 1);
  for (let i = 0; i < many.length; i += 1) assert.match(all.join("\n"), new RegExp(`"No. ${i}"`));
});

import { expect, test } from "vitest";

import { type Newsworthy, newsOf, remember } from "./news";

const NOON = "2026-11-21T04:00:00Z";
const NOON_MS = Date.parse(NOON);
const MINUTE_MS = 60_000;

const alert = (id: string, fields: Partial<Newsworthy> = {}): Newsworthy => ({
  id,
  severity: "critical",
  raised_at: NOON,
  acknowledged_at: null,
  over_at: null,
  ...fields,
});

const ids = (alerts: readonly Newsworthy[]) => alerts.map(({ id }) => id);

test("an alert is told once", () => {
  const alerts = [alert("a"), alert("b")];
  const news = newsOf(alerts, ["a"], "critical", NOON_MS);

  expect(ids(news)).toEqual(["b"]);
  expect(newsOf(alerts, remember(["a"], news), "critical", NOON_MS)).toEqual([]);
});

test("only critical ones are told, until somebody wants warnings, too", () => {
  const alerts = [
    alert("a"),
    alert("b", { severity: "warning" }),
    alert("c", { severity: "info" }),
  ];

  expect(ids(newsOf(alerts, [], "critical", NOON_MS))).toEqual(["a"]);
  expect(ids(newsOf(alerts, [], "warning", NOON_MS))).toEqual(["a", "b"]);
});

test("what somebody has seen to, what is over and what is old is no news", () => {
  const alerts = [
    alert("seen", { acknowledged_at: NOON }),
    alert("over", { over_at: NOON }),
    alert("old", { raised_at: new Date(NOON_MS - 16 * MINUTE_MS).toISOString() }),
  ];

  expect(newsOf(alerts, [], "warning", NOON_MS)).toEqual([]);
});

test("the oldest is told first", () => {
  const later = new Date(NOON_MS + MINUTE_MS).toISOString();
  const alerts = [alert("new", { raised_at: later }), alert("old")];

  expect(ids(newsOf(alerts, [], "critical", NOON_MS))).toEqual(["old", "new"]);
});

test("memory is bounded", () => {
  const many = Array.from({ length: 500 }, (_, place) => ({ id: String(place) }));
  const kept = remember([], many);

  expect(kept).toHaveLength(300);
  expect(kept.at(-1)).toBe("499");
});

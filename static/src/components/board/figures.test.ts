import { expect, test } from "vitest";

import type { AgentCard, Tally, UnitCard, VolumeCard } from "../../lib/api";
import {
  averageScore,
  averageTalk,
  connectRate,
  handleTime,
  occupancy,
  sortAgents,
  sumVolumes,
  total,
} from "./figures";

const nothing = total([]);

const unit = (key: string, today: Partial<Tally>): UnitCard => ({
  kind: "unit",
  key,
  version: 1,
  unit_id: key,
  name: key,
  today: { ...nothing, ...today },
  hour: nothing,
  quarter: nothing,
});

const agent = (name: string, fields: Partial<AgentCard>, fatal_hits = 0): AgentCard => ({
  kind: "agent",
  key: name,
  version: 1,
  unit_id: "t1",
  name,
  code: name,
  state: "ready",
  state_since: "2026-11-21T04:00:00Z",
  reason: null,
  call_id: null,
  today: { ...nothing, fatal_hits },
  hour: nothing,
  quarter: nothing,
  ...fields,
});

const volume = (team: string, minute: string, dials: number): VolumeCard => ({
  kind: "volume",
  key: `${team}:${minute}`,
  version: 1,
  unit_id: team,
  bucket_at: `2026-11-21T04:${minute}:00Z`,
  dials,
  connects: 1,
  effective_talks: 1,
});

test("a parent's numbers are the sums of its teams, and its rates are made of the sums", () => {
  const sum = total([
    unit("t1", { dials: 100, connects: 50, scored: 1, score_sum: 100 }),
    unit("t2", { dials: 300, connects: 50, scored: 3, score_sum: 180 }),
  ]);

  expect(connectRate(sum)).toBe(0.25);
  expect(averageScore(sum)).toBe(70);
});

test("there is no rate of nothing", () => {
  expect(connectRate(nothing)).toBeNull();
  expect(averageScore(nothing)).toBeNull();
});

test("fatal hits come first, then the longest in a state, and who is offline last", () => {
  const agents = [
    agent("new", { state_since: "2026-11-21T04:30:00Z" }),
    agent("gone", { state: "offline", state_since: "2026-11-20T00:00:00Z" }),
    agent("long", { state_since: "2026-11-21T03:00:00Z" }),
    agent("fatal", {}, 1),
  ];
  const names = sortAgents(agents, "attention", "en").map(({ name }) => name);
  expect(names).toEqual(["fatal", "long", "new", "gone"]);
});

test("an alert, then the limit of a state, count more than a long time in another state", () => {
  const agents = [
    agent("talks", { state: "talking", state_since: "2026-11-21T03:50:00Z" }),
    agent("alarmed", { state_since: "2026-11-21T03:59:00Z" }),
    agent("wraps", { state: "wrap_up", state_since: "2026-11-21T03:57:00Z" }),
    agent("trains", { state: "training", state_since: "2026-11-21T01:00:00Z" }),
  ];
  const names = sortAgents(agents, "attention", "en", {
    now_ms: Date.parse("2026-11-21T04:00:00Z"),
    alarmed: new Set(["alarmed"]),
    pinned: [],
  }).map(({ name }) => name);
  expect(names).toEqual(["alarmed", "wraps", "trains", "talks"]);
});

test("whom somebody pinned stands in front, in the order they chose", () => {
  const agents = [agent("a", {}), agent("b", {}, 3), agent("c", {}), agent("d", {})];
  const pinned = ["d", "gone", "c"];
  const attention = { now_ms: 0, alarmed: new Set<string>(), pinned };
  const names = sortAgents(agents, "attention", "en", attention).map(({ name }) => name);
  expect(names).toEqual(["d", "c", "b", "a"]);
});

test("rates of a period without calls are unknown, not zero", () => {
  expect([occupancy(nothing), handleTime(nothing), averageTalk(nothing)]).toEqual([
    null,
    null,
    null,
  ]);
});

test("occupancy leaves breaks out of the time at work", () => {
  const day = { ...nothing, talk_s: 50, hold_s: 10, wrap_s: 20, logged_s: 120, break_s: 20 };
  expect(occupancy(day)).toBe(0.8);
});

test("an occupancy that cannot be is unknown", () => {
  expect(occupancy({ ...nothing, talk_s: 3695, logged_s: 576 })).toBeNull();
  expect(occupancy({ ...nothing, talk_s: 100.004, logged_s: 100 })).toBeCloseTo(1);
});

test("Chinese names are sorted by their sound", () => {
  const agents = [agent("赵磊", {}), agent("陈静", {}), agent("李娜", {})];
  const names = sortAgents(agents, "name", "zh-CN").map(({ name }) => name);
  expect(names).toEqual(["陈静", "李娜", "赵磊"]);
});

test("volume sums the teams shown, in order, with empty intervals in between", () => {
  const buckets = sumVolumes([volume("t2", "10", 4), volume("t1", "00", 2), volume("t1", "10", 3)]);
  expect(buckets.map(({ dials }) => dials)).toEqual([2, 0, 7]);
});

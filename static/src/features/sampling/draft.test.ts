import { expect, test } from "vitest";

import { asksForSomething, NEW_LAYER, NEW_PLAN, toBody, toDraft } from "./draft";
import type { PlanBody } from "./queries";

const BODY: PlanBody = {
  period: "day",
  filters: {
    campaign_ids: ["c"],
    unit_ids: [],
    talk_s_min: 30,
    talk_s_max: 600,
    outcomes: ["complaint"],
    directions: [],
    languages: ["zh"],
    min_age_min: 15,
  },
  layers: [
    {
      kind: "event",
      fatal: true,
      severities: ["critical"],
      rule_keys: ["greeting"],
      packs: [],
      outcomes: ["complaint"],
      most: 40,
      priority: 90,
      due_in_h: 12,
    },
    {
      kind: "risk",
      percent: null,
      count: 20,
      weights: { hits: 1, low_score: 0, doubtful: 2, new_agent: 2, complaints: 5 },
      most: null,
      priority: 50,
      due_in_h: 72,
    },
    { kind: "random", per_agent: 2, expected: 30, priority: 40, due_in_h: 120 },
  ],
  most: 100,
  handing: "even",
  inspector_ids: ["u"],
};

test("a plan that is opened and saved says the same", () => {
  expect(toBody(toDraft("Daily", BODY))).toEqual(BODY);
});

test("a risk layer has one quota: percent or number", () => {
  const risk = { ...NEW_LAYER.risk, quota: 7 };
  const of = (quota_by: "percent" | "count") =>
    toBody({ ...NEW_PLAN, layers: [{ ...risk, quota_by }] }).layers[0];
  expect(of("percent")).toMatchObject({ percent: 7, count: null });
  expect(of("count")).toMatchObject({ percent: null, count: 7 });
});

test("fields of another kind of layer are not sent", () => {
  const layer = { ...NEW_LAYER.random, fatal: true, quota: 5, most: 3 };
  expect(toBody({ ...NEW_PLAN, layers: [layer] }).layers).toEqual([
    { kind: "random", per_agent: 3, expected: null, priority: 40, due_in_h: 120 },
  ]);
});

test("an event layer needs an event", () => {
  expect(asksForSomething(NEW_LAYER.event)).toBe(true);
  expect(asksForSomething({ ...NEW_LAYER.event, fatal: false })).toBe(false);
  expect(asksForSomething({ ...NEW_LAYER.event, fatal: false, packs: ["refusal"] })).toBe(true);
  expect(asksForSomething(NEW_LAYER.random)).toBe(true);
});

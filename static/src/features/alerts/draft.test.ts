import { expect, test } from "vitest";

import { KINDS } from "../../components/alerts/kinds";
import { GROUPS, isFinished, NEW_RULE, toDraft, toWish } from "./draft";
import type { Rule } from "./rule-queries";

const STORED: Rule = {
  id: "r1",
  name: "Ready too long",
  kind: "idle",
  condition: { kind: "idle", minutes: 7 },
  unit_id: "u1",
  unit_name: "East",
  campaign_id: null,
  campaign_name: null,
  severity: "critical",
  lasting_s: 0,
  cooldown_s: 600,
  quiet: { from: "22:00", to: "08:00", days: [1, 2, 3] },
  channel_ids: ["c1"],
  active: true,
  revision: 3,
  created_at: "2026-11-21T04:00:00Z",
  created_by: "alice",
  updated_at: "2026-11-21T04:00:00Z",
  updated_by: "alice",
  editable: true,
};

test("what was stored is sent back as it was", () => {
  const { name, condition, unit_id, campaign_id, severity, channel_ids, quiet } = STORED;

  expect(toWish(toDraft(STORED))).toEqual({
    ...{ name, condition, unit_id, campaign_id, severity, channel_ids, quiet },
    lasting_s: 0,
    cooldown_s: 600,
  });
});

test("a new rule of every kind says enough, and only what its kind has", () => {
  for (const kind of KINDS) {
    const wish = toWish({
      ...NEW_RULE,
      kind,
      unit_id: "u1",
      campaign_id: "c1",
      lasting_min: 5,
      name: " New ",
    });

    expect(wish.name).toBe("New");
    expect(wish.condition.kind).toBe(kind);
    expect(isFinished(wish.condition)).toBe(true);
  }
});

test("rules about states do not last, belong to no campaign, and have a unit", () => {
  const idle = toWish({ ...NEW_RULE, unit_id: "u1", campaign_id: "c1", lasting_min: 5 });

  expect([idle.unit_id, idle.campaign_id, idle.lasting_s]).toEqual(["u1", null, 0]);
});

test("rules about the whole centre have no unit, and may wait", () => {
  const silent = toWish({ ...NEW_RULE, kind: "source_silent", unit_id: "u1", lasting_min: 5 });

  expect([silent.unit_id, silent.lasting_s]).toEqual([null, 300]);
});

test("of an abandon rate a unit says who is shown it", () => {
  const rate = toWish({ ...NEW_RULE, kind: "abandon_rate", unit_id: "u1", campaign_id: "c1" });

  expect([rate.unit_id, rate.campaign_id]).toEqual(["u1", "c1"]);
});

test("a connect rate needs one of its two limits", () => {
  const rate = { kind: "connect_rate", min_dials: 50 } as const;

  expect(isFinished({ ...rate, below_percent: null, drop_points: null })).toBe(false);
  expect(isFinished({ ...rate, below_percent: null, drop_points: 5 })).toBe(true);
});

test("a number that was taken out is missing", () => {
  const conditions = {
    ...NEW_RULE.conditions,
    idle: { kind: "idle", minutes: null as unknown as number },
  } as const;

  expect(isFinished(toWish({ ...NEW_RULE, conditions }).condition)).toBe(false);
});

test("every kind stands in one group", () => {
  expect(Object.values(GROUPS).flat().toSorted()).toEqual([...KINDS].toSorted());
});

import { expect, test } from "vitest";

import { NOTHING } from "../../components/board/figures";
import type { CampaignCard } from "../../lib/api";
import { abandonLevel, campaignRows } from "./campaigns";

const card = (team: string, campaign: string, dials: number): CampaignCard => ({
  kind: "campaign",
  key: `${team}/${campaign}`,
  version: 1,
  unit_id: team,
  campaign_id: campaign,
  name: campaign,
  today: { ...NOTHING, dials },
  hour: { ...NOTHING, dials: 1 },
  quarter: NOTHING,
});

test("teams that work for one campaign are added up", () => {
  const cards = [card("t1", "wealth", 5), card("t2", "wealth", 7), card("t1", "motor", 1)];
  const rows = campaignRows(cards, "today", "en");
  expect(rows.map(({ name, tally }) => [name, tally.dials])).toEqual([
    ["motor", 1],
    ["wealth", 12],
  ]);
  expect(campaignRows(cards, "hour", "en")[1]?.tally.dials).toBe(2);
});

test("a campaign that rests today is still listed", () => {
  const rows = campaignRows([], "today", "en", [{ campaign_id: "old", name: "Old" }]);
  expect(rows).toEqual([{ id: "old", name: "Old", tally: NOTHING }]);
});

test.each([
  [null, "none"],
  [0, "fine"],
  [0.0249, "fine"],
  [0.025, "look"],
  [0.03, "look"],
  [0.0301, "act"],
] as const)("an abandon rate of %s is %s", (rate, level) => {
  expect(abandonLevel(rate)).toBe(level);
});

import { expect, test } from "vitest";

import type { Campaign, CampaignQueue } from "../../lib/api";
import { campaignRows } from "./campaign-rows";

const campaign = (id: string): Campaign => ({
  id,
  code: id,
  name: id,
  facts: {},
  effective_talk_s: 30,
  engine: null,
  language: null,
  hot_words: [],
  product: null,
  notice_required: false,
  archived_at: null,
});

const queue = (campaign_id: string | null, waiting_s: number): CampaignQueue => ({
  campaign_id,
  campaign_name: campaign_id,
  waiting: 1,
  waiting_s,
  transcribing: 0,
  paused: 0,
  pause_id: null,
});

test("the longest queue comes first, and campaigns without one are not missing", () => {
  const rows = campaignRows(
    [queue("a", 10), queue(null, 30), queue("b", 20)],
    [campaign("a"), campaign("b"), campaign("c")],
  );
  expect(rows.map((row) => [row.queue.campaign_id, row.campaign?.id ?? null])).toEqual([
    [null, null],
    ["b", "b"],
    ["a", "a"],
    ["c", "c"],
  ]);
  expect(rows.at(-1)?.queue).toMatchObject({ waiting: 0, pause_id: null });
});

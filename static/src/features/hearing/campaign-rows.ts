/** The queue by campaign, with campaigns of which nothing waits. Pure. */
import type { Campaign, CampaignQueue } from "../../lib/api";

export interface CampaignRow {
  queue: CampaignQueue;
  /** Null for calls without a campaign. */
  campaign: Campaign | null;
}

/** What has most waiting first; campaigns without a queue follow as they come. */
export function campaignRows(
  queues: readonly CampaignQueue[],
  campaigns: readonly Campaign[],
): CampaignRow[] {
  const busy = queues
    .toSorted((a, b) => b.waiting_s - a.waiting_s)
    .map((queue) => ({
      queue,
      campaign: campaigns.find(({ id }) => id === queue.campaign_id) ?? null,
    }));
  const idle = campaigns
    .filter(({ id }) => !queues.some(({ campaign_id }) => campaign_id === id))
    .map((campaign) => ({ queue: emptyQueue(campaign), campaign }));
  return [...busy, ...idle];
}

function emptyQueue({ id, name }: Campaign): CampaignQueue {
  return {
    campaign_id: id,
    campaign_name: name,
    waiting: 0,
    waiting_s: 0,
    transcribing: 0,
    paused: 0,
    pause_id: null,
  };
}

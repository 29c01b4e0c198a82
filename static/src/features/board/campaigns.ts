/** Campaigns of a board, whoever of its teams worked for them. Pure. */
import { total } from "../../components/board/figures";
import type { Period } from "../../components/board/periods";
import type { CampaignCard, Tally } from "../../lib/api";

/** The US line for calls abandoned over 30 days, and where one should look. */
export const ABANDON_LINE = 0.03;
export const ABANDON_LOOK = 0.025;

export interface CampaignRow {
  id: string;
  name: string;
  tally: Tally;
}

/** One row per campaign, by name; teams added up. `others` had no call today, but have of late. */
export function campaignRows(
  cards: readonly CampaignCard[],
  period: Period,
  language: string,
  others: readonly Pick<CampaignCard, "campaign_id" | "name">[] = [],
): CampaignRow[] {
  const { compare } = new Intl.Collator(language);
  const names = new Map([...others, ...cards].map(({ campaign_id, name }) => [campaign_id, name]));
  return [...names]
    .map(([id, name]) => {
      const parts = cards.filter(({ campaign_id }) => campaign_id === id);
      return { id, name, tally: total(parts, period) };
    })
    .sort((a, b) => compare(a.name, b.name));
}

export type AbandonLevel = "none" | "fine" | "look" | "act";

export function abandonLevel(rate: number | null): AbandonLevel {
  if (rate === null) return "none";
  if (rate > ABANDON_LINE) return "act";
  return rate >= ABANDON_LOOK ? "look" : "fine";
}

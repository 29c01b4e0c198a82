/** Which calls a calibration will be about. Pure. */
import { dayAfter, dayStart } from "../../lib/day";
import type { CallsWanted } from "./queries";

/** The most that one calibration takes. */
export const MOST_CALLS = 50;

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Ids in any text, addresses of call pages too; each once, in their order. */
export function idsIn(text: string): string[] {
  return [...new Set(text.toLowerCase().match(ID) ?? [])];
}

/** What somebody narrows the calls to; null narrows nothing. */
export interface Narrowing {
  campaign: string | null;
  agent: string | null;
  /** Days, both included. */
  from: string | null;
  to: string | null;
  score_min: number | null;
  score_max: number | null;
}

export const EVERYTHING: Narrowing = {
  campaign: null,
  agent: null,
  from: null,
  to: null,
  score_min: null,
  score_max: null,
};

export function toWanted(version: string, narrowing: Narrowing, timezone: string): CallsWanted {
  const { campaign, agent, from, to, score_min, score_max } = narrowing;
  const all: CallsWanted = {
    scorecard_version_id: version,
    campaign_id: campaign,
    agent_id: agent,
    started_from: from && dayStart(from, timezone),
    started_to: to && dayStart(dayAfter(to), timezone),
    score_min,
    score_max,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

/** Of a problem's `call_ids.3`, the fourth call. */
export function refusedCall(
  field: string | null | undefined,
  ids: readonly string[],
): string | undefined {
  const place = /(?:^|\.)call_ids\.(\d+)$/.exec(field ?? "")?.[1];
  return place === undefined ? undefined : ids[Number(place)];
}

/** The filters of the queue: in the address bar, and as the server wants them. Pure. */
import type { Lane, RecordingState } from "../../lib/api";
import type { operations } from "../../lib/api-types";

export type QueueQuery = NonNullable<operations["list_queued_recordings"]["parameters"]["query"]>;

export interface Filters {
  states: RecordingState[];
  campaign: string | null;
  lane: Lane | null;
}

export const STATES = [
  "transcribing",
  "waiting",
  "paused",
  "set_aside",
  "cancelled",
  "transcribed",
] as const satisfies RecordingState[];

export const LANES = ["review", "live", "backlog"] as const satisfies Lane[];

export const PAGE_SIZE = 25;

/** The address of the recordings that somebody must look after. */
export const SET_ASIDE = "?state=set_aside";

export function readFilters(params: URLSearchParams): Filters {
  const wanted = params.getAll("state");
  return {
    states: STATES.filter((state) => wanted.includes(state)),
    campaign: params.get("campaign") || null,
    lane: LANES.find((lane) => lane === params.get("lane")) ?? null,
  };
}

/** The address bar's part for `filters`; the page is not kept, for the list is another. */
export function writeFilters({ states, campaign, lane }: Filters): URLSearchParams {
  const params = new URLSearchParams(states.map((state) => ["state", state]));
  if (campaign) params.set("campaign", campaign);
  if (lane) params.set("lane", lane);
  return params;
}

export function isFiltered(filters: Filters): boolean {
  return writeFilters(filters).size > 0;
}

export function toQuery(filters: Filters, cursor: string | null): QueueQuery {
  return {
    limit: PAGE_SIZE,
    ...(filters.states.length > 0 && { state: filters.states }),
    ...(filters.campaign && { campaign_id: filters.campaign }),
    ...(filters.lane && { lane: filters.lane }),
    ...(cursor && { cursor }),
  };
}

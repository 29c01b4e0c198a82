/** The filters of the calls list: in the address bar, and as the server wants them. Pure. */
import type { CallState } from "../../lib/api";
import type { operations } from "../../lib/api-types";
import { dayAfter, dayStart, isDay } from "../../lib/day";

export type CallsQuery = NonNullable<operations["list_calls"]["parameters"]["query"]>;

export interface Filters {
  unit: string | null;
  agent: string | null;
  campaign: string | null;
  /** First and last day, both included, in the reader's zone. */
  from: string | null;
  to: string | null;
  state: CallState | null;
  outcome: string | null;
  connected: "yes" | "no" | null;
  verdict: "passed" | "failed" | null;
  fatal: boolean;
  q: string | null;
}

export const CALL_STATES = [
  "dialing",
  "ringing",
  "talking",
  "held",
  "ended",
] as const satisfies CallState[];

export const OUTCOMES = [
  "sale",
  "callback",
  "refused",
  "complaint",
  "wrong_number",
  "no_answer",
  "busy",
  "voicemail",
  "rejected",
  "unreachable",
] as const;

export const PAGE_SIZE = 50;

export function readFilters(params: URLSearchParams): Filters {
  const from = params.get("from");
  const to = params.get("to");
  return {
    unit: params.get("unit") || null,
    agent: params.get("agent") || null,
    campaign: params.get("campaign") || null,
    from: isDay(from) ? from : null,
    to: isDay(to) ? to : null,
    state: oneOf(CALL_STATES, params.get("state")),
    outcome: params.get("outcome") || null,
    connected: oneOf(["yes", "no"] as const, params.get("connected")),
    verdict: oneOf(["passed", "failed"] as const, params.get("verdict")),
    fatal: params.get("fatal") === "1",
    q: params.get("q") || null,
  };
}

/** The address bar's part for `filters`; the page number is not kept, for the list is another. */
export function writeFilters(filters: Filters): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value === true) params.set(name, "1");
    else if (typeof value === "string" && value !== "") params.set(name, value);
  }
  return params;
}

export function isFiltered(filters: Filters): boolean {
  return writeFilters(filters).size > 0;
}

export function toQuery(filters: Filters, timezone: string, cursor: string | null): CallsQuery {
  const all: CallsQuery = {
    unit_id: filters.unit,
    agent_id: filters.agent,
    campaign_id: filters.campaign,
    started_from: filters.from && dayStart(filters.from, timezone),
    started_to: filters.to && dayStart(dayAfter(filters.to), timezone),
    state: filters.state,
    outcome: filters.outcome,
    connected: filters.connected && filters.connected === "yes",
    passed: filters.verdict && filters.verdict === "passed",
    fatal: filters.fatal || null,
    q: filters.q,
    cursor,
    limit: PAGE_SIZE,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function oneOf<Option extends string>(
  options: readonly Option[],
  text: string | null,
): Option | null {
  return options.find((option) => option === text) ?? null;
}

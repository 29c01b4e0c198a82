/** Where what an alert is about can be looked at. Pure. */
import type { Alert } from "./queries";

export interface Place {
  to: string;
  /** Name of its sentence in the translations, under `alerts`. */
  word: "open_call" | "open_source" | "open_campaign" | "on_board" | "open_agent";
  at_s?: number | null;
}

type Known = Pick<
  Alert,
  "subject_kind" | "unit_id" | "agent_id" | "campaign_id" | "source_id" | "call_id" | "start_s"
>;

/** The place that says most: the call at its second, the source, the agent's tile. */
export function placeOf(alert: Known): Place {
  const { subject_kind, unit_id, agent_id, campaign_id, source_id, call_id, start_s } = alert;
  if (subject_kind === "source" && source_id)
    return { to: `/sources/${source_id}`, word: "open_source" };
  if (call_id) {
    const second = start_s === null ? "" : `?${new URLSearchParams({ t: start_s.toFixed(1) })}`;
    return { to: `/calls/${call_id}${second}`, word: "open_call", at_s: start_s };
  }
  if (subject_kind === "campaign" && campaign_id)
    return { to: `/calls?campaign=${campaign_id}`, word: "open_campaign" };
  if (agent_id) return { to: `/boards/${unit_id}?agent=${agent_id}`, word: "on_board" };
  return { to: `/boards/${unit_id}`, word: "on_board" };
}

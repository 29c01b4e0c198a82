/** Which alerts are shown: in the address bar, and as the server wants it. Pure. */
import { type AlertKind, kindOf } from "../../components/alerts/kinds";
import { SEVERITIES, type Severity } from "../../components/alerts/severities";
import { dayAfter, dayStart, isDay } from "../../lib/day";
import type { Alert, AlertsQuery } from "./queries";

export const VIEWS = ["open", "history"] as const;
export type View = (typeof VIEWS)[number];

/** Open ones are sorted by need, which only a whole list can be. */
const SIZES: Record<View, number> = { open: 100, history: 50 };

export interface Filters {
  view: View;
  severity: Severity | null;
  kind: AlertKind | null;
  unit: string | null;
  agent: string | null;
  /** Calendar days, both included; of the history only. */
  from: string | null;
  to: string | null;
}

export function readFilters(params: URLSearchParams): Filters {
  const [from, to] = [params.get("from"), params.get("to")];
  return {
    view: VIEWS.find((one) => one === params.get("view")) ?? "open",
    severity: SEVERITIES.find((one) => one === params.get("severity")) ?? null,
    kind: kindOf(params.get("kind") ?? "") ?? null,
    unit: params.get("unit") || null,
    agent: params.get("agent") || null,
    from: isDay(from) ? from : null,
    to: isDay(to) ? to : null,
  };
}

/** The address bar's part for `filters`; the page is not kept, for the list is another. */
export function writeFilters({ view, ...rest }: Filters): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== "open") params.set("view", view);
  for (const [name, value] of Object.entries(rest)) if (value) params.set(name, value);
  return params;
}

/** Whether anything but the view narrows the list. */
export function isNarrowed({ view: _, ...rest }: Filters): boolean {
  return Object.values(rest).some(Boolean);
}

export function toQuery(filters: Filters, timezone: string, cursor: string | null): AlertsQuery {
  const { view, severity, kind, unit, agent, from, to } = filters;
  const past = view === "history";
  return {
    state: past ? "over" : "open",
    limit: SIZES[view],
    ...(severity && { severity }),
    ...(kind && { kind }),
    ...(unit && { unit_id: unit }),
    ...(agent && { agent_id: agent }),
    ...(past && from && { from: dayStart(from, timezone) }),
    ...(past && to && { to: dayStart(dayAfter(to), timezone) }),
    ...(cursor && { cursor }),
  };
}

type Needing = Pick<Alert, "severity" | "raised_at" | "acknowledged_at">;

/** What nobody sees to before what somebody does, then the gravest, then the newest. */
export function byNeed<One extends Needing>(alerts: readonly One[]): One[] {
  const acknowledged = (one: One) => (one.acknowledged_at ? 1 : 0);
  const grave = (one: One) => SEVERITIES.indexOf(one.severity);
  return alerts.toSorted(
    (a, b) =>
      acknowledged(a) - acknowledged(b) ||
      grave(a) - grave(b) ||
      Date.parse(b.raised_at) - Date.parse(a.raised_at),
  );
}

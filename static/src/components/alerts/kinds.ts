/** What alerts are about, and in which unit each counts. Pure. */

/** As rules offer them: states, rates, dialers, what was said, whom one called. */
export const KINDS = [
  "idle",
  "call",
  "wrap_up",
  "break",
  "abandon_rate",
  "connect_rate",
  "source_silent",
  "fatal_hit",
  "outside_hours",
  "too_often",
  "refused_called",
] as const;

export type AlertKind = (typeof KINDS)[number];

export type Measure = "minutes" | "percent" | "times" | "days" | "none";

export const MEASURES: Record<AlertKind, Measure> = {
  idle: "minutes",
  call: "minutes",
  wrap_up: "minutes",
  break: "minutes",
  abandon_rate: "percent",
  connect_rate: "percent",
  source_silent: "minutes",
  fatal_hit: "none",
  outside_hours: "none",
  too_often: "times",
  refused_called: "days",
};

/** What the server calls it, if this client knows it. */
export function kindOf(rule_kind: string): AlertKind | undefined {
  return KINDS.find((one) => one === rule_kind);
}

/** Of these more is better: the limit is the least that is right. */
export function isFloor(kind: AlertKind): boolean {
  return kind === "connect_rate" || kind === "refused_called";
}

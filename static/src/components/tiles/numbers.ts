/** One number of a tile: what it is, how it is written, whether it wants looking at. Pure. */
import type { TileMetric, TileThresholds } from "../../lib/api";
import { type Format, formatDuration, NO_VALUE, ratio } from "../../lib/format";
import { abandonRate, averageScore, connectRate, conversion } from "../board/figures";
import type { Period } from "../board/periods";
import type { Scoped } from "./scope";

export const TILE_METRICS = [
  "dials",
  "connects",
  "connect_rate",
  "effective_talks",
  "sales",
  "conversion",
  "talk",
  "wrap",
  "score",
  "fatal",
  "abandon_rate",
  "service_level",
  "online",
  "talking",
] as const satisfies readonly TileMetric[];

const SHARES: readonly TileMetric[] = [
  "connect_rate",
  "conversion",
  "abandon_rate",
  "service_level",
];
const TIMES: readonly TileMetric[] = ["talk", "wrap"];
const PEOPLE: readonly TileMetric[] = ["online", "talking"];

export const isShare = (metric: TileMetric) => SHARES.includes(metric);
export const isTime = (metric: TileMetric) => TIMES.includes(metric);
/** Agents as they are now: neither a period nor a campaign narrows them. */
export const isPeople = (metric: TileMetric) => PEOPLE.includes(metric);

export function numberOf(metric: TileMetric, scope: Scoped, period: Period): number | null {
  switch (metric) {
    case "online":
      return scope.agents.filter(({ state }) => state !== "offline").length;
    case "talking":
      return scope.agents.filter(({ state }) => state === "talking").length;
  }
  const tally = scope.tally(period);
  switch (metric) {
    case "dials":
    case "connects":
    case "effective_talks":
    case "sales":
      return tally[metric];
    case "talk":
      return tally.talk_s;
    case "wrap":
      return tally.wrap_s;
    case "fatal":
      return tally.fatal_hits;
    case "connect_rate":
      return connectRate(tally);
    case "conversion":
      return conversion(tally);
    case "score":
      return averageScore(tally);
    case "abandon_rate":
      return abandonRate(tally);
    case "service_level":
      return ratio(tally.in_time, tally.queued);
  }
}

export function writeNumber(metric: TileMetric, value: number | null, format: Format): string {
  if (value === null) return NO_VALUE;
  if (isShare(metric)) return format.percent(value);
  if (isTime(metric)) return formatDuration(value);
  return metric === "score" ? format.score(value) : format.count(value);
}

export type Level = "fine" | "look" | "act";

/** `look` from amber on, `act` from red on; nothing is no reason for either. */
export function levelOf(
  value: number | null,
  thresholds: TileThresholds | null | undefined,
): Level {
  if (value === null || !thresholds) return "fine";
  const { amber, red, direction } = thresholds;
  const passes = (limit: number) => (direction === "above" ? value >= limit : value <= limit);
  if (passes(red)) return "act";
  return passes(amber) ? "look" : "fine";
}

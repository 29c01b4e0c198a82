/** What a preview says, in few numbers. Pure. */
import type { PlanPreview } from "./queries";

type Agent = PlanPreview["by_agent"][number];

export interface Spread {
  least: number;
  median: number;
  most: number;
  /** Agents who have calls, and of whom none would be drawn. */
  without: number;
}

/** How evenly the calls that are drawn spread over agents; null where there are none. */
export function spreadOf(agents: readonly Agent[]): Spread | null {
  const counts = agents.map(({ chosen }) => chosen).toSorted((a, b) => a - b);
  const [least] = counts;
  const most = counts.at(-1);
  if (least === undefined || most === undefined) return null;
  return {
    least,
    median: medianOf(counts),
    most,
    without: counts.filter((one) => one === 0).length,
  };
}

function medianOf(sorted: readonly number[]): number {
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? 0;
  const lower = sorted[Math.ceil(half) - 1] ?? 0;
  return (lower + upper) / 2;
}

/** The part of the plan that a problem's field is of: `body.layers.0.risk.count` is of layer 0. */
export function partOf(field: string | null | undefined): { part: string; layer: number | null } {
  const [part = "", place] = (field ?? "").replace(/^body\.(?:body\.)?/, "").split(".");
  const layer = part === "layers" && place !== undefined && /^\d+$/.test(place);
  return { part, layer: layer ? Number(place) : null };
}

/** What a wall cheers for: sales as they come, and records as they fall. Pure. */

import type { BoardState } from "../../components/board/board";
import { total } from "../../components/board/figures";
import type { SaleCard, WallComparison } from "../../lib/api";

export type Joy =
  | { kind: "sale"; key: string; name: string; amount: number | null; currency: string | null }
  | { kind: "record"; key: string; name: string; metric: "dials" | "sales"; number: number };

export interface Joys {
  /** The day that is watched; null before the first snapshot. */
  day: string | null;
  /** Sales that were there when we looked last. */
  sales: ReadonlySet<string>;
  /** Records of this day that have fallen; null until the records are known. */
  fallen: ReadonlySet<string> | null;
  /** What is still to be cheered for, the oldest first. */
  waiting: readonly Joy[];
}

export const noJoys: Joys = { day: null, sales: new Set(), fallen: null, waiting: [] };

const WAITING_MOST = 5;
/** A sale that was recorded later than this is no news. */
const FRESH_MS = 10 * 60_000;

type Records = WallComparison["records"];

/** What is there anew on the board. The first look, and the first of a day, is no news at all. */
export function look(joys: Joys, state: BoardState, records: Records | undefined): Joys {
  const day = state.board?.day_starts_at ?? null;
  if (day === null) return joys;
  const isFirst = day !== joys.day;
  const sales = new Set(state.sales.keys());
  const sold = isFirst ? [] : newSales(joys.sales, state);
  const known = isFirst ? null : joys.fallen;
  const broken = records ? fallen(state, records) : [];
  const fell = known ? broken.filter(({ key }) => !known.has(key)) : [];
  return {
    day,
    sales,
    fallen: records ? new Set(broken.map(({ key }) => key)) : known,
    waiting: [...joys.waiting, ...sold, ...fell].slice(-WAITING_MOST),
  };
}

/** What is cheered for together: a record by itself, else all sales that wait. */
export function nextCheer({ waiting }: Joys): readonly Joy[] {
  const [first] = waiting;
  if (!first || first.kind === "record") return waiting.slice(0, 1);
  return waiting.filter(({ kind }) => kind === "sale");
}

/** These have been cheered for. */
export function cheered(joys: Joys, done: readonly Joy[]): Joys {
  return { ...joys, waiting: joys.waiting.filter((joy) => !done.includes(joy)) };
}

function newSales(known: ReadonlySet<string>, { sales, as_of_ms }: BoardState): Joy[] {
  return [...sales.values()]
    .filter(({ key, sold_at }) => !known.has(key) && as_of_ms - Date.parse(sold_at) < FRESH_MS)
    .toSorted((a, b) => Date.parse(a.sold_at) - Date.parse(b.sold_at))
    .map(joyOf);
}

function joyOf({ key, agent_name, amount, currency }: SaleCard): Joy {
  return { kind: "sale", key, name: agent_name ?? "", amount, currency };
}

function fallen(state: BoardState, records: Records): Joy[] {
  return records.flatMap((record) => {
    const { agent_id, metric, number } = record;
    if (metric !== "dials" && metric !== "sales") return [];
    const reached = reachedToday(state, agent_id, metric);
    if (number <= 0 || reached <= number) return [];
    const key = `${metric}/${agent_id ?? "all"}`;
    return [
      { kind: "record" as const, key, name: nameOf(state, agent_id), metric, number: reached },
    ];
  });
}

function reachedToday(state: BoardState, agentId: string | null, metric: "dials" | "sales") {
  if (agentId === null) return total(state.units.values())[metric];
  return state.agents.get(agentId)?.today[metric] ?? 0;
}

function nameOf({ agents, board }: BoardState, agentId: string | null): string {
  return (agentId === null ? board?.name : agents.get(agentId)?.name) ?? "";
}

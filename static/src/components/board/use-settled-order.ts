import { type RefObject, useEffect, useState } from "react";
import type { AgentCard } from "../../lib/api";
import { useClockHand } from "../../lib/now";
import { usePreferences } from "../../lib/preferences";
import { type Attention, type Sort, sortAgents } from "./figures";

const RESORT_MS = 10_000;

/** What else decides the order; the clock is this computer's and `offset_ms` ahead of it the server's. */
export interface Order extends Omit<Attention, "now_ms"> {
  offset_ms: number;
}

/**
 * Agents in the wanted order, which stays put while people read it.
 *
 * It is made anew when somebody comes, goes, is pinned, raises an alert or breaks a fatal
 * rule, else every ten seconds, and never under the pointer or the keyboard focus.
 */
export function useSettledOrder(
  agents: readonly AgentCard[],
  sort: Sort,
  grid: RefObject<HTMLElement | null>,
  { offset_ms, alarmed, pinned }: Order,
): AgentCard[] {
  const { language } = usePreferences();
  const clock = useClockHand();
  const round = useRounds(grid);
  const fatal = agents.reduce((sum, { today }) => sum + today.fatal_hits, 0);
  const set = agents.map(({ key }) => key).join();
  const reason = [sort, language, round, fatal, set, [...alarmed].join(), pinned.join()].join("|");

  const [settled, setSettled] = useState({ reason: "", keys: [] as string[] });
  if (settled.reason !== reason) {
    // Impure, and harmless: the order is settled, and made anew only for a reason.
    const attention = { now_ms: clock.read() + offset_ms, alarmed, pinned };
    setSettled({
      reason,
      keys: sortAgents(agents, sort, language, attention).map(({ key }) => key),
    });
  }

  const byKey = new Map(agents.map((card) => [card.key, card]));
  return settled.keys.flatMap((key) => byKey.get(key) ?? []);
}

function useRounds(grid: RefObject<HTMLElement | null>): number {
  const [round, setRound] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!grid.current?.matches(":hover, :focus-within")) setRound((count) => count + 1);
    }, RESORT_MS);
    return () => clearInterval(timer);
  }, [grid]);
  return round;
}

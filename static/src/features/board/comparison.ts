/** The board's day beside other days, asked for now and then: what changes by the second is live. */
import { useQuery } from "@tanstack/react-query";

import { api, ask, type Comparison, type MetricNumbers } from "../../lib/api";
import type { Shown } from "./shown";

const EVERY_MS = 60_000;

export type Versus = "yesterday" | "week_ago";

export function readVersus(text: string | null): Versus {
  return text === "week_ago" ? "week_ago" : "yesterday";
}

/** Of the team chosen, or the whole board. Agents have no sums to compare. */
export function useComparison({ team, board, allTeams }: Shown): Comparison | undefined {
  const id = team ?? board.id;
  const { data } = useQuery({
    queryKey: ["board", id, "comparison"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/boards/{board_id}/comparison", {
          params: { path: { board_id: id } },
          signal,
        }),
      ),
    refetchInterval: EVERY_MS,
    enabled: allTeams.length > 0,
  });
  return data;
}

/** What the other day had by this time; null where that day had no calls. */
export function byNow(comparison: Comparison | undefined, versus: Versus): MetricNumbers | null {
  const numbers = comparison?.[versus].by_now;
  return numbers && numbers.dials > 0 ? numbers : null;
}

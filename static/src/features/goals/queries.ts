/** What the page of goals reads and asks. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask, type GoalIn } from "../../lib/api";
import type { operations } from "../../lib/api-types";

export type GoalsQuery = NonNullable<operations["list_goals"]["parameters"]["query"]>;

const KEY = ["goals"] as const;
const ALL = 500;
const LONG_MS = 60_000;

export function useGoals(query: GoalsQuery) {
  return useQuery({
    queryKey: [...KEY, "listed", query],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/goals", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** Units in sight: each has a board, and may have goals. */
export function useUnits() {
  return useQuery({
    queryKey: ["boards"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/boards", { params: { query: { limit: 200 } }, signal })),
    staleTime: LONG_MS,
  });
}

/** Who works in a unit and below it now. */
export function useAgents(unit_id: string | undefined) {
  return useQuery({
    queryKey: [...KEY, "agents", unit_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/boards/{board_id}", {
          params: { path: { board_id: unit_id ?? "" } },
          signal,
        }),
      ),
    select: ({ cards }) =>
      cards
        .filter((card) => card.kind === "agent")
        .map(({ key, name, unit_id: team }) => ({ id: key, name, team })),
    enabled: unit_id !== undefined,
    staleTime: LONG_MS,
  });
}

export function useCampaigns() {
  return useQuery({
    queryKey: [...KEY, "campaigns"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/campaigns", {
          params: { query: { archived: false, limit: ALL } },
          signal,
        }),
      ),
    staleTime: LONG_MS,
  });
}

/** Sets goals one after the other; `onSet` hears how many stand. One that is set again is the same. */
export function useSetGoals(onSet: (count: number) => void) {
  const changed = useChanged();
  return useMutation({
    mutationFn: async (goals: readonly GoalIn[]) => {
      for (const [place, body] of goals.entries()) {
        await ask(api.POST("/api/v1/goals", { body }));
        onSet(place + 1);
      }
    },
    onSettled: changed,
  });
}

export function useEndGoal() {
  const changed = useChanged();
  return useMutation({
    mutationFn: (goal_id: string) =>
      ask(api.DELETE("/api/v1/goals/{goal_id}", { params: { path: { goal_id } } })),
    onSettled: changed,
  });
}

/** Boards tell of goals, too. */
function useChanged() {
  const client = useQueryClient();
  return async () => {
    await client.invalidateQueries({ queryKey: KEY });
    await client.invalidateQueries({ queryKey: ["board"] });
  };
}

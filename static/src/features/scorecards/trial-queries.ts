/** Backtests and re-scores: asked for, watched, read. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { HitChange, TrialState } from "./types";

const BACKTESTS = ["backtests"] as const;
const RESCORES = ["rescores"] as const;
const LOOK_MS = 1_500;
const SHOWN = 20;

export interface Asked {
  scorecard_id: string;
  number: number;
  from_date: string;
  until_date: string;
  campaign_ids: string[];
  unit_ids: string[];
}

export function isMoving(state: TrialState): state is "queued" | "running" {
  return state === "queued" || state === "running";
}

interface Trials {
  items: { state: TrialState }[];
}

/** Looks again while anything on the list moves. */
function whileMoving({ state }: { state: { data: Trials | undefined } }): number | false {
  return state.data?.items.some((one) => isMoving(one.state)) ? LOOK_MS : false;
}

export function useBacktests(scorecard_id: string) {
  return useQuery({
    queryKey: [...BACKTESTS, scorecard_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/backtests", {
          params: { query: { scorecard_id, limit: SHOWN } },
          signal,
        }),
      ),
    refetchInterval: whileMoving,
  });
}

export function useRescores(scorecard_id: string) {
  return useQuery({
    queryKey: [...RESCORES, scorecard_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/rescores", { params: { query: { scorecard_id, limit: SHOWN } }, signal }),
      ),
    refetchInterval: whileMoving,
  });
}

export interface CallsWanted {
  rule: string | null;
  change: HitChange | null;
  /** Draw so many by lot. */
  sample: number | null;
}

/** `done` is part of the question: the answer grows while the backtest runs. */
export function useBacktestCalls(
  backtest_id: string,
  { rule, change, sample }: CallsWanted,
  limit: number,
  done: number,
) {
  return useQuery({
    queryKey: [...BACKTESTS, backtest_id, "calls", rule, change, sample, limit, done],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/backtests/{backtest_id}/calls", {
          params: {
            path: { backtest_id },
            query: {
              limit,
              ...(rule && { rule }),
              ...(change && { change }),
              ...(sample && { sample }),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

function useChange<Wish, Made>(key: readonly string[], change: (wish: Wish) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
}

export function useStartBacktest() {
  return useChange(BACKTESTS, (body: Asked) => ask(api.POST("/api/v1/backtests", { body })));
}

export function useCancelBacktest() {
  return useChange(BACKTESTS, (backtest_id: string) =>
    ask(api.POST("/api/v1/backtests/{backtest_id}/cancel", { params: { path: { backtest_id } } })),
  );
}

export function useStartRescore() {
  return useChange(RESCORES, (body: Asked & { name: string }) =>
    ask(api.POST("/api/v1/rescores", { body })),
  );
}

export function useCancelRescore() {
  return useChange(RESCORES, (rescore_id: string) =>
    ask(api.POST("/api/v1/rescores/{rescore_id}/cancel", { params: { path: { rescore_id } } })),
  );
}

export function useAdoptRescore() {
  return useChange(RESCORES, (rescore_id: string) =>
    ask(api.POST("/api/v1/rescores/{rescore_id}/adopt", { params: { path: { rescore_id } } })),
  );
}

export function useUnits() {
  return useQuery({
    queryKey: ["units"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/units", { params: { query: { limit: 500 } }, signal })),
    staleTime: 5 * 60_000,
  });
}

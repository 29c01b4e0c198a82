/** What the sampling page reads from the server, and what it asks of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { TASKS } from "../../components/queue/inspectors";
import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Plan = Schemas["PlanOut"];
export type PlanBody = Schemas["PlanBody"];
export type PlanLayer = PlanBody["layers"][number];
export type EventLayer = Schemas["EventLayer"];
export type RiskLayer = Schemas["RiskLayer"];
export type Draw = Schemas["DrawSummaryOut"];
export type Coverage = Schemas["CoverageOut"];
export type PlanPreview = Schemas["PlanPreviewOut"];
export type PlanProgress = Schemas["PlanProgressOut"];

const PLANS = ["samples", "plans"] as const;
const DRAWS = ["samples", "draws"] as const;
const OFTEN_MS = 30_000;
const ALL = 500;
const MANY = 200;
const LONG_MS = 5 * 60_000;

export function usePlans(cursor: string | null) {
  return useQuery({
    queryKey: [...PLANS, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/samples/plans", {
          params: { query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Of this period. */
export function usePlanProgress(plan_id: string) {
  return useQuery({
    queryKey: [...TASKS, "progress", plan_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/samples/plans/{plan_id}/progress", {
          params: { path: { plan_id }, query: { periods: 1 } },
          signal,
        }),
      ),
    select: ({ items }) => items[0],
    refetchInterval: OFTEN_MS,
  });
}

export function useDraws(plan_id: string | null, cursor: string | null) {
  return useQuery({
    queryKey: [...DRAWS, "list", plan_id, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/samples/draws", {
          params: { query: { ...(plan_id && { plan_id }), ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useDraw(draw_id: string) {
  return useQuery({
    queryKey: [...DRAWS, "one", draw_id],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/samples/draws/{draw_id}", { params: { path: { draw_id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Only when asked: it proves what is stored at that moment. */
export function useRecompute(draw_id: string) {
  return useMutation({
    mutationFn: () =>
      ask(api.GET("/api/v1/samples/draws/{draw_id}/recompute", { params: { path: { draw_id } } })),
  });
}

interface CoverageWanted {
  /** Instants; `to` is the first that is too late. */
  from: string;
  to: string;
  unit: string | null;
  cursor: string | null;
}

/** Below the key of the queue: it changes with every review that is finished. */
export function useCoverage({ from, to, unit, cursor }: CoverageWanted) {
  return useQuery({
    queryKey: [...TASKS, "coverage", from, to, unit, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/samples/coverage", {
          params: {
            query: { from, to, ...(unit && { unit_id: unit }), ...(cursor && { cursor }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** What a plan would have chosen; the last answer stays until the next is there. */
export function usePlanPreview(wanted: Schemas["PlanPreviewIn"], enabled: boolean) {
  return useQuery({
    queryKey: ["samples", "preview", wanted],
    queryFn: ({ signal }) =>
      ask(api.POST("/api/v1/samples/plans/preview", { body: wanted, signal })),
    enabled,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

/** A change, after which plans, draws and the queue are looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([PLANS, DRAWS, TASKS].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function useAddPlan() {
  return useChange((body: Schemas["PlanIn"]) => ask(api.POST("/api/v1/samples/plans", { body })));
}

export function useChangePlan() {
  return useChange(({ plan_id, ...body }: Schemas["PlanChangeIn"] & { plan_id: string }) =>
    ask(api.PATCH("/api/v1/samples/plans/{plan_id}", { params: { path: { plan_id } }, body })),
  );
}

export function useArchivePlan() {
  return useChange((plan_id: string) =>
    ask(api.DELETE("/api/v1/samples/plans/{plan_id}", { params: { path: { plan_id } } })),
  );
}

export function useDrawNow() {
  return useChange((plan_id: string) =>
    ask(api.POST("/api/v1/samples/plans/{plan_id}/draw", { params: { path: { plan_id } } })),
  );
}

/** What a plan can be narrowed to. */
export function usePlaces() {
  return useQuery({
    queryKey: ["places", "sampling"],
    queryFn: async ({ signal }) => {
      const query = { limit: ALL };
      const [units, campaigns] = await Promise.all([
        ask(api.GET("/api/v1/units", { params: { query }, signal })),
        ask(api.GET("/api/v1/campaigns", { params: { query }, signal })),
      ]);
      return { units: units.items, campaigns: campaigns.items };
    },
    staleTime: LONG_MS,
  });
}

/** Rules and word packs that an event can be about. */
export function useRulesAndPacks() {
  return useQuery({
    queryKey: ["places", "rules"],
    queryFn: async ({ signal }) => {
      const query = { limit: MANY };
      const [rules, packs] = await Promise.all([
        ask(api.GET("/api/v1/rules/precision", { params: { query }, signal })),
        ask(api.GET("/api/v1/word_packs", { params: { query }, signal })),
      ]);
      const byKey = new Map(rules.items.map(({ rule_key, rule_name }) => [rule_key, rule_name]));
      return {
        rules: [...byKey].map(([value, label]) => ({ value, label })),
        packs: packs.items.map(({ key, name }) => ({ value: key, name })),
      };
    },
    staleTime: LONG_MS,
  });
}

/** What the pages about alert rules read from the server, and what they ask of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { ALERTS } from "../../components/alerts/queries";
import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Rule = Schemas["AlertRuleOut"];
export type RuleWish = Schemas["AlertRuleIn"];
export type RuleChange = Schemas["AlertRuleChangeIn"];
export type RuleTrial = Schemas["AlertRulePreviewIn"];
export type RulePreview = Schemas["AlertRulePreviewOut"];

const RULES = ["alert-rules"] as const;
const LONG_MS = 5 * 60_000;
const PAGE = 50;
const MANY = 200;

export function useRules(cursor: string | null) {
  return useQuery({
    queryKey: [...RULES, "listed", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/alert-rules", {
          params: { query: { limit: PAGE, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** A change, after which rules and alerts are looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([RULES, ALERTS].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function useAddRule() {
  return useChange((body: RuleWish) => ask(api.POST("/api/v1/alert-rules", { body })));
}

export function useChangeRule() {
  return useChange(({ rule_id, ...body }: RuleChange & { rule_id: string }) =>
    ask(api.PATCH("/api/v1/alert-rules/{rule_id}", { params: { path: { rule_id } }, body })),
  );
}

export function useDeleteRule() {
  return useChange((rule_id: string) =>
    ask(api.DELETE("/api/v1/alert-rules/{rule_id}", { params: { path: { rule_id } } })),
  );
}

/** How often a rule would have been raised; the last answer stays until the next is there. */
export function useRulePreview(wanted: RuleTrial, enabled: boolean) {
  return useQuery({
    queryKey: [...RULES, "preview", wanted],
    queryFn: ({ signal }) => ask(api.POST("/api/v1/alert-rules/preview", { body: wanted, signal })),
    enabled,
    retry: false,
    placeholderData: keepPreviousData,
  });
}

/** Rules of scorecards that alerts can be about. */
export function useScorecardRules(wanted: boolean) {
  return useQuery({
    queryKey: ["places", "scorecard-rules"],
    queryFn: async ({ signal }) => {
      const { items } = await ask(
        api.GET("/api/v1/rules/precision", { params: { query: { limit: MANY } }, signal }),
      );
      const byKey = new Map(items.map(({ rule_key, rule_name }) => [rule_key, rule_name]));
      return [...byKey].map(([value, label]) => ({ value, label }));
    },
    enabled: wanted,
    staleTime: LONG_MS,
  });
}

/** Dialers that may fall silent. */
export function useSources(wanted: boolean) {
  return useQuery({
    queryKey: ["places", "sources"],
    queryFn: async ({ signal }) => {
      const { items } = await ask(
        api.GET("/api/v1/sources", { params: { query: { limit: MANY } }, signal }),
      );
      return items.map(({ id, name }) => ({ value: id, label: name }));
    },
    enabled: wanted,
    staleTime: LONG_MS,
  });
}

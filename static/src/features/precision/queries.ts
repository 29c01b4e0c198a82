/** What the page about rules reads, and what it asks. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

export type RulePrecision = components["schemas"]["RulePrecisionOut"];
export type Told = components["schemas"]["ToldOut"];
export type Rejection = components["schemas"]["RejectionOut"];

const KEY = ["precision"] as const;

export function useRules(scorecardId: string | null, cursor: string | null) {
  return useQuery({
    queryKey: [...KEY, "rules", scorecardId, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/rules/precision", {
          params: {
            query: {
              limit: 50,
              ...(scorecardId && { scorecard_id: scorecardId }),
              ...(cursor && { cursor }),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useCards() {
  return useQuery({
    queryKey: [...KEY, "cards"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/scorecards", { params: { query: { limit: 500 } }, signal })),
  });
}

export function useRejections({ scorecard_id, rule_key }: RulePrecision) {
  return useInfiniteQuery({
    queryKey: [...KEY, "rejections", scorecard_id, rule_key],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET("/api/v1/rules/rejections", {
          params: {
            query: { scorecard_id, rule_key, limit: 20, ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useMute() {
  return useActing((wish: { scorecard_id: string; rule_key: string; reason: string }) =>
    ask(api.POST("/api/v1/rules/mutes", { body: wish })),
  );
}

export function useLift() {
  return useActing((wish: { scorecard_id: string; rule_key: string }) =>
    ask(api.POST("/api/v1/rules/mutes/lift", { body: wish })),
  );
}

function useActing<Wish>(act: (wish: Wish) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** What the list of finished reviews reads, and what is done with it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components, operations } from "../../lib/api-types";

type Schemas = components["schemas"];

export type Finished = Schemas["ListedReviewOut"];
export type Policy = Schemas["ResultPolicyOut"];
export type PolicyWish =
  operations["change_result_policy"]["requestBody"]["content"]["application/json"];

const KEY = ["finished"] as const;
const POLICY = [...KEY, "policy"] as const;

export interface Wanted {
  released: boolean | null;
  agent: string | null;
  campaign: string | null;
  cursor: string | null;
}

/** Those that count now: superseded ones are in the versions of their call. */
export function useFinished({ released, agent, campaign, cursor }: Wanted) {
  return useQuery({
    queryKey: [...KEY, "listed", released, agent, campaign, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/reviews", {
          params: {
            query: {
              state: "final",
              limit: 50,
              ...(released !== null && { released }),
              ...(agent && { agent_id: agent }),
              ...(campaign && { campaign_id: campaign }),
              ...(cursor && { cursor }),
            },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useRelease() {
  return useActing((review_ids: string[]) =>
    ask(api.POST("/api/v1/reviews/release", { body: { review_ids } })),
  );
}

export function usePolicy() {
  return useQuery({
    queryKey: POLICY,
    queryFn: ({ signal }) => ask(api.GET("/api/v1/result-policy", { signal })),
  });
}

export function useSavePolicy() {
  return useActing((body: PolicyWish) => ask(api.PATCH("/api/v1/result-policy", { body })));
}

export function useAgents() {
  return useQuery({
    queryKey: [...KEY, "agents"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/agents", { params: { query: { limit: 500 } }, signal })),
  });
}

export function useCampaigns() {
  return useQuery({
    queryKey: [...KEY, "campaigns"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/campaigns", { signal })),
  });
}

function useActing<Wish, Told>(act: (wish: Wish) => Promise<Told>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

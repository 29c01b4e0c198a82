/** What the scorecards screens read from the server, and what they ask of it. */
import {
  keepPreviousData,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";
import { asProblem } from "../../lib/problem";
import type { Body, Checked, PackWish, Version } from "./types";

export const SCORECARDS = ["scorecards"] as const;
const PACKS = ["word_packs"] as const;
const SLOWLY_MS = 60_000;
const MOST = 500;

export function useScorecards(cursor: string | null) {
  return useQuery({
    queryKey: [...SCORECARDS, "list", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/scorecards", {
          params: { query: { limit: 50, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Its name and where its versions stand. */
export function useScorecard(id: string) {
  return useQuery({
    queryKey: [...SCORECARDS, "all"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/scorecards", { params: { query: { limit: MOST } }, signal })),
    select: ({ items }) => items.find((one) => one.id === id) ?? null,
  });
}

export function useVersions(id: string) {
  return useQuery({
    queryKey: [...SCORECARDS, id, "versions"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/scorecards/{scorecard_id}/versions", {
          params: { path: { scorecard_id: id }, query: { limit: 200 } },
          signal,
        }),
      ) as Promise<{ items: Version[]; next?: string | null }>,
  });
}

function versionQuery(id: string, number: number | null | undefined) {
  return {
    queryKey: [...SCORECARDS, id, "version", number],
    queryFn: () => getVersion(id, number ?? 0),
    enabled: number != null,
  };
}

export function useVersion(id: string, number: number | null | undefined) {
  return useQuery(versionQuery(id, number));
}

/** The version calls are scored with, of each card in a list. */
export function usePublished(cards: readonly { id: string; published_version: number | null }[]) {
  return useQueries({
    queries: cards.map(({ id, published_version }) => versionQuery(id, published_version)),
    combine: (answers) => answers.map(({ data }) => data),
  });
}

export function getVersion(scorecard_id: string, number: number): Promise<Version> {
  return ask(
    api.GET("/api/v1/scorecards/{scorecard_id}/versions/{number}", {
      params: { path: { scorecard_id, number } },
    }),
  ) as Promise<Version>;
}

export function getYaml(scorecard_id: string, number: number): Promise<string> {
  return ask(
    api.GET("/api/v1/scorecards/{scorecard_id}/versions/{number}/yaml", {
      params: { path: { scorecard_id, number } },
      parseAs: "text",
    }),
  );
}

/** Words of packs are filled in when a version is published; a draft only names them. */
export function asDraft(body: Body): Body {
  const { packs: _, ...rest } = body;
  return rest;
}

export function checkText(text: string, signal?: AbortSignal): Promise<Checked> {
  return ask(
    api.POST("/api/v1/scorecards/check", {
      body: text as never,
      bodySerializer: (body: unknown) => body as string,
      headers: { "Content-Type": "text/yaml" },
      ...(signal && { signal }),
    }),
  );
}

/** Writes over `was` and nothing else: 409 where somebody else has written since. */
export function saveDraft(was: Version, body: Body): Promise<Version> {
  const { scorecard_id, number, digest } = was;
  return ask(
    api.PUT("/api/v1/scorecards/{scorecard_id}/versions/{number}", {
      params: { path: { scorecard_id, number }, query: { was: digest } },
      body: asDraft(body),
    }),
  ) as Promise<Version>;
}

/** Somebody else has written between what was read and what was asked for. */
export function isDraftChanged(error: unknown): boolean {
  return asProblem(error).type === "/problems/draft-changed";
}

/** A change, after which everything about scorecards is read again. */
function useChange<Wish, Made>(change: (wish: Wish) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(
        [SCORECARDS, PACKS, ["campaigns"]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

export function useCreateScorecard() {
  return useChange((name: string) => ask(api.POST("/api/v1/scorecards", { body: { name } })));
}

export function useAddVersion(scorecard_id: string) {
  return useChange(
    (body: Body) =>
      ask(
        api.POST("/api/v1/scorecards/{scorecard_id}/versions", {
          params: { path: { scorecard_id } },
          body: asDraft(body),
        }),
      ) as Promise<Version>,
  );
}

/** Publishes the draft whose digest is `was` and nothing newer. */
export function usePublish(scorecard_id: string) {
  return useChange(({ number, was }: { number: number; was: string }) =>
    ask(
      api.POST("/api/v1/scorecards/{scorecard_id}/versions/{number}/publish", {
        params: { path: { scorecard_id, number }, query: { was } },
      }),
    ),
  );
}

export function useRetire(scorecard_id: string) {
  return useChange((number: number) =>
    ask(
      api.POST("/api/v1/scorecards/{scorecard_id}/versions/{number}/retire", {
        params: { path: { scorecard_id, number } },
      }),
    ),
  );
}

export function useDiff(scorecard_id: string, number: number, against: number | null) {
  return useQuery({
    queryKey: [...SCORECARDS, scorecard_id, "diff", number, against],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/scorecards/{scorecard_id}/versions/{number}/diff", {
          params: { path: { scorecard_id, number }, query: { against: against ?? 0 } },
          signal,
        }),
      ),
    enabled: against !== null,
  });
}

export function useCampaigns() {
  return useQuery({
    queryKey: ["campaigns"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/campaigns", { params: { query: { limit: MOST } }, signal })),
    staleTime: SLOWLY_MS,
  });
}

export type Period = components["schemas"]["CampaignScorecardIn"];

/** Every campaign with the scorecards of its days. */
export function useCampaignCards() {
  const campaigns = useCampaigns();
  const items = campaigns.data?.items ?? [];
  return useQueries({
    queries: items.map(({ id }) => ({
      queryKey: ["campaigns", id, "scorecards"],
      queryFn: () =>
        ask(
          api.GET("/api/v1/campaigns/{campaign_id}/scorecards", {
            params: { path: { campaign_id: id } },
          }),
        ),
      staleTime: SLOWLY_MS,
    })),
    combine: (answers) => ({
      isPending: campaigns.isPending || answers.some(({ isPending }) => isPending),
      items: answers.flatMap(({ data }, at) => {
        const campaign = items[at];
        return campaign && data ? [{ campaign, cards: data.items }] : [];
      }),
    }),
  });
}

export function useSetCampaignCards() {
  return useChange(({ campaign_id, items }: { campaign_id: string; items: Period[] }) =>
    ask(
      api.PUT("/api/v1/campaigns/{campaign_id}/scorecards", {
        params: { path: { campaign_id } },
        body: { items },
      }),
    ),
  );
}

export function useSetFacts() {
  return useChange(({ campaign_id, facts }: { campaign_id: string; facts: Facts }) =>
    ask(
      api.PATCH("/api/v1/campaigns/{campaign_id}/facts", {
        params: { path: { campaign_id } },
        body: { facts },
      }),
    ),
  );
}

export type Facts = components["schemas"]["CampaignFactsIn"]["facts"];

export function usePacks() {
  return useQuery({
    queryKey: [...PACKS, "list"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/word_packs", { params: { query: { limit: MOST } }, signal })),
    staleTime: SLOWLY_MS,
  });
}

export function usePack(key: string | null) {
  return useQuery({
    queryKey: [...PACKS, key],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/word_packs/{key}", { params: { path: { key: key ?? "" } }, signal })),
    enabled: key !== null,
  });
}

export function useSavePack() {
  return useChange(({ key, pack }: { key: string; pack: PackWish }) =>
    ask(api.PUT("/api/v1/word_packs/{key}", { params: { path: { key } }, body: pack })),
  );
}

export function useDeletePack() {
  return useChange((key: string) =>
    ask(api.DELETE("/api/v1/word_packs/{key}", { params: { path: { key } } })),
  );
}

export function useRestorePack() {
  return useChange((key: string) =>
    ask(api.POST("/api/v1/word_packs/{key}/restore", { params: { path: { key } } })),
  );
}

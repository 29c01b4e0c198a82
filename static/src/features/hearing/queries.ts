/** What the transcription page reads from the server, and what it asks of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";
import type { QueueQuery } from "./filters";

/** How often the page looks again while somebody sees it. */
export const LOOK_S = 4;
const SLOWLY_MS = 60_000;

const KEY = ["hearing"] as const;

export function useHearing() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => ask(api.GET("/api/v1/hearing", { signal })),
    refetchInterval: LOOK_S * 1000,
  });
}

export function useQueue(query: QueueQuery) {
  return useQuery({
    queryKey: [...KEY, "recordings", query],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/hearing/recordings", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_S * 1000,
  });
}

/** Recordings that somebody hears now. */
export function useHeardNow() {
  return useQueue({ state: ["transcribing"], limit: 200 });
}

export function useCampaigns() {
  return useQuery({
    queryKey: ["campaigns"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/campaigns", { params: { query: { limit: 500 } }, signal })),
    staleTime: SLOWLY_MS,
  });
}

export function useSources() {
  return useQuery({
    queryKey: [...KEY, "sources"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/sources", { signal })),
    staleTime: SLOWLY_MS,
  });
}

/** A change, after which the whole page looks again. */
function useChange<Wish>(change: (wish: Wish) => Promise<unknown>, ...also: string[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(
        [[...KEY], ...also.map((key) => [key])].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** Null pauses everything. */
export function usePause() {
  return useChange((campaign_id: string | null) =>
    ask(api.POST("/api/v1/hearing/pauses", { body: { campaign_id } })),
  );
}

export function useResume() {
  return useChange((pause_id: string) =>
    ask(api.DELETE("/api/v1/hearing/pauses/{pause_id}", { params: { path: { pause_id } } })),
  );
}

export type Step = "hurry" | "cancel" | "retry";

export function useStep(recording_id: string) {
  const params = { path: { recording_id } };
  return useChange((step: Step) => {
    if (step === "hurry")
      return ask(api.POST("/api/v1/recordings/{recording_id}/hurry", { params }));
    if (step === "cancel")
      return ask(api.POST("/api/v1/recordings/{recording_id}/cancel", { params }));
    return ask(api.POST("/api/v1/recordings/{recording_id}/retry", { params }));
  });
}

export type CampaignWish = components["schemas"]["CampaignHearingIn"];

export function useSetCampaign(campaign_id: string) {
  return useChange(
    (body: CampaignWish) =>
      ask(
        api.PATCH("/api/v1/campaigns/{campaign_id}/hearing", {
          params: { path: { campaign_id } },
          body,
        }),
      ),
    "campaigns",
  );
}

export function useTurnSource(source_id: string) {
  return useChange((agent_channel: number) =>
    ask(
      api.PATCH("/api/v1/sources/{source_id}", {
        params: { path: { source_id } },
        body: { agent_channel },
      }),
    ),
  );
}

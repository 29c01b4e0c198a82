/** What the pages read of channels, and what they ask of them. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Channel = Schemas["AlertChannelOut"];
export type ChannelWish = Schemas["AlertChannelIn"];
export type ChannelChange = Schemas["AlertChannelChangeIn"];
export type ChannelKind = Schemas["ChannelKind"];
export type Address = ChannelWish["address"];
export type Outcome = Schemas["DeliveryOutcome"];
export type AlertDelivery = Schemas["AlertDeliveryOut"];

const CHANNELS = ["alert-channels"] as const;
const PAGE = 100;
const OFTEN_MS = 15_000;
const STALE_MS = 60_000;

export function useChannels(cursor: string | null, live = false) {
  return useQuery({
    queryKey: [...CHANNELS, "listed", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/alert-channels", {
          params: { query: { limit: PAGE, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: live ? 0 : STALE_MS,
    refetchInterval: live && OFTEN_MS,
  });
}

export function useDeliveries(channel_id: string, state: Outcome | null, cursor: string | null) {
  return useQuery({
    queryKey: [...CHANNELS, "deliveries", channel_id, state, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/alert-channels/{channel_id}/deliveries", {
          params: {
            path: { channel_id },
            query: { ...(state && { state }), ...(cursor && { cursor }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: OFTEN_MS,
  });
}

/** A change, after which channels are looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: CHANNELS }),
  });
}

export function useAddChannel() {
  return useChange((body: ChannelWish) => ask(api.POST("/api/v1/alert-channels", { body })));
}

export function useChangeChannel() {
  return useChange(({ channel_id, ...body }: ChannelChange & { channel_id: string }) =>
    ask(
      api.PATCH("/api/v1/alert-channels/{channel_id}", { params: { path: { channel_id } }, body }),
    ),
  );
}

export function useDeleteChannel() {
  return useChange((channel_id: string) =>
    ask(api.DELETE("/api/v1/alert-channels/{channel_id}", { params: { path: { channel_id } } })),
  );
}

/** Sends one message, and tells what the service answered. */
export function useTestChannel() {
  return useChange((channel_id: string) =>
    ask(api.POST("/api/v1/alert-channels/{channel_id}/test", { params: { path: { channel_id } } })),
  );
}

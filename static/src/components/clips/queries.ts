/** Clips, wherever they are shown and made. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];

export type Clip = Schemas["ClipOut"];
export type ClipKind = Schemas["ClipKind"];
export type ClipWish = Schemas["ClipIn"];
export type ClipChange = Schemas["ClipChange"];
export type Recipient = Schemas["RecipientOut"];

export const CLIPS = ["clips"] as const;
const FOUND = 50;

/** Whom one can share with, by name. */
export function useRecipients(q: string) {
  return useQuery({
    queryKey: [...CLIPS, "recipients", q],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/clips/recipients", {
          params: { query: { limit: FOUND, ...(q && { q }) } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
  });
}

export function useMakeClip() {
  return useActing((body: ClipWish) => ask(api.POST("/api/v1/clips", { body })));
}

export function useChangeClip(id: string) {
  return useActing((body: ClipChange) =>
    ask(api.PATCH("/api/v1/clips/{clip_id}", { params: { path: { clip_id: id } }, body })),
  );
}

export function useRemoveClip(id: string) {
  return useActing(() =>
    ask(api.DELETE("/api/v1/clips/{clip_id}", { params: { path: { clip_id: id } } })),
  );
}

function useActing<Wish = void, Told = unknown>(act: (wish: Wish) => Promise<Told>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: CLIPS }),
  });
}

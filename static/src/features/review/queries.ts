/** What the desk reads from the server. */
import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import { useCan } from "../../lib/session";
import { getReview } from "./requests";
import type { Opened, Review } from "./types";

export const REVIEWS = ["reviews"] as const;
export const CALL_REVIEWS = [...REVIEWS, "of call"] as const;
export const TASKS = [...REVIEWS, "tasks"] as const;

export const reviewKey = (id: string) => [...REVIEWS, "one", id] as const;

/** Every result of a call by its number, then drafts. */
export function useCallReviews(callId: string) {
  return useQuery({
    queryKey: [...CALL_REVIEWS, callId],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calls/{call_id}/reviews", {
          params: { path: { call_id: callId } },
          signal,
        }),
      ),
  });
}

/** Read when the desk opens; from then on the desk keeps it. */
export function useReview(id: string | undefined) {
  return useQuery({
    queryKey: reviewKey(id ?? ""),
    queryFn: () => getReview(id ?? ""),
    enabled: id !== undefined,
    refetchOnWindowFocus: false,
    staleTime: 0,
  });
}

/** The other results, whole; in the order asked. Those still on their way are left out. */
export function useReviews(ids: readonly string[]): Review[] {
  const found = useQueries({
    queries: ids.map((id) => ({ queryKey: reviewKey(id), queryFn: () => getReview(id) })),
  });
  return found.flatMap(({ data }) => data ?? []);
}

export function useOpenReview(callId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: { task_id: string | null; purpose: Opened }) =>
      ask(api.POST("/api/v1/reviews", { body: { call_id: callId, ...wish } })),
    onSuccess: (review) => {
      client.setQueryData(reviewKey(review.id), review);
      void client.invalidateQueries({ queryKey: CALL_REVIEWS });
    },
  });
}

export function useSupersede(review: Review) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      ask(
        api.POST("/api/v1/reviews/{review_id}/supersede", {
          params: { path: { review_id: review.id } },
          body: { reason },
        }),
      ),
    onSuccess: (draft) => {
      client.setQueryData(reviewKey(draft.id), draft);
      void client.invalidateQueries({ queryKey: CALL_REVIEWS });
    },
  });
}

export function useDiscard(review: Review) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(
        api.POST("/api/v1/reviews/{review_id}/discard", {
          params: { path: { review_id: review.id } },
        }),
      ),
    // Whoever discards goes away: nothing that is read meanwhile may keep them.
    onSuccess: () => void client.invalidateQueries({ queryKey: REVIEWS }),
  });
}

export function useTryCorrections(review: Review) {
  return useMutation({
    mutationFn: () =>
      ask(
        api.POST("/api/v1/reviews/{review_id}/try-corrections", {
          params: { path: { review_id: review.id } },
        }),
      ),
  });
}

/** Why the call is in the queue. */
export function useTask(id: string | null) {
  const mayReview = useCan("reviews:write");
  return useQuery({
    queryKey: [...TASKS, id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/reviews/tasks/{task_id}", {
          params: { path: { task_id: id ?? "" } },
          signal,
        }),
      ),
    enabled: id !== null && mayReview,
  });
}

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

export type Deputy = components["schemas"]["DeputyOut"];
type DeputyWish = components["schemas"]["DeputyIn"];

const KEY = ["security"] as const;
const SESSIONS = ["sessions"] as const;
const DEPUTIES = ["deputies"] as const;
const MANY = 200;

export function useSecurity() {
  return useQuery({ queryKey: KEY, queryFn: () => ask(api.GET("/api/v1/me/security")) });
}

/** Asks again how the account is protected, and where it is signed in. */
export function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: KEY }),
      client.invalidateQueries({ queryKey: SESSIONS }),
    ]);
}

export function useOwnSessions() {
  return useQuery({
    queryKey: SESSIONS,
    queryFn: () => ask(api.GET("/api/v1/sessions", { params: { query: { limit: 500 } } })),
  });
}

export function useEndSession() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (session_id: string) =>
      ask(api.DELETE("/api/v1/sessions/{session_id}", { params: { path: { session_id } } })),
    onSuccess: refresh,
  });
}

export function useEndOthers() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () =>
      ask(api.DELETE("/api/v1/sessions", { params: { query: { keep_current: true } } })),
    onSuccess: refresh,
  });
}

/** Those that are not over, of oneself and for others. */
export function useOwnDeputies() {
  return useQuery({
    queryKey: [...DEPUTIES, "open"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/deputies", { params: { query: { over: false, limit: MANY } }, signal })),
  });
}

export function useStandIns(typed: string) {
  const q = typed.trim();
  return useQuery({
    queryKey: ["stand-ins", q],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/deputies/stand_ins", { params: { query: { ...(q && { q }) } }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useAppoint() {
  return useDeputyChange((body: DeputyWish) => ask(api.POST("/api/v1/deputies", { body })));
}

export function useEndDeputy() {
  return useDeputyChange((deputy_id: string) =>
    ask(api.DELETE("/api/v1/deputies/{deputy_id}", { params: { path: { deputy_id } } })),
  );
}

function useDeputyChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: DEPUTIES }),
  });
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";

const KEY = ["security"] as const;
const SESSIONS = ["sessions"] as const;

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

/** What the pages about retention, requests and the audit log read, and what they ask. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Rule = Schemas["RetentionRule"];
export type Hold = Schemas["LegalHoldOut"];
export type HoldWish = Schemas["LegalHoldIn"];
export type Run = Schemas["RetentionRunOut"];
export type Preview = Schemas["RetentionPreviewOut"];
export type Caution = Schemas["RetentionCaution"];
export type DataRequest = Schemas["DataRequestOut"];
export type RequestWish = Schemas["DataRequestIn"];
export type Found = Schemas["PersonalDataOut"];
export type Entry = Schemas["AuditEntryOut"];

const KEY = ["keeping"] as const;
const LOOK_MS = 3_000;
const ALL = 500;

export function usePolicy() {
  return useQuery({
    queryKey: [...KEY, "policy"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/retention/policy", { signal })),
  });
}

export function useCampaigns() {
  return useQuery({
    queryKey: ["campaigns", "keeping"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/campaigns", { params: { query: { limit: ALL } }, signal })),
  });
}

export function useAgents(q: string) {
  return useQuery({
    queryKey: ["agents", "keeping", q],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/agents", { params: { query: { limit: 50, ...(q && { q }) } }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function usePreview() {
  return useMutation({
    mutationFn: (rules: Rule[]) => ask(api.POST("/api/v1/retention/preview", { body: { rules } })),
  });
}

export function useHolds(lifted: boolean, cursor: string | null) {
  return useQuery({
    queryKey: [...KEY, "holds", lifted, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/retention/holds", {
          params: { query: { lifted, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
  });
}

export function useRuns(cursor: string | null) {
  return useQuery({
    queryKey: [...KEY, "runs", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/retention/runs", {
          params: { query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    refetchInterval: LOOK_MS,
  });
}

export function useCertificate(run_id: string) {
  return useQuery({
    queryKey: [...KEY, "certificate", run_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/retention/runs/{run_id}/certificate", {
          params: { path: { run_id } },
          signal,
        }),
      ),
  });
}

export function useRequests(cursor: string | null) {
  return useQuery({
    queryKey: [...KEY, "requests", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/data-requests", {
          params: { query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    refetchInterval: LOOK_MS,
  });
}

export interface AuditQuery {
  actor?: string;
  act?: string;
  subject?: string;
  address?: string;
  from_at?: string;
  until_at?: string;
  cursor?: string;
}

export function useAudit(query: AuditQuery) {
  return useQuery({
    queryKey: ["audit", query],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/audit", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useActs() {
  return useQuery({
    queryKey: ["audit", "acts"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/audit/acts", { signal })),
  });
}

export function useHead() {
  return useQuery({
    queryKey: ["audit", "head"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/audit/head", { signal })),
  });
}

/** A change, after which everything here is looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export function useSaveRules() {
  return useChange((body: { rules: Rule[]; after: number }) =>
    ask(api.POST("/api/v1/retention/policies", { body })),
  );
}

export function usePlaceHold() {
  return useChange((body: HoldWish) => ask(api.POST("/api/v1/retention/holds", { body })));
}

export function useLiftHold() {
  return useChange(({ id, reason }: { id: string; reason: string }) =>
    ask(
      api.POST("/api/v1/retention/holds/{hold_id}/lift", {
        params: { path: { hold_id: id } },
        body: { reason },
      }),
    ),
  );
}

export function useStartRun() {
  return useChange((_: undefined) => ask(api.POST("/api/v1/retention/runs")));
}

export function useLook() {
  return useMutation({
    mutationFn: (body: Schemas["PersonalDataIn"]) =>
      ask(api.POST("/api/v1/data-requests/look", { body })),
  });
}

export function useAskRequest() {
  return useChange((body: RequestWish) => ask(api.POST("/api/v1/data-requests", { body })));
}

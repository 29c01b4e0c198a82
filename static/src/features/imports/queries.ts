/** What the pages of imports read from the server, and what they ask of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask, type Mapping } from "../../lib/api";
import type { components } from "../../lib/api-types";

const KEY = ["imports"] as const;
const PAGE_SIZE = 25;
const SLOWLY_MS = 60_000;
/** The socket tells sooner; this is for when it cannot. */
const LOOK_MS = 10_000;

export function useImports(cursor: string | null) {
  const query = { limit: PAGE_SIZE, ...(cursor && { cursor }) };
  return useQuery({
    queryKey: [...KEY, "list", query],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/imports", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  });
}

export const importKey = (import_id: string) => [...KEY, import_id];

export function useImport(import_id: string) {
  return useQuery({
    queryKey: importKey(import_id),
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/imports/{import_id}", { params: { path: { import_id } }, signal })),
    refetchInterval: LOOK_MS,
  });
}

export function useSources() {
  return useQuery({
    queryKey: ["sources", "list"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/sources", { params: { query: { limit: 500 } }, signal })),
    staleTime: SLOWLY_MS,
  });
}

/** The first rows as `mapping` reads them, or as the server guesses. */
export function usePreview(import_id: string, mapping: Mapping | null, sheet: string | null) {
  return useQuery({
    queryKey: [...KEY, import_id, "preview", mapping, sheet],
    queryFn: ({ signal }) =>
      ask(
        api.POST("/api/v1/imports/{import_id}/preview", {
          params: { path: { import_id } },
          body: { mapping, sheet },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

export function useMappings(source: string) {
  return useQuery({
    queryKey: ["mappings", source],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/mappings", { params: { query: { source, limit: 200 } }, signal })),
  });
}

function useChange<Wish, Result>(change: (wish: Wish) => Promise<Result>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(
        [KEY[0], "mappings", "calls"].map((key) => client.invalidateQueries({ queryKey: [key] })),
      ),
  });
}

type Start = components["schemas"]["StartIn"];

export function useStart(import_id: string) {
  return useChange((body: Start) =>
    ask(api.POST("/api/v1/imports/{import_id}/start", { params: { path: { import_id } }, body })),
  );
}

export type Turn = "cancel" | "resume";

export function useTurn(import_id: string) {
  const params = { path: { import_id } };
  return useChange((turn: Turn) =>
    turn === "cancel"
      ? ask(api.POST("/api/v1/imports/{import_id}/cancel", { params }))
      : ask(api.POST("/api/v1/imports/{import_id}/resume", { params })),
  );
}

interface Named {
  name: string;
  source_id: string;
  mapping: Mapping;
}

export function useSaveMapping() {
  return useChange(({ name, source_id, mapping }: Named) =>
    ask(
      api.PUT("/api/v1/mappings/{name}", {
        params: { path: { name } },
        body: { source_id, mapping },
      }),
    ),
  );
}

export function useDeleteMapping() {
  return useChange((name: string) =>
    ask(api.DELETE("/api/v1/mappings/{name}", { params: { path: { name } } })),
  );
}

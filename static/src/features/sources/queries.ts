/** What the pages of dialers read from the server, and what they ask of it. */
import {
  keepPreviousData,
  useMutation,
  useQueries,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import { api, ask, type DeliveryState, type FetchState, type SourceIn } from "../../lib/api";

/** How often the pages look again while somebody sees them. */
export const LOOK_S = 10;
const LOOK_MS = LOOK_S * 1000;
const PAGE_SIZE = 25;

const KEY = ["sources"] as const;

interface Page {
  cursor: string | null;
}

const paged = ({ cursor }: Page) => ({ limit: PAGE_SIZE, ...(cursor && { cursor }) });

export function useSources() {
  return useQuery({
    queryKey: [...KEY, "list"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/sources", { params: { query: { limit: 500 } }, signal })),
    refetchInterval: LOOK_MS,
  });
}

function healthOf(source_id: string) {
  return {
    queryKey: [...KEY, source_id, "health"],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      ask(api.GET("/api/v1/sources/{source_id}/health", at(source_id, signal))),
    refetchInterval: LOOK_MS,
  };
}

const at = (source_id: string, signal: AbortSignal) => ({
  params: { path: { source_id } },
  signal,
});

export function useHealths(source_ids: readonly string[]) {
  return useQueries({ queries: source_ids.map(healthOf) });
}

export function useHealth(source_id: string) {
  return useQuery(healthOf(source_id));
}

export function useSource(source_id: string) {
  return useQuery({
    queryKey: [...KEY, source_id],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/sources/{source_id}", at(source_id, signal))),
  });
}

export function useDialers() {
  return useQuery({
    queryKey: ["dialers"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/dialers", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useDeliveries(source_id: string, state: DeliveryState[], page: Page) {
  const query = { ...paged(page), ...(state.length > 0 && { state }) };
  return useQuery({
    queryKey: [...KEY, source_id, "deliveries", query],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/sources/{source_id}/deliveries", {
          params: { path: { source_id }, query },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  });
}

/** Read once: each reading is noted in the audit log. */
export function useDelivery(delivery_id: number) {
  return useQuery({
    queryKey: ["delivery", delivery_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/deliveries/{delivery_id}", { params: { path: { delivery_id } }, signal }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A change, after which all of the dialers' pages look again. */
export function useChange<Wish, Result>(
  change: (wish: Wish) => Promise<Result>,
  ...also: string[]
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([KEY[0], ...also].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useReplay() {
  return useChange(
    (delivery_id: number) =>
      ask(
        api.POST("/api/v1/deliveries/{delivery_id}/replay", { params: { path: { delivery_id } } }),
      ),
    "delivery",
    "calls",
  );
}

export function useDeclare(source_id: string) {
  return useChange(
    (body: SourceIn) =>
      ask(api.PATCH("/api/v1/sources/{source_id}", { params: { path: { source_id } }, body })),
    "hearing",
  );
}

export function useMissing(source_id: string, page: Page) {
  const query = { source_id, ...paged(page) };
  return useQuery({
    queryKey: [...KEY, source_id, "missing", query],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/recordings/missing", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useUnmatched(source_id: string, page: Page) {
  const query = { source_id, ...paged(page) };
  return useQuery({
    queryKey: [...KEY, source_id, "unmatched", query],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/recordings/unmatched", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useFetches(source_id: string, state: FetchState | null, page: Page) {
  const query = { source_id, ...paged(page), ...(state && { state }) };
  return useQuery({
    queryKey: [...KEY, source_id, "fetches", query],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/recordings/fetches", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
  });
}

export function useWatched(source_id: string, refused: boolean, page: Page) {
  const query = { source_id, ...paged(page), ...(refused && { refused }) };
  return useQuery({
    queryKey: [...KEY, source_id, "watched", query],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/recordings/watched", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useMatch(unmatched_id: string) {
  return useChange(
    (call_id: string) =>
      ask(
        api.POST("/api/v1/recordings/unmatched/{unmatched_id}/match", {
          params: { path: { unmatched_id } },
          body: { call_id },
        }),
      ),
    "calls",
  );
}

export function useDiscard(unmatched_id: string) {
  return useChange((_: undefined) =>
    ask(
      api.DELETE("/api/v1/recordings/unmatched/{unmatched_id}", {
        params: { path: { unmatched_id } },
      }),
    ),
  );
}

export function useRetryFetch(fetch_id: string) {
  return useChange((_: undefined) =>
    ask(
      api.POST("/api/v1/recordings/fetches/{fetch_id}/retry", { params: { path: { fetch_id } } }),
    ),
  );
}

/** Calls that may be meant by what somebody typed. */
export function useCallSearch(q: string) {
  return useQuery({
    queryKey: ["calls", "search", q],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/calls", { params: { query: { q, limit: 20 } }, signal })),
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
  });
}

export function useFileNames(source_id: string, names: string[], patterns: string[]) {
  return useQuery({
    queryKey: [...KEY, source_id, "names", names, patterns],
    queryFn: ({ signal }) =>
      ask(
        api.POST("/api/v1/sources/{source_id}/file-patterns/test", {
          params: { path: { source_id } },
          body: { names, patterns },
          signal,
        }),
      ),
    enabled: names.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
}

/** What the library reads. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { CLIPS, type ClipKind } from "../../components/clips/queries";
import { api, ask } from "../../lib/api";

export const KINDS: readonly ClipKind[] = ["coaching", "library"];

export function kindOf(text: string | null): ClipKind | null {
  return KINDS.find((kind) => kind === text) ?? null;
}

interface Wanted {
  q: string;
  kind: ClipKind | null;
  cursor: string | null;
}

export function useClips({ q, kind, cursor }: Wanted) {
  return useQuery({
    queryKey: [...CLIPS, "listed", q, kind, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/clips", {
          params: {
            query: { limit: 24, ...(q && { q }), ...(kind && { kind }), ...(cursor && { cursor }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

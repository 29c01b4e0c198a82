/** What the privacy page reads and decides. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask, type PolicyChange } from "../../lib/api";

const KEY = ["privacy"] as const;
const LOOK_MS = 10_000;

export function usePrivacy() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => ask(api.GET("/api/v1/privacy", { signal })),
    refetchInterval: LOOK_MS,
  });
}

export function useChangePrivacy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PolicyChange) => ask(api.PATCH("/api/v1/privacy", { body })),
    onSuccess: (privacy) => client.setQueryData(KEY, privacy),
  });
}

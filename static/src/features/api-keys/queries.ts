import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask, type CreatedKey, type KeyScope } from "../../lib/api";

const KEYS = ["keys"] as const;

export interface KeyWish {
  name: string;
  source: string | null;
  scopes: KeyScope[];
  expires_at: string | null;
  networks: string[];
}

export function useKeys(cursor: string | null) {
  return useQuery({
    queryKey: [...KEYS, cursor],
    queryFn: () =>
      ask(
        api.GET("/api/v1/keys", { params: { query: { limit: 100, ...(cursor && { cursor }) } } }),
      ),
  });
}

function useKeyMutation<Given, Made>(act: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS }),
  });
}

export const useCreateKey = () =>
  useKeyMutation((body: KeyWish): Promise<CreatedKey> => ask(api.POST("/api/v1/keys", { body })));

export const useChangeKey = (key_id: string) =>
  useKeyMutation((body: Pick<KeyWish, "name" | "expires_at" | "networks">) =>
    ask(api.PATCH("/api/v1/keys/{key_id}", { params: { path: { key_id } }, body })),
  );

export const useRotateKey = (key_id: string) =>
  useKeyMutation(
    (overlap_s: number): Promise<CreatedKey> =>
      ask(
        api.POST("/api/v1/keys/{key_id}/rotate", {
          params: { path: { key_id } },
          body: { overlap_s },
        }),
      ),
  );

export const useRevokeKey = (key_id: string) =>
  useKeyMutation(() => ask(api.DELETE("/api/v1/keys/{key_id}", { params: { path: { key_id } } })));

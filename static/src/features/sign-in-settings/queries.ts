import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask, type GroupMapping, type ProviderIn, type SignInPolicy } from "../../lib/api";

const PROVIDERS = ["identity-providers"] as const;
const MAPPINGS = ["group-mappings"] as const;
const POLICY = ["sign-in-policy"] as const;

export const useProviders = () =>
  useQuery({
    queryKey: PROVIDERS,
    queryFn: () => ask(api.GET("/api/v1/sign_in/providers")),
  });

export const useMappings = () =>
  useQuery({ queryKey: MAPPINGS, queryFn: () => ask(api.GET("/api/v1/sign_in/mappings")) });

export const usePolicy = () =>
  useQuery({ queryKey: POLICY, queryFn: () => ask(api.GET("/api/v1/sign_in/policy")) });

export const useAllUnits = () =>
  useQuery({
    queryKey: ["units", "all"],
    queryFn: () => ask(api.GET("/api/v1/units", { params: { query: { limit: 500 } } })),
  });

/** A new one when `provider_id` is null. */
export function useSaveProvider(provider_id: string | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ProviderIn) =>
      provider_id === null
        ? ask(api.POST("/api/v1/sign_in/providers", { body }))
        : ask(
            api.PUT("/api/v1/sign_in/providers/{provider_id}", {
              params: { path: { provider_id } },
              body,
            }),
          ),
    onSuccess: () => client.invalidateQueries({ queryKey: PROVIDERS }),
  });
}

export function useDeleteProvider(provider_id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(
        api.DELETE("/api/v1/sign_in/providers/{provider_id}", {
          params: { path: { provider_id } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: PROVIDERS }),
  });
}

export const useTestProvider = (provider_id: string) =>
  useMutation({
    mutationFn: () =>
      ask(
        api.POST("/api/v1/sign_in/providers/{provider_id}/test", {
          params: { path: { provider_id } },
        }),
      ),
  });

export function useSaveMappings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mappings: GroupMapping[]) =>
      ask(api.PUT("/api/v1/sign_in/mappings", { body: { mappings } })),
    onSuccess: (saved) => client.setQueryData(MAPPINGS, saved),
  });
}

export function useSavePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SignInPolicy) => ask(api.PUT("/api/v1/sign_in/policy", { body })),
    onSuccess: (saved) => client.setQueryData(POLICY, saved),
  });
}

/** What the system page reads from the server. */
import { useQuery } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";

/** How often the page looks again while somebody sees it. */
export const LOOK_S = 10;
const DAY_MS = 300_000;

export function useSystem() {
  return useQuery({
    queryKey: ["system"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/system", { signal })),
    refetchInterval: LOOK_S * 1000,
    retry: false,
  });
}

export function useSystemDay() {
  return useQuery({
    queryKey: ["system", "day"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/system/day", { signal })),
    refetchInterval: DAY_MS,
    staleTime: DAY_MS,
    retry: false,
  });
}

import { useQuery } from "@tanstack/react-query";

import { api, ask, type ShownWall, type WallComparison } from "../../lib/api";
import { hasStatus } from "../../lib/problem";

const LOOK_MS = 30_000;
const COMPARE_MS = 60_000;
const LONGEST_RETRY_MS = 30_000;

/** For ever: nobody stands at a wall to press a button. Only a plain no is an answer. */
const patient = {
  retry: (_: number, error: Error) => !hasStatus(error, 401, 403, 422),
  retryDelay: (attempt: number) => Math.min(1000 * 2 ** attempt, LONGEST_RETRY_MS),
  // A browser without a network goes on trying: it may be wrong about that.
  networkMode: "always",
  refetchIntervalInBackground: true,
} as const;

/** Turns the token behind `#` into a cookie, and takes it out of the address. */
export function useWallToken(token: string) {
  return useQuery({
    ...patient,
    queryKey: ["wall-token", token],
    queryFn: async () => {
      if (token) await ask(api.POST("/api/v1/wall-sessions", { body: { token } }));
      window.history.replaceState(null, "", window.location.pathname);
      return true;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What this screen shows; asked now and then, so that it follows who changes the wall. */
export function useShownWall(enabled: boolean) {
  return useQuery({
    ...patient,
    queryKey: ["wall"],
    queryFn: ({ signal }): Promise<ShownWall> => ask(api.GET("/api/v1/wall", { signal })),
    refetchInterval: LOOK_MS,
    enabled,
  });
}

export function useWallComparison(): WallComparison | undefined {
  const { data } = useQuery({
    ...patient,
    queryKey: ["wall", "comparison"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/wall/comparison", { signal })),
    refetchInterval: COMPARE_MS,
  });
  return data;
}

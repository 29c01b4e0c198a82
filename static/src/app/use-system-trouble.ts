import { useQuery } from "@tanstack/react-query";

import { api, ask } from "../lib/api";
import { useCan } from "../lib/session";

const LOOK_MS = 60_000;

/** Whether a part of the installation must be acted on, for those who look after it. */
export function useSystemTrouble(): boolean {
  const enabled = useCan("system:read");
  const { data } = useQuery({
    // The page of the system looks more often: what it knows is shown here too.
    queryKey: ["system"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/system", { signal })),
    refetchInterval: LOOK_MS,
    retry: false,
    enabled,
    select: ({ condition }) => condition === "act",
  });
  return enabled && data === true;
}

import { useQuery } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import { useCan } from "../../lib/session";

const LOOK_MS = 60_000;
const NONE: never[] = [];

/** Dialers that send nothing though they should, for those who look after them. */
export function useSilentSources() {
  const enabled = useCan("sources:manage");
  const { data } = useQuery({
    queryKey: ["sources", "silent"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/sources/silent", { signal })),
    refetchInterval: LOOK_MS,
    // Managers of a part of the company see no sources, and that will not change by asking.
    retry: false,
    enabled,
  });
  return data?.items ?? NONE;
}

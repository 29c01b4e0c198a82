/** Who reviews, and how much each has. */
import { useQuery } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Inspector = Schemas["InspectorOut"];
export type Load = Schemas["LoadOut"];

/** Everything about the queue stands below this key; the review screen looks there too. */
export const TASKS = ["reviews", "tasks"] as const;
export const INSPECTORS = ["reviews", "inspectors"] as const;

const OFTEN_MS = 20_000;
const MANY = 200;

/** My own day: what waits, what is done of the quota. */
export function useOwnLoad(enabled = true) {
  return useQuery({
    queryKey: [...TASKS, "own load"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/reviews/workload/mine", { signal })),
    refetchInterval: OFTEN_MS,
    enabled,
  });
}

/** Those whom calls can be given. */
export function useInspectors(enabled = true) {
  return useQuery({
    queryKey: [...INSPECTORS, MANY],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/reviews/inspectors", { params: { query: { limit: MANY } }, signal })),
    enabled,
  });
}

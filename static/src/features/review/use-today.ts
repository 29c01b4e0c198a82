import { useQuery } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import { isoDay } from "../../lib/format";
import { useCan, useTimezone } from "../../lib/session";
import { TASKS } from "./queries";

export interface Today {
  done: number;
  /** With those that wait for one. */
  goal: number;
}

const MOST = 200;

/** How far one's own queue is today; undefined for those who have none. */
export function useToday(): Today | undefined {
  const timezone = useTimezone();
  const mayReview = useCan("reviews:write");
  const tasks = useQuery({
    queryKey: [...TASKS, "mine"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/reviews/tasks", {
          params: { query: { mine: true, state: ["assigned", "claimed", "done"], limit: MOST } },
          signal,
        }),
      ),
    enabled: mayReview,
  });
  if (!tasks.data) return undefined;
  const today = isoDay(Date.now(), timezone);
  const done = tasks.data.items.filter(
    ({ done_at }) => done_at !== null && isoDay(done_at, timezone) === today,
  ).length;
  const waiting = tasks.data.items.filter(({ state }) => state !== "done").length;
  return done + waiting > 0 ? { done, goal: done + waiting } : undefined;
}

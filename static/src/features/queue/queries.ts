/** What the queue reads from the server, and what it asks of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { TASKS } from "../../components/queue/inspectors";
import { api, ask } from "../../lib/api";
import type { components, operations } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Task = Schemas["TaskOut"];
export type TaskState = Schemas["TaskState"];
export type Layer = Schemas["Layer"];
export type TasksQuery = NonNullable<operations["list_review_tasks"]["parameters"]["query"]>;
export type Act = "claim" | "release" | "withdraw";

const OFTEN_MS = 20_000;
const ALL = 500;

export function useTasks(query: TasksQuery) {
  return useQuery({
    queryKey: [...TASKS, "list", query],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/reviews/tasks", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: OFTEN_MS,
  });
}

/** A change, after which everything about the queue is looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: TASKS }),
  });
}

/** Claims the next call; null where nothing is left to take. */
export function useTakeNext() {
  return useChange(async (wish: Schemas["NextTaskIn"]) => {
    const task = await ask(api.POST("/api/v1/reviews/tasks/next", { body: wish }));
    // Nothing left is 204, which has no body.
    return (task as Task | undefined) || null;
  });
}

export function useAct() {
  return useChange(({ task_id, act }: { task_id: string; act: Act }) => actOn(task_id, act));
}

export function actOn(task_id: string, act: Act): Promise<Task> {
  const params = { path: { task_id } };
  if (act === "claim") return ask(api.POST("/api/v1/reviews/tasks/{task_id}/claim", { params }));
  if (act === "release")
    return ask(api.POST("/api/v1/reviews/tasks/{task_id}/release", { params }));
  return ask(api.POST("/api/v1/reviews/tasks/{task_id}/withdraw", { params }));
}

export function assign(task_id: string, assignee_id: string): Promise<Task> {
  return ask(
    api.POST("/api/v1/reviews/tasks/{task_id}/assign", {
      params: { path: { task_id } },
      body: { assignee_id },
    }),
  );
}

/** Names of campaigns and agents, to choose from. */
export function usePlaces() {
  return useQuery({
    queryKey: ["places", "queue"],
    queryFn: async ({ signal }) => {
      const query = { limit: ALL };
      const [campaigns, agents] = await Promise.all([
        ask(api.GET("/api/v1/campaigns", { params: { query }, signal })),
        ask(api.GET("/api/v1/agents", { params: { query }, signal })),
      ]);
      return { campaigns: campaigns.items, agents: agents.items };
    },
    staleTime: 5 * 60_000,
  });
}

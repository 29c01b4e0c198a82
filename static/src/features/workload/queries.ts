/** What the workload page reads from the server, and what it asks of it. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { INSPECTORS, type Inspector, TASKS } from "../../components/queue/inspectors";
import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Workload = Schemas["WorkloadOut"];
export type Backlog = Schemas["BacklogOut"];
export type Age = Schemas["AgeOut"];
export type PlanProgress = Schemas["PlanProgressOut"];
export type HandedOut = Schemas["HandedOutOut"];
export type HandOutWish = Omit<Schemas["HandOutIn"], "rehearse">;
export type InspectorChange = Partial<Schemas["InspectorChangeIn"]>;

const OFTEN_MS = 30_000;
const ALL = 500;
const MANY = 200;

export function useWorkload(cursor: string | null) {
  return useQuery({
    queryKey: [...TASKS, "workload", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/reviews/workload", {
          params: { query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: OFTEN_MS,
  });
}

export function useCampaigns() {
  return useQuery({
    queryKey: ["campaigns"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/campaigns", { params: { query: { limit: ALL } }, signal })),
    staleTime: 5 * 60_000,
  });
}

export function useChangeInspector({ user_id }: Inspector) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: InspectorChange) =>
      ask(
        api.PATCH("/api/v1/reviews/inspectors/{user_id}", {
          params: { path: { user_id } },
          body: body as Schemas["InspectorChangeIn"],
        }),
      ),
    onSuccess: () =>
      Promise.all([TASKS, INSPECTORS].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export function usePlanNames() {
  return useQuery({
    queryKey: ["samples", "plans", "names"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/samples/plans", { params: { query: { limit: MANY } }, signal })),
  });
}

const handOut = (wish: HandOutWish, rehearse: boolean, signal?: AbortSignal) =>
  ask(
    api.POST("/api/v1/reviews/tasks/hand-out", {
      body: { ...wish, rehearse },
      ...(signal && { signal }),
    }),
  );

/** Who would get how many at this moment. */
export function useRehearsal(wish: HandOutWish) {
  return useQuery({
    queryKey: [...TASKS, "rehearsal", wish],
    queryFn: ({ signal }) => handOut(wish, true, signal),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
}

export function useHandOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: HandOutWish) => handOut(wish, false),
    onSuccess: () => client.invalidateQueries({ queryKey: TASKS }),
  });
}

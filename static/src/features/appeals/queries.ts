/** What those who decide appeals read and do. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { DecisionReason } from "../../components/appeals/reasons";
import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];

export type Appeal = Schemas["AppealOut"];
export type AppealDetail = Schemas["AppealDetailOut"];
export type SameCause = Schemas["SameCauseOut"];
export type View = "to_decide" | "all";

const KEY = ["appeals"] as const;
const EVERY_MS = 60_000;
/** As many as can be overturned at once. */
const MOST_SAME = 100;

export function useAppeals(view: View, cursor: string | null) {
  return useQuery({
    queryKey: [...KEY, "listed", view, cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/appeals", {
          params: { query: { view, limit: 50, ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
  });
}

export function useAppeal(id: string | null) {
  return useQuery({
    queryKey: [...KEY, "one", id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/appeals/{appeal_id}", {
          params: { path: { appeal_id: id ?? "" } },
          signal,
        }),
      ),
    enabled: id !== null,
  });
}

export function useSameCause(id: string | null) {
  return useQuery({
    queryKey: [...KEY, "same", id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/appeals/{appeal_id}/same-cause", {
          params: { path: { appeal_id: id ?? "" }, query: { limit: MOST_SAME } },
          signal,
        }),
      ),
    enabled: id !== null,
  });
}

export type Act = "accept" | "deny" | "hand_on";

export interface Decision {
  act: Act;
  reason: DecisionReason;
  text: string;
}

/** The step that was read goes along: an appeal that went on since is not decided. */
export function useDecide({ id, step }: Pick<Appeal, "id" | "step">) {
  const params = { path: { appeal_id: id } };
  return useActing(({ act, reason, text }: Decision) => {
    if (act === "accept")
      return ask(
        api.POST("/api/v1/appeals/{appeal_id}/accept", {
          params,
          body: { step, reason, text: text || null },
        }),
      );
    const body = { step, reason, text };
    if (act === "deny") return ask(api.POST("/api/v1/appeals/{appeal_id}/deny", { params, body }));
    return ask(api.POST("/api/v1/appeals/{appeal_id}/hand-on", { params, body }));
  });
}

export function useResolveSame(id: string) {
  return useActing((review_ids: string[]) =>
    ask(
      api.POST("/api/v1/appeals/{appeal_id}/resolve-same", {
        params: { path: { appeal_id: id } },
        body: { review_ids },
      }),
    ),
  );
}

function useActing<Wish, Told>(act: (wish: Wish) => Promise<Told>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

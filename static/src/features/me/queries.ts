/** What an agent reads and says of their own work. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";

type Schemas = components["schemas"];

export type Page = Schemas["MyPageOut"];
export type Today = Schemas["TodayOut"];
export type Week = Schemas["WeekOut"];
export type MyCall = Schemas["MyCallOut"];
export type Feedback = Schemas["FeedbackOut"];
export type ListedResult = Schemas["ResultListedOut"];
export type Result = Schemas["ResultOut"];
export type AppealableLine = Schemas["AppealableLineOut"];
export type Place = Schemas["AppealablePlaceOut"];
export type OwnAppeal = Schemas["OwnAppealOut"];
export type AppealWish = Schemas["AppealIn"];

const KEY = ["mine"] as const;
const EVERY_MS = 60_000;

export function useMyPage() {
  return useQuery({
    queryKey: [...KEY, "page"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/me/page", { signal })),
    refetchInterval: EVERY_MS,
  });
}

export function useResult(reviewId: string) {
  return useQuery({
    queryKey: [...KEY, "result", reviewId],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/results/{review_id}", {
          params: { path: { review_id: reviewId } },
          signal,
        }),
      ),
  });
}

export function useAcknowledge(reviewId: string) {
  return useActing(() =>
    ask(
      api.POST("/api/v1/reviews/{review_id}/acknowledge", {
        params: { path: { review_id: reviewId } },
      }),
    ),
  );
}

export function useFileAppeal() {
  return useActing((body: AppealWish) => ask(api.POST("/api/v1/appeals", { body })));
}

export function useWithdraw(appealId: string) {
  return useActing(() =>
    ask(
      api.POST("/api/v1/appeals/{appeal_id}/withdraw", {
        params: { path: { appeal_id: appealId } },
      }),
    ),
  );
}

function useActing<Wish = void>(act: (wish: Wish) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

/** What the pages about calibration read from the server, and what they ask of it. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import { api, ask } from "../../lib/api";
import type { components, operations } from "../../lib/api-types";

type Schemas = components["schemas"];
export type Listed = Schemas["ListedCalibrationOut"];
export type Calibration = Schemas["CalibrationOut"];
export type CalibrationWish = Schemas["CalibrationIn"];
export type Candidate = Schemas["CandidateOut"];
export type Outcome = Schemas["OutcomeOut"];
export type RaterFigures = Schemas["RaterOut"];
export type ItemFigures = Schemas["ItemFiguresOut"];
export type PairFigures = Schemas["PairOut"];
export type CallWords = Schemas["CallWordsOut"];
export type ItemWords = Schemas["ItemWordsOut"];
export type RuleAnswer = Schemas["RuleAnswer"];
export type Point = Schemas["PointOut"];
export type SecondLook = Schemas["RegradeOut"];
export type LookWish = Schemas["RegradeIn"];
export type CallsWanted = Omit<
  NonNullable<operations["draw_calls_to_calibrate"]["parameters"]["query"]>,
  "count" | "seed"
>;

const KEY = ["calibrations"] as const;
const ALL = 500;
const MANY = 200;
const PAGE = 20;
const LOOK_MS = 15_000;

export function useCalibrations(cursor: string | null) {
  return useQuery({
    queryKey: [...KEY, "list", cursor],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calibrations", {
          params: { query: { ...(cursor && { cursor }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** While it is open it is looked at again: others go on judging. */
export function useCalibration(calibration_id: string) {
  return useQuery({
    queryKey: [...KEY, "one", calibration_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calibrations/{calibration_id}", {
          params: { path: { calibration_id } },
          signal,
        }),
      ),
    refetchInterval: ({ state }) => (state.data?.state === "open" ? LOOK_MS : false),
  });
}

export function useOutcome(calibration_id: string) {
  return useQuery({
    queryKey: [...KEY, "outcome", calibration_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calibrations/{calibration_id}/outcome", {
          params: { path: { calibration_id } },
          signal,
        }),
      ) as Promise<Outcome>,
  });
}

export function useDrift() {
  return useQuery({
    queryKey: [...KEY, "drift"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/calibrations/drift", { signal })),
  });
}

export function useSecondLooks(reviewer_id: string | null) {
  return useQuery({
    queryKey: [...KEY, "looks", reviewer_id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calibrations/regrades", {
          params: { query: { ...(reviewer_id && { reviewer_id }) } },
          signal,
        }),
      ) as Promise<{ items: SecondLook[] }>,
    placeholderData: keepPreviousData,
  });
}

/** Who may review calls; all pages of them. */
export function useRaters() {
  return useQuery({
    queryKey: [...KEY, "raters"],
    queryFn: async ({ signal }) => {
      const found: Schemas["PossibleRaterOut"][] = [];
      let cursor: string | null | undefined;
      do {
        const query = { limit: MANY, ...(cursor && { cursor }) };
        const page = await ask(
          api.GET("/api/v1/calibrations/raters", { params: { query }, signal }),
        );
        found.push(...page.items);
        cursor = page.next;
      } while (cursor);
      return found;
    },
  });
}

export function useCards() {
  return useQuery({
    queryKey: ["scorecards", "to calibrate"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/scorecards", { params: { query: { limit: ALL } }, signal })),
  });
}

export function useVersions(scorecard_id: string | undefined) {
  return useQuery({
    queryKey: ["scorecards", scorecard_id, "versions to calibrate"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/scorecards/{scorecard_id}/versions", {
          params: { path: { scorecard_id: scorecard_id ?? "" }, query: { limit: MANY } },
          signal,
        }),
      ),
    enabled: scorecard_id !== undefined,
  });
}

export function usePlaces() {
  return useQuery({
    queryKey: ["places", "to calibrate"],
    queryFn: async ({ signal }) => {
      const query = { limit: ALL };
      const [campaigns, agents] = await Promise.all([
        ask(api.GET("/api/v1/campaigns", { params: { query }, signal })),
        ask(api.GET("/api/v1/agents", { params: { query }, signal })),
      ]);
      return { campaigns: campaigns.items, agents: agents.items };
    },
  });
}

/** Scored calls of a version, the newest first. */
export function useCallsToChoose(wanted: CallsWanted) {
  return useInfiniteQuery({
    queryKey: ["calls", "to calibrate", wanted],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET("/api/v1/calls", {
          params: { query: { ...wanted, limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function useDraw() {
  return useMutation({
    mutationFn: (query: CallsWanted & { count: number; seed: number }) =>
      ask(api.GET("/api/v1/calibrations/draw", { params: { query } })),
  });
}

/** A change, after which everything about calibration is looked at again. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all(
        [KEY, ["reviews"]].map((queryKey) => client.invalidateQueries({ queryKey: [...queryKey] })),
      ),
  });
}

export function useStart() {
  return useChange((body: CalibrationWish) => ask(api.POST("/api/v1/calibrations", { body })));
}

export function useClose() {
  return useChange((calibration_id: string) =>
    ask(
      api.POST("/api/v1/calibrations/{calibration_id}/close", {
        params: { path: { calibration_id } },
      }),
    ),
  );
}

export function useCancel() {
  return useChange((calibration_id: string) =>
    ask(
      api.POST("/api/v1/calibrations/{calibration_id}/cancel", {
        params: { path: { calibration_id } },
      }),
    ),
  );
}

export interface Settling {
  call_id: string;
  rule_key: string;
  answer: RuleAnswer;
  note: string | null;
}

export function useSettle(calibration_id: string) {
  return useChange(({ call_id, rule_key, answer, note }: Settling) =>
    ask(
      api.PUT("/api/v1/calibrations/{calibration_id}/consensus/{call_id}/{rule_key}", {
        params: { path: { calibration_id, call_id, rule_key } },
        body: { answer, note },
      }),
    ),
  );
}

export function useAskForLooks() {
  return useChange((body: LookWish) => ask(api.POST("/api/v1/calibrations/regrades", { body })));
}

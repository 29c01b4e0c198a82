/** What the call page reads from the server, and how often. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, ask, type CallDetail, type Evaluation } from "../../lib/api";

const WORKING_MS = 1_000;
const GOING_ON_MS = 3_000;
/** How long a score may take after the transcript before we stop waiting for it. */
const SCORING_MS = 60_000;

export const callKey = (id: string) => ["call", id] as const;

export function useCall(id: string) {
  return useQuery({
    queryKey: callKey(id),
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/calls/{call_id}", { params: { path: { call_id: id } }, signal })),
    refetchInterval: ({ state }) => callPause(state.data),
  });
}

function callPause(call: CallDetail | undefined): number | false {
  if (!call) return false;
  if (isBeingHeard(call)) return WORKING_MS;
  return call.state === "ended" ? false : GOING_ON_MS;
}

export function isBeingHeard({ recording }: CallDetail): boolean {
  return recording?.state === "waiting" || recording?.state === "transcribing";
}

/** Nobody picked up, so there is nothing to hear and nothing to score. */
export function wasNeverAnswered({ state, answered_at, recording }: CallDetail): boolean {
  return state === "ended" && answered_at === null && recording === null;
}

export function isHeard({ recording }: CallDetail): boolean {
  return recording?.state === "transcribed";
}

export function useTranscript(call: CallDetail) {
  return useQuery({
    queryKey: [...callKey(call.id), "transcript", call.recording?.transcribed_at],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calls/{call_id}/transcript", {
          params: { path: { call_id: call.id } },
          signal,
        }),
      ),
    enabled: isHeard(call),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Newest first. */
export function useEvaluations(call: CallDetail) {
  return useQuery({
    queryKey: [...callKey(call.id), "evaluations", call.recording?.transcribed_at],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calls/{call_id}/evaluations", {
          params: { path: { call_id: call.id } },
          signal,
        }),
      ),
    enabled: isHeard(call),
    refetchInterval: ({ state }) => (isScoring(call, state.data?.items) ? WORKING_MS : false),
  });
}

/** Whether a score is to be expected any moment. */
export function isScoring(call: CallDetail, evaluations: Evaluation[] | undefined): boolean {
  const heard_at = call.recording?.transcribed_at;
  if (!evaluations || evaluations.length > 0 || !heard_at) return false;
  return Date.now() - Date.parse(heard_at) < SCORING_MS;
}

export function useWaveform(call: CallDetail) {
  return useQuery({
    queryKey: [...callKey(call.id), "waveform", call.recording?.id, call.recording?.state],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calls/{call_id}/waveform", {
          params: { path: { call_id: call.id } },
          signal,
        }),
      ),
    enabled: isHeard(call),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

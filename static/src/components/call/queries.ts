/** What the call page reads from the server, and how often. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import {
  type Acoustics,
  api,
  ask,
  type CallDetail,
  type Evaluation,
  type TranscriptSummary,
} from "../../lib/api";
import { hasStatus } from "../../lib/problem";

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

/** Whether there is a transcript; it stays while the recording is heard again. */
export function isHeard({ recording }: CallDetail): boolean {
  return recording?.transcribed_at != null;
}

/** Newest first. */
export function useTranscripts(call: CallDetail) {
  return useQuery({
    queryKey: [...callKey(call.id), "transcripts", call.recording?.transcribed_at],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calls/{call_id}/transcripts", {
          params: { path: { call_id: call.id } },
          signal,
        }),
      ),
    enabled: isHeard(call),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useTranscript(call: CallDetail, id: string | undefined) {
  return useQuery({
    queryKey: [...callKey(call.id), "transcript", id],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/calls/{call_id}/transcripts/{transcript_id}", {
          params: { path: { call_id: call.id, transcript_id: id ?? "" } },
          signal,
        }),
      ),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Newest first, of all the call's transcripts. */
export function useEvaluations(call: CallDetail, transcript: TranscriptSummary | undefined) {
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
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isScoring(transcript, state.data?.items) ? WORKING_MS : false),
  });
}

/** Whether a score of the transcript is to be expected any moment. */
export function isScoring(
  transcript: TranscriptSummary | undefined,
  evaluations: readonly Evaluation[] | undefined,
): boolean {
  if (!transcript || !evaluations) return false;
  if (evaluations.some(({ transcript_id }) => transcript_id === transcript.id)) return false;
  return Date.now() - Date.parse(transcript.created_at) < SCORING_MS;
}

/** What was measured with a transcript; null when nothing was. */
export function useAcoustics(call: CallDetail, transcriptId: string | undefined) {
  return useQuery({
    queryKey: [...callKey(call.id), "acoustics", transcriptId],
    queryFn: ({ signal }) =>
      nullWhenMissing(
        ask(
          api.GET("/api/v1/calls/{call_id}/acoustics", {
            params: {
              path: { call_id: call.id },
              query: { transcript_id: transcriptId ?? null },
            },
            signal,
          }),
        ),
      ),
    enabled: transcriptId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

async function nullWhenMissing(request: Promise<Acoustics>): Promise<Acoustics | null> {
  try {
    return await request;
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}

export function useWaveform(call: CallDetail) {
  return useQuery({
    queryKey: [...callKey(call.id), "waveform", call.recording?.id, call.recording?.transcribed_at],
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

/** What the call page asks the server to do. */
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { api, ask, type CallDetail, type Lane, type Recording } from "../../lib/api";
import { callKey } from "./queries";

/** Makes a new transcript with the speakers the other way round. */
export function useSwapSpeakers(call: CallDetail) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (transcript_id: string) =>
      ask(
        api.POST("/api/v1/calls/{call_id}/swap-speakers", {
          params: { path: { call_id: call.id } },
          body: { transcript_id },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: callKey(call.id) }),
  });
}

export interface HearAgain {
  engine: string | null;
  lane: Lane;
}

export function useHearAgain(recording: Recording) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: HearAgain) =>
      ask(
        api.POST("/api/v1/recordings/{recording_id}/hear-again", {
          params: { path: { recording_id: recording.id } },
          body,
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: callKey(recording.call_id) }),
  });
}

type Step = "retry" | "hurry" | "cancel";

/** Takes up, moves forward or stops what waits. */
export function useRecordingStep(recording: Recording) {
  const client = useQueryClient();
  const params = { path: { recording_id: recording.id } };
  return useMutation({
    mutationFn: (step: Step) => {
      if (step === "hurry")
        return ask(api.POST("/api/v1/recordings/{recording_id}/hurry", { params }));
      if (step === "cancel")
        return ask(api.POST("/api/v1/recordings/{recording_id}/cancel", { params }));
      return ask(api.POST("/api/v1/recordings/{recording_id}/retry", { params }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: callKey(recording.call_id) }),
  });
}

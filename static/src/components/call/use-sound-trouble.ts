/** Why a call's sound does not play, asked of the server when the browser has given up. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import type { CallDetail } from "../../lib/api";
import { problemFrom } from "../../lib/problem";
import { type Player, usePlayer } from "./player";
import { callKey, isBeingHeard, isHeard } from "./queries";

const AGAIN_MS = 2_000;

const WAITS = {
  "/problems/sound-not-heard-yet": "not_heard_yet",
  "/problems/sound-being-prepared": "being_prepared",
} as const;

export type SoundTrouble = (typeof WAITS)[keyof typeof WAITS] | "broken";

/** Null while nothing is wrong. What only had to wait is played as soon as it is there. */
export function useSoundTrouble(call: CallDetail, player: Player): SoundTrouble | null {
  const failed = usePlayer(player, (it) => it.hasFailed());
  const asked = useQuery({
    queryKey: [...callKey(call.id), "sound-trouble"],
    queryFn: ({ signal }) => askWhy(call.id, signal),
    enabled: failed,
    staleTime: 0,
    refetchInterval: ({ state }) => (mayPassNow(state.data, call) ? AGAIN_MS : false),
  });
  const trouble = failed && asked.data ? inView(asked.data, call) : null;
  const before = useRef(trouble);
  useEffect(() => {
    if (trouble === "broken" && isWait(before.current)) player.reload();
    before.current = trouble;
  }, [trouble, player]);
  return trouble;
}

async function askWhy(callId: string, signal: AbortSignal): Promise<SoundTrouble> {
  const answer = await fetch(`/api/v1/calls/${callId}/audio`, {
    headers: { Range: "bytes=0-0" },
    signal,
  });
  if (answer.ok) return "broken";
  const { type } = problemFrom(answer.status, await answer.json().catch(() => null));
  return type in WAITS ? WAITS[type as keyof typeof WAITS] : "broken";
}

function mayPassNow(answer: SoundTrouble | undefined, call: CallDetail): boolean {
  return answer === "being_prepared" || (answer === "not_heard_yet" && isHeard(call));
}

/** Sound that no browser plays gets a copy that all of them play, when it is transcribed. */
function inView(answer: SoundTrouble, call: CallDetail): SoundTrouble {
  return answer === "broken" && isBeingHeard(call) ? "not_heard_yet" : answer;
}

function isWait(trouble: SoundTrouble | null): boolean {
  return trouble !== null && trouble !== "broken";
}

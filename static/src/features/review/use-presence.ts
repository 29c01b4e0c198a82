/** Who else has this call open; and word of what is saved elsewhere. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";

import { CLOSED_SIGNED_OUT, connect, liveUrl } from "../../lib/live";
import { SESSION_KEY, useSession } from "../../lib/session";
import { othersOf, statesOf, type Watched } from "./presence";
import { CALL_REVIEWS } from "./queries";
import type { SavingReview } from "./use-saving";

export interface Presence {
  /** Names of the others, each once. */
  others: readonly string[];
}

export function usePresence(callId: string, saving: SavingReview): Presence {
  const client = useQueryClient();
  const { user_id } = useSession();
  const [watched, setWatched] = useState<Watched | null>(null);
  const states = useRef("");

  const receive = useEffectEvent((message: Watched) => {
    setWatched(message);
    const own = message.reviews.find(({ id }) => id === saving.review.id);
    if (own && saving.status === "saved" && own.revision > saving.review.revision) saving.follow();
    const now = statesOf(message);
    if (states.current !== "" && states.current !== now)
      void client.invalidateQueries({ queryKey: CALL_REVIEWS });
    states.current = now;
  });

  useEffect(() => {
    const opened = connect<Watched>(liveUrl(`/api/v1/calls/${callId}/presence`), {
      onMessage: (message) => receive(message),
      onRefused: (code) => {
        if (code === CLOSED_SIGNED_OUT) client.setQueryData(SESSION_KEY, null);
      },
      onOnline: (online) => {
        if (!online) setWatched(null);
      },
    });
    return opened.close;
  }, [callId, client]);

  return useMemo(() => ({ others: othersOf(watched, user_id) }), [watched, user_id]);
}

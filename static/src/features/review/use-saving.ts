/** A review that is saved by itself while somebody works on it. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useEffectEvent, useReducer } from "react";

import { retryDelay } from "../../lib/live";
import { asProblem, hasStatus } from "../../lib/problem";
import { SESSION_KEY } from "../../lib/session";
import type { Act } from "./acts";
import { forgetHere, keepHere, keptHere } from "./kept-here";
import { reviewKey } from "./queries";
import { getReview, sendAct } from "./requests";
import {
  nextToSend,
  type SaveStatus,
  type Saving,
  save,
  shownReview,
  startSaving,
  statusOf,
} from "./saving";
import type { Review } from "./types";

/** Answers that say nothing of the act itself: it is worth another try. */
const TOO_MANY = 429;
const SIGNED_OUT = 401;

export interface SavingReview {
  /** With everything done since it was stored. */
  review: Review;
  /** Changes that wait. */
  waiting: number;
  status: SaveStatus;
  conflict: Saving["conflict"];
  refused: unknown;
  mayUndo: boolean;
  /** What undoing would do. */
  nextUndo: Act | undefined;
  act(act: Act): void;
  undo(): void;
  retryNow(): void;
  /** Takes what the server has; `redo` does the changes that wait on top of it. */
  reload(redo: boolean): Promise<void>;
  dismissRefused(): void;
  /** Takes a newer revision in, if nothing here hangs on the old one. */
  follow(): void;
}

export function useSaving(first: Review): SavingReview {
  const client = useQueryClient();
  const [state, dispatch] = useReducer(save, first, (review) =>
    keptHere(review).reduce(
      (saving, act) => save(saving, { type: "done", act }),
      startSaving(review),
    ),
  );
  const { stored, pending, sending, failures, conflict } = state;
  const { id } = stored;

  const send = useEffectEvent(async () => {
    const act = nextToSend(state);
    if (!act) return;
    dispatch({ type: "sent" });
    try {
      const review = await sendAct(stored, act);
      client.setQueryData(reviewKey(id), review);
      dispatch({ type: "saved", review });
    } catch (error) {
      fail(error);
    }
  });

  function fail(error: unknown) {
    const { status } = asProblem(error);
    if (status === SIGNED_OUT) void client.invalidateQueries({ queryKey: SESSION_KEY });
    if (hasStatus(error, 409)) void overtaken();
    else if (status <= 0 || status >= 500 || status === TOO_MANY || status === SIGNED_OUT)
      dispatch({ type: "unreachable" });
    else dispatch({ type: "refused", error });
  }

  /** Who was faster is told by the review as it is now. */
  async function overtaken() {
    const review = await getReview(id).catch(() => null);
    const isOther = review !== null && review.reviewer.id !== stored.reviewer.id;
    dispatch({ type: "overtaken", who: isOther ? review.reviewer.name : null });
  }

  const head = pending[0];
  useEffect(() => {
    if (!head || sending || conflict) return;
    const pause_ms = failures > 0 ? retryDelay(failures - 1) : 0;
    const timer = setTimeout(() => void send(), pause_ms);
    return () => clearTimeout(timer);
  }, [head, sending, conflict, failures]);

  useEffect(() => {
    if (pending.length === 0) return forgetHere(id);
    keepHere(stored, pending);
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [id, stored, pending]);

  const act = useCallback((one: Act) => dispatch({ type: "done", act: one }), []);

  async function take(redo: boolean) {
    const review = await getReview(id);
    client.setQueryData(reviewKey(id), review);
    dispatch({ type: "reloaded", review, redo });
  }

  return {
    review: shownReview(state),
    waiting: pending.length,
    status: statusOf(state),
    conflict,
    refused: state.refused,
    mayUndo: state.undo.length > 0,
    nextUndo: state.undo.at(-1),
    act,
    undo: () => dispatch({ type: "undone" }),
    retryNow: () => void send(),
    reload: (redo) => take(redo).catch(() => dispatch({ type: "unreachable" })),
    dismissRefused: () => dispatch({ type: "seen" }),
    follow: () =>
      void getReview(id)
        .then((review) => dispatch({ type: "followed", review }))
        // The next change or a reload will tell.
        .catch(() => undefined),
  };
}

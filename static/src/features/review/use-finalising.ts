/** From the last verdict to the next call. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";

import { callKey } from "../../components/call/queries";
import { CALL_REVIEWS, reviewKey, TASKS } from "./queries";
import { finaliseReview, takeNext } from "./requests";
import type { Working } from "./use-active-time";
import type { Desk } from "./use-desk";

export interface Finalising {
  /** What is being asked; null for nothing. */
  asking: "this" | "next" | null;
  /** Asks; where the review is over already it goes on to the next call. */
  ask(next: boolean): void;
  close(): void;
  /** Rejects with the server's word. */
  finalise(): Promise<void>;
  goOn(): void;
  /** Why there is no next call. */
  error: unknown;
}

export function useFinalising(desk: Desk, { active_s }: Working): Finalising {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"this" | "next" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { saving } = desk;

  async function finalise() {
    const wanted = asking;
    const final = await finaliseReview(saving.review, active_s);
    client.setQueryData(reviewKey(final.id), final);
    await Promise.all([
      saving.reload(false),
      client.invalidateQueries({ queryKey: callKey(final.call_id) }),
      client.invalidateQueries({ queryKey: CALL_REVIEWS }),
      client.invalidateQueries({ queryKey: TASKS }),
    ]);
    // It is final, whatever becomes of the next one.
    if (wanted === "next") await next().catch(setError);
  }

  async function next() {
    const task = await takeNext();
    if (task) return navigate(`/reviews/calls/${task.call.id}?task=${task.id}`);
    navigate("/reviews/queue");
  }

  function goOn() {
    setError(null);
    next().catch(setError);
  }

  function ask(wantsNext: boolean) {
    if (desk.editable) setAsking(wantsNext ? "next" : "this");
    else goOn();
  }

  return { asking, ask, close: () => setAsking(null), finalise, goOn, error };
}

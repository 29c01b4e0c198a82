import { useEffect, useReducer, useState } from "react";

import type { BoardState } from "../../components/board/board";
import type { WallComparison } from "../../lib/api";
import { cheered, type Joy, type Joys, look, nextCheer, noJoys } from "./celebrations";

const SHOWN_MS = 8000;
/** Between two banners: where a sale comes every minute, the board is still to be read. */
const REST_MS = 20_000;

type Records = WallComparison["records"] | undefined;
type Step = { state: BoardState; records: Records } | { done: readonly Joy[] };

function step(joys: Joys, next: Step): Joys {
  return "done" in next ? cheered(joys, next.done) : look(joys, next.state, next.records);
}

const NOTHING: readonly Joy[] = [];

/** What to cheer for now: for eight seconds, and then for a while nothing. */
export function useCelebrations(state: BoardState, records: Records): readonly Joy[] {
  const [joys, dispatch] = useReducer(step, noJoys);
  const [shown, setShown] = useState(NOTHING);
  const [isResting, setResting] = useState(false);

  useEffect(() => dispatch({ state, records }), [state, records]);

  const next = nextCheer(joys);
  const isDue = next.length > 0 && shown.length === 0 && !isResting;
  useEffect(() => {
    if (!isDue) return;
    setShown(next);
    setResting(true);
    dispatch({ done: next });
  }, [isDue, next]);

  useEffect(() => {
    if (shown.length === 0) return;
    const timer = setTimeout(() => setShown(NOTHING), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  useEffect(() => {
    if (!isResting) return;
    const timer = setTimeout(() => setResting(false), SHOWN_MS + REST_MS);
    return () => clearTimeout(timer);
  }, [isResting]);
  return shown;
}

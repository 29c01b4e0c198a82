import { useEffect, useReducer } from "react";

import type { BoardState } from "../../components/board/board";
import type { WallComparison } from "../../lib/api";
import { cheered, type Joy, type Joys, look, noJoys } from "./celebrations";

const SHOWN_MS = 8000;

type Step = { state: BoardState; records: WallComparison["records"] | undefined } | "cheered";

function step(joys: Joys, next: Step): Joys {
  return next === "cheered" ? cheered(joys) : look(joys, next.state, next.records);
}

/** What to cheer for now, each for eight seconds. */
export function useCelebrations(
  state: BoardState,
  records: WallComparison["records"] | undefined,
): Joy | undefined {
  const [{ waiting }, dispatch] = useReducer(step, noJoys);
  const [joy] = waiting;

  useEffect(() => dispatch({ state, records }), [state, records]);

  const place = joy && `${joy.kind}/${joy.key}`;
  useEffect(() => {
    if (!place) return;
    const timer = setTimeout(() => dispatch("cheered"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [place]);
  return joy;
}

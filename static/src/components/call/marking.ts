/** What a screen marks on hits and words besides what was scored; a reader's screen marks nothing. */
import { createContext, type ReactNode, useContext } from "react";

import type { Hit } from "../../lib/api";
import type { Correction } from "./pieces";

export type HitState = "open" | "confirmed" | "rejected" | "unsure" | "added";

/** Characters `from:to` of utterance number `utterance`. */
export interface Words {
  utterance: number;
  from: number;
  to: number;
}

export interface Marking {
  /** Null for hits that nobody has to look at. */
  stateOf(hitId: string): HitState | null;
  /** The hit in hand. */
  current: string | null;
  /** By number of the utterance. */
  corrections: ReadonlyMap<number, readonly Correction[]>;
  picked: Words | null;
  /** What stands below the turn of the picked words. */
  below: ReactNode;
  onHit?: (hit: Hit) => void;
  onWord?: (words: Words) => void;
}

const NOTHING: Marking = {
  stateOf: () => null,
  current: null,
  corrections: new Map(),
  picked: null,
  below: null,
};

export const MarkingContext = createContext<Marking>(NOTHING);

export function useMarking(): Marking {
  return useContext(MarkingContext);
}

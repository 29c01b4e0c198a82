/** What the waveform and the transcript show of a review. Pure. */
import type { ReactNode } from "react";

import type { HitState, Marking, Words } from "../../components/call/marking";
import type { Hit } from "../../lib/api";
import type { MarkedHit } from "./hits";
import type { Correction } from "./types";

interface Shown {
  hits: readonly MarkedHit[];
  current: string | null;
  corrections: readonly Correction[];
  picked: Words | null;
  below: ReactNode;
  onHit: (hit: Hit) => void;
}

export function markingOf({ hits, current, corrections, picked, below, onHit }: Shown): Marking {
  const states = new Map<string, HitState | null>(hits.map(({ hit, state }) => [hit.id, state]));
  return {
    stateOf: (id) => states.get(id) ?? null,
    corrections: byUtterance(corrections),
    ...{ current, picked, below, onHit },
  };
}

function byUtterance(corrections: readonly Correction[]): Map<number, Correction[]> {
  const found = new Map<number, Correction[]>();
  for (const one of corrections)
    found.set(one.utterance, [...(found.get(one.utterance) ?? []), one]);
  return found;
}

/** Silences that are skipped while listening. Pure. */
import { silences } from "../../components/call/marks";
import type { Acoustics, Utterance } from "../../lib/api";

interface Stretch {
  start_s: number;
  end_s: number;
}

/** Shorter ones belong to how people talk. */
const SHORTEST_S = 2;
/** The breath before somebody speaks. */
const BREATH_S = 0.4;

/** As they were measured; of a sound that was not, what lies between the turns. */
export function skippable(
  acoustics: Acoustics | null,
  utterances: readonly Utterance[],
): Stretch[] {
  const found = acoustics?.silences ?? silences(utterances);
  return found.filter(({ start_s, end_s }) => end_s - start_s >= SHORTEST_S);
}

/** Where to go on from `second`; null where somebody speaks or soon will. */
export function skipTo(stretches: readonly Stretch[], second: number): number | null {
  const here = stretches.find(
    ({ start_s, end_s }) => start_s + BREATH_S <= second && second < end_s - 2 * BREATH_S,
  );
  return here ? here.end_s - BREATH_S : null;
}

/** How a goal is broken down onto those below. Pure. */

export interface Part {
  id: string;
  /** How many agents: a team's share is by its heads. */
  heads: number;
}

/**
 * `target` in whole steps of `step`, by heads, adding up exactly.
 *
 * Largest remainders, so nobody differs from their fair share by a step or more; of equal
 * remainders the first gets it. Empty where nobody is below.
 */
export function split(target: number, parts: readonly Part[], step = 1): number[] {
  const heads = parts.reduce((sum, part) => sum + part.heads, 0);
  if (heads === 0) return parts.map(() => 0);
  const steps = Math.round(target / step);
  const fair = parts.map((part) => (steps * part.heads) / heads);
  const whole = fair.map(Math.floor);
  const left = steps - whole.reduce((sum, count) => sum + count, 0);
  const byRemainder = fair
    .map((value, place) => ({ place, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.place - b.place);
  const lucky = new Set(byRemainder.slice(0, left).map(({ place }) => place));
  return whole.map((count, place) => (count + (lucky.has(place) ? 1 : 0)) * step);
}

export interface Hours {
  /** 09:00, or with seconds. */
  from: string;
  to: string;
}

/** Hours of work in a day, the pause left out; midnight at the end is 24:00. */
export function workedHours(work: Hours, pause?: Hours | null): number {
  return length(work) - (pause ? length(pause) : 0);
}

function length({ from, to }: Hours): number {
  const until = minutes(to) || 24 * 60;
  return (until - minutes(from)) / 60;
}

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(":").map(Number);
  return hours * 60 + rest;
}

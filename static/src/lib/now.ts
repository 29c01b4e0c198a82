/** One clock for the whole page, ticking once a second while anyone looks at it. */
import { createContext, useContext, useSyncExternalStore } from "react";

export interface Clock {
  subscribe(listener: () => void): () => void;
  /** Milliseconds since the epoch; the same until the listeners hear of another. */
  read(): number;
}

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function read(): number {
  return timer ? now : Date.now() - (Date.now() % 1000);
}

const ClockContext = createContext<Clock>({ subscribe, read });

/** Lets what is below it go by another clock: that of a past hour. */
export const ClockProvider = ClockContext.Provider;

/** This computer's clock, or the one of the hour that is played. */
export function useClockHand(): Clock {
  return useContext(ClockContext);
}

/** Milliseconds since the epoch by this computer's clock. */
export function useNow(): number {
  const clock = useClockHand();
  return useSyncExternalStore(clock.subscribe, clock.read);
}

/** What `select` makes of the clock. Draws anew only when that changes, not every second. */
export function useClock<Value extends string | number | boolean>(
  select: (now_ms: number) => Value,
): Value {
  const clock = useClockHand();
  return useSyncExternalStore(clock.subscribe, () => select(clock.read()));
}

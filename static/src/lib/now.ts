/** One clock for the whole page, ticking once a second while anyone looks at it. */
import { useSyncExternalStore } from "react";

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

/** Milliseconds since the epoch by this computer's clock. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}

/** What `select` makes of the clock. Draws anew only when that changes, not every second. */
export function useClock<Value extends string | number | boolean>(
  select: (now_ms: number) => Value,
): Value {
  return useSyncExternalStore(subscribe, () => select(read()));
}

import { useEffect, useEffectEvent } from "react";

/** Calls `tick` every ten seconds, also while nobody looks at the page. */
export function useSteadyTick(wanted: boolean, tick: () => void): void {
  const onTick = useEffectEvent(tick);
  useEffect(() => {
    if (!wanted) return;
    const ticker = new Worker(new URL("./ticker.ts", import.meta.url), { type: "module" });
    ticker.onmessage = () => onTick();
    return () => ticker.terminate();
  }, [wanted]);
}

/** How much room the window has. */
import { useSyncExternalStore } from "react";

const NARROW = windows("(max-width: 767px)");
const ROOMY = windows("(min-width: 1440px)");

/** Whether the window is as narrow as a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(NARROW.watch, NARROW.match);
}

/** Whether tables of many columns have room for whole names. */
export function useRoomy(): boolean {
  return useSyncExternalStore(ROOMY.watch, ROOMY.match);
}

function windows(query: string) {
  return {
    match: () => window.matchMedia(query).matches,
    watch: (listener: () => void) => {
      const watched = window.matchMedia(query);
      watched.addEventListener("change", listener);
      return () => watched.removeEventListener("change", listener);
    },
  };
}

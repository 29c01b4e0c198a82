/** How long ago, in words of the reader's language. */
import { useMemo } from "react";

import { type Language, usePreferences } from "./preferences";

const STEPS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
] as const;

/** `3 minutes ago`. Pure. What lies ahead by a clock that differs is now. */
export function ago(language: Language, instant: string, now_ms: number): string {
  const seconds = Math.max(0, Math.floor((now_ms - Date.parse(instant)) / 1000));
  const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? (["second", 1] as const);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(
    -Math.floor(seconds / size),
    unit,
  );
  // As elsewhere: 3 秒前, with a space between a number and the Chinese after it.
  return words.replace(/^(\d+)(\p{sc=Han})/u, "$1 $2").replace("秒钟", "秒");
}

export function useAgo(): (instant: string, now_ms: number) => string {
  const { language } = usePreferences();
  return useMemo(() => (instant, now_ms) => ago(language, instant, now_ms), [language]);
}

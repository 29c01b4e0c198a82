import { useCallback } from "react";

import { type Language, usePreferences } from "../../lib/preferences";

const BOTH_LANGUAGES = /^(.*\p{Script=Han}.*) · (\P{Script=Han}+)$/u;

/** `红线命中 · Fatal hit` as the reader calls it; names in one language stay as they are. */
export function nameIn(language: Language, name: string): string {
  const [, zh, en] = BOTH_LANGUAGES.exec(name) ?? [];
  return (language === "zh-CN" ? zh : en) ?? name;
}

/** The names of alert rules, in the reader's language. */
export function useRuleName(): (name: string) => string {
  const { language } = usePreferences();
  return useCallback((name) => nameIn(language, name), [language]);
}

import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { useWords } from "../../lib/words";
import { useChannels } from "./channel-queries";
import type { Say } from "./gap-words";
import { useScorecardRules, useSources } from "./rule-queries";

/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** Words and names for reading rules in the reader's language. */
export function useSay(): Say {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { decimal, list } = useFormat();
  const word = useWords();
  const channels = useChannels(null).data?.items;
  const sources = useSources(useCan("sources:manage")).data;
  const rules = useScorecardRules(useCan("reviews:read")).data;
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
    const labelOf = (options: { value: string; label: string }[] | undefined, value: string) =>
      options?.find((one) => one.value === value)?.label;
    return {
      ...{ t, decimal, list },
      outcome: (value) => word("outcome", value),
      reason: (value) => word("break_reason", value),
      channel: (id) =>
        channels?.find((one) => one.id === id)?.name ?? t("alert_rules.channel_gone"),
      source: (id) => labelOf(sources, id) ?? t("alert_rules.field.sources"),
      rule: (key) => labelOf(rules, key) ?? key,
      weekday: (number) => day.format(MONDAY + (number - 1) * DAY_MS),
    };
  }, [t, language, decimal, list, word, channels, sources, rules]);
}

/** The days of a week, as a list to choose from. */
export function useWeekdays(): { value: number; label: string }[] {
  const { language } = usePreferences();
  return useMemo(() => {
    const day = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
    return Array.from({ length: 7 }, (_, place) => ({
      value: place + 1,
      label: day.format(MONDAY + place * DAY_MS),
    }));
  }, [language]);
}

import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { usePacks } from "./queries";
import type { Say } from "./say";

/** Tells conditions in the reader's language, with the names of packs and of a card's rules. */
export function useSay(rules: readonly { key: string; name: string }[] = []): Say {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { decimal, list } = useFormat();
  const word = useWords();
  const packs = usePacks().data?.items;
  return useMemo(() => {
    const ruleNames = new Map(rules.map(({ key, name }) => [key, name]));
    const packNames = new Map(packs?.map(({ key, name }) => [key, name[language]]));
    return {
      t,
      decimal,
      list,
      pack: (key) => packNames.get(key) ?? key,
      rule: (key) => ruleNames.get(key) || key,
      language: (code) => word("language", code),
      value: (fact, value) =>
        fact === "outcome" || fact === "hangup_by" ? word(fact, value) : value,
    };
  }, [t, decimal, list, word, packs, language, rules]);
}

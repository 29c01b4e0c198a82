import { useTranslation } from "react-i18next";

import { useAlertText } from "../../components/alerts/use-alert-text";
import { useFormat } from "../../lib/format";
import type { MarkCard } from "./marks";

export interface MarkText {
  /** Whom or what it is about; empty where nobody is known. */
  who: string;
  what: string;
}

/** Fatal hits, sales and alerts in the reader's words. */
export function useMarkText(): (card: MarkCard) => MarkText {
  const { t } = useTranslation();
  const format = useFormat();
  const { says } = useAlertText();
  return (card) => {
    switch (card.kind) {
      case "fatal":
        return { who: card.agent_name ?? "", what: card.rule_name };
      case "sale":
        return {
          who: card.agent_name ?? "",
          what:
            card.amount === null
              ? t("replay.sold")
              : t("replay.sold_for", { amount: format.money(card.amount, card.currency) }),
        };
      case "alert":
        return { who: card.subject, what: says(card) };
    }
  };
}

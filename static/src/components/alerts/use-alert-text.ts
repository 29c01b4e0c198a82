import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { AlertCard } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import { type AlertKind, kindOf, MEASURES } from "./kinds";

export interface AlertText {
  /** What was measured: `6:12`, `2.7%`, `4 times`; null where nothing is. */
  measured(kind: AlertKind, value: number | null): string | null;
  /** What the rule allows: `5 min`. */
  allowed(kind: AlertKind, limit: number | null): string | null;
  /** What goes on, without whom it is about: `ready for 6:12`. */
  says(alert: Pick<AlertCard, "rule_kind" | "rule_name"> & { value?: number | null }): string;
}

/** Alerts in the reader's words. */
export function useAlertText(): AlertText {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const times = (value: number) => t("alerts.calls_count", { value: format.count(value) });

    function measured(kind: AlertKind, value: number | null): string | null {
      if (value === null) return null;
      const measure = MEASURES[kind];
      if (measure === "minutes") return formatDuration(value * 60);
      if (measure === "percent") return format.percent(value / 100);
      return measure === "times" ? times(value) : null;
    }

    function allowed(kind: AlertKind, limit: number | null): string | null {
      if (limit !== null && MEASURES[kind] === "minutes")
        return t("alerts.minutes", { value: format.decimal(limit) });
      return measured(kind, limit);
    }

    function says(alert: Pick<AlertCard, "rule_kind" | "rule_name"> & { value?: number | null }) {
      const { rule_kind, rule_name, value = null } = alert;
      const kind = kindOf(rule_kind);
      if (!kind) return rule_name;
      const told = measured(kind, value);
      // A rate of nothing or a silence of unknown length has no number to fill in.
      if (told === null && MEASURES[kind] !== "none") return t(`alerts.kind.${kind}`);
      return t(`alerts.says.${kind}`, { value: told ?? "" });
    }

    return { measured, allowed, says };
  }, [t, format]);
}

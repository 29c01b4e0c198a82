import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { AlertCard } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import { type AlertKind, kindOf, MEASURES, type Measure } from "./kinds";
import { useRuleName } from "./rule-name";

const MINUTE_S = 60;
const DAY_S = 86_400;

type Said = Pick<AlertCard, "rule_kind" | "rule_name"> & { value?: number | null };

type About = Pick<AlertCard, "subject" | "agent_unknown">;

export interface AlertText {
  /** Whom or what it is about; the name a dialer has for an agent says that nobody knows them. */
  about(alert: About): string;
  /** What was measured: `6:12`, `2.7%`, `4 times`; null where nothing is. */
  measured(kind: AlertKind, value: number | null): string | null;
  /** What the rule allows: `5 min`. */
  allowed(kind: AlertKind, limit: number | null): string | null;
  /** What goes on, without whom it is about: `ready for 6:12`. */
  says(alert: Said): string;
}

/** Alerts in the reader's words. */
export function useAlertText(): AlertText {
  const { t } = useTranslation();
  const format = useFormat();
  const named = useRuleName();
  return useMemo(() => {
    const told: Record<Measure, (value: number) => string | null> = {
      minutes: (value) => formatDuration(value * MINUTE_S),
      percent: (value) => format.percent(value / 100),
      times: (value) => t("alerts.calls_count", { value: format.count(value) }),
      // Within the first day the clock says more.
      days: (value) =>
        value < 1
          ? formatDuration(value * DAY_S)
          : t("alerts.days", { value: format.decimal(value) }),
      none: () => null,
    };

    function measured(kind: AlertKind, value: number | null): string | null {
      return value === null ? null : told[MEASURES[kind]](value);
    }

    function allowed(kind: AlertKind, limit: number | null): string | null {
      if (limit !== null && MEASURES[kind] === "minutes")
        return t("alerts.minutes", { value: format.decimal(limit) });
      return measured(kind, limit);
    }

    function says({ rule_kind, rule_name, value = null }: Said): string {
      const kind = kindOf(rule_kind);
      if (!kind) return named(rule_name);
      const number = measured(kind, value);
      // A silence of unknown length has no number to fill in.
      if (number === null && MEASURES[kind] !== "none") return t(`alerts.kind.${kind}`);
      return t(`alerts.says.${kind}`, { value: number ?? "" });
    }

    function about({ subject, agent_unknown }: About): string {
      return agent_unknown ? t("alerts.unknown_agent", { name: subject }) : subject;
    }

    return { about, measured, allowed, says };
  }, [t, format, named]);
}

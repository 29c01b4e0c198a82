import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useAlertText } from "../../components/alerts/use-alert-text";
import { usePreferences } from "../../lib/preferences";
import { desktopState, show } from "./desktop";
import { MOST_AT_ONCE, newsOf, remember } from "./news";
import type { Alert } from "./queries";
import { useLeader } from "./use-leader";
import { useSteadyTick } from "./use-steady-tick";
import type { Waiting } from "./waiting";
import { placeOf } from "./where";

const LOCK = "earshot.alert-news";
const TOLD = "earshot.alerts.told";

/** Lets the browser tell of new alerts: one tab does for all, also in the background. */
export function useAlertNews({ sees, alerts, look }: Waiting): void {
  const { alert_notices } = usePreferences();
  const wanted = sees && alert_notices !== "off" && desktopState() === "allowed";
  const leads = useLeader(LOCK, wanted);
  const tell = useTell();
  useSteadyTick(leads, look);

  const onAlerts = useEffectEvent((now: readonly Alert[]) => {
    if (alert_notices === "off") return;
    const told = readTold();
    const news = newsOf(now, told, alert_notices, Date.now());
    if (news.length === 0) return;
    writeTold(remember(told, news));
    tell(news);
  });

  useEffect(() => {
    if (leads) onAlerts(alerts);
  }, [leads, alerts]);
}

/** Says it, and takes it back where nobody has to look any more. */
function useTell() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { about, says } = useAlertText();
  const navigate = useNavigate();
  return (news: readonly Alert[]) => {
    const [first] = news;
    if (news.length > MOST_AT_ONCE || !first) {
      const title = t("alerts.desktop.many_title", { value: news.length });
      const body = news
        .map((alert) => `${about(alert)} ${says({ ...alert, rule_kind: alert.kind })}`)
        .join("\n");
      const onClick = () => void navigate("/boards/alerts");
      show({ tag: `earshot-${first?.id}`, title, body, lang: language, onClick });
      return;
    }
    for (const alert of news) {
      const title = `${t(`alerts.severity.${alert.severity}`)} · ${about(alert)}`;
      const onClick = () => void navigate(placeOf(alert).to);
      show({
        tag: `earshot-${alert.id}`,
        title,
        body: says({ ...alert, rule_kind: alert.kind }),
        lang: language,
        onClick,
      });
    }
  };
}

function readTold(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(TOLD) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function writeTold(told: readonly string[]): void {
  try {
    localStorage.setItem(TOLD, JSON.stringify(told));
  } catch {
    // Told again after a reload, at worst.
  }
}

import { Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { type AlertNotices, setPreferences, usePreferences } from "../../lib/preferences";
import styles from "./bell.module.css";
import { askForDesktop, desktopState, show } from "./desktop";

const TRIAL = "earshot-trial";

/** Whether the browser tells of alerts outside its window; asked for by a click, never before. */
export function DesktopSetting() {
  const { t } = useTranslation();
  const { alert_notices, language } = usePreferences();
  const [state, setState] = useState(desktopState);
  const possible = state === "allowed" || state === "unknown";
  // What was chosen before the browser was told to block it.
  const chosen: AlertNotices = state === "allowed" ? alert_notices : "off";

  async function choose(wanted: AlertNotices) {
    if (wanted !== "off") {
      const now = await askForDesktop();
      setState(now);
      if (now !== "allowed") return;
    }
    setPreferences({ alert_notices: wanted });
  }

  function tryOne() {
    show({
      tag: TRIAL,
      title: t("alerts.desktop.test_title"),
      body: t("alerts.desktop.test_body"),
      lang: language,
      onClick: () => {},
    });
  }

  return (
    <div className={styles.desktop}>
      <span id="desktop-notices">{t("alerts.desktop.label")}</span>
      <Segmented<AlertNotices>
        size="small"
        aria-labelledby="desktop-notices"
        disabled={!possible}
        value={chosen}
        onChange={(wanted) => void choose(wanted)}
        options={[
          { value: "off", label: t("alerts.desktop.off") },
          { value: "critical", label: t("alerts.desktop.critical") },
          { value: "warning", label: t("alerts.desktop.warning") },
        ]}
      />
      {chosen !== "off" && (
        <Button size="small" type="link" onClick={tryOne}>
          {t("alerts.desktop.test")}
        </Button>
      )}
      <p className={styles.note}>{t(`alerts.desktop.${state}`)}</p>
    </div>
  );
}

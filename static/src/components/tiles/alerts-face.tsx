import { useTranslation } from "react-i18next";

import { AlertLine } from "../alerts/alert-line";
import type { FaceProps } from "./shown";
import styles from "./tiles.module.css";

const SHOWN = 12;

/** What wants looking at, the newest first. */
export function AlertsFace({ scope, shown }: FaceProps<"alerts">) {
  const { t } = useTranslation();
  const alerts = scope.alerts
    .toSorted((a, b) => Date.parse(b.raised_at) - Date.parse(a.raised_at))
    .slice(0, SHOWN);
  if (alerts.length === 0) return <p className={styles.empty}>{t("views.quality_no_alerts")}</p>;
  return (
    <ol className={styles.lines}>
      {alerts.map((alert) => (
        <li key={alert.key}>
          <AlertLine alert={alert} clockOffsetMs={shown.state.clock_offset_ms} />
        </li>
      ))}
    </ol>
  );
}

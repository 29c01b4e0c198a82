import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { AcknowledgeButton } from "../../components/alerts/acknowledge";
import { AlertLine } from "../../components/alerts/alert-line";
import { useAlertText } from "../../components/alerts/use-alert-text";
import { useFormat } from "../../lib/format";
import styles from "./bell.module.css";
import { DesktopSetting } from "./desktop-setting";
import type { Alert } from "./queries";
import type { Waiting } from "./waiting";
import { placeOf } from "./where";

interface Props {
  waiting: Waiting;
  /** Called when something leads away. */
  onLeave: () => void;
}

/** The newest alerts that nobody has seen to. */
export default function BellAlerts({ waiting: { alerts, count }, onLeave }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const more = count - alerts.length;
  return (
    <>
      <section aria-labelledby="bell-alerts">
        <header className={styles.head}>
          <h2 id="bell-alerts">{t("alerts.bell.alerts")}</h2>
          <Link to="/boards/alerts" onClick={onLeave}>
            {t("alerts.bell.all")}
          </Link>
        </header>
        {alerts.length === 0 ? (
          <p className={styles.note}>{t("alerts.bell.none")}</p>
        ) : (
          <ul className={styles.alerts} aria-live="polite">
            {alerts.map((alert) => (
              <BellAlert key={alert.id} alert={alert} onLeave={onLeave} />
            ))}
          </ul>
        )}
        {more > 0 && (
          <Link className={styles.note} to="/boards/alerts" onClick={onLeave}>
            {t("alerts.bell.more", { value: format.count(more) })}
          </Link>
        )}
      </section>
      <DesktopSetting />
    </>
  );
}

function BellAlert({ alert, onLeave }: { alert: Alert; onLeave: () => void }) {
  const { about, says } = useAlertText();
  const shown = { ...alert, rule_kind: alert.kind };
  return (
    <li>
      <AlertLine
        alert={shown}
        to={placeOf(alert).to}
        onLeave={onLeave}
        acts={
          <AcknowledgeButton compact alertId={alert.id} what={`${about(alert)} ${says(shown)}`} />
        }
      />
    </li>
  );
}

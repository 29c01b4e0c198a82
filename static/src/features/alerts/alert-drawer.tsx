import { Drawer } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { AcknowledgeButton } from "../../components/alerts/acknowledge";
import { isFloor } from "../../components/alerts/kinds";
import { useRuleName } from "../../components/alerts/rule-name";
import { SeverityTag } from "../../components/alerts/severity";
import { useAlertText } from "../../components/alerts/use-alert-text";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { AlertState } from "./alert-state";
import styles from "./alerts.module.css";
import { PlaceLink } from "./place-link";
import { type AlertDetail, useAlert } from "./queries";

/** Everything that is known of one alert, with whom it was told to. */
export function AlertDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const alert = useAlert(id);
  const named = useRuleName();
  const title = alert.data ? named(alert.data.rule_name) : t("alerts.what");
  return (
    <Drawer open size={480} title={title} onClose={onClose}>
      {alert.data ? (
        <Known alert={alert.data} />
      ) : alert.error ? (
        <ProblemPanel error={alert.error} onRetry={alert.refetch} inline />
      ) : (
        <Placeholder height={240} />
      )}
    </Drawer>
  );
}

function Known({ alert }: { alert: AlertDetail }) {
  const { t } = useTranslation();
  const { dateTime, count } = useFormat();
  const { about, says, measured, allowed } = useAlertText();
  const { kind, severity, value, limit, raised_at, last_at } = alert;
  const told = says({ ...alert, rule_kind: kind });
  const bound = allowed(kind, limit);
  return (
    <div className={styles.known}>
      <p>
        <SeverityTag severity={severity} /> <strong>{about(alert)}</strong> {told}
      </p>
      <dl className={styles.facts}>
        <Fact term={t("alerts.kind_label")}>{t(`alerts.kind.${kind}`)}</Fact>
        <Fact term={t("alerts.value")}>
          {[
            measured(kind, value),
            bound && t(isFloor(kind) ? "alerts.floor" : "alerts.limit", { limit: bound }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </Fact>
        <Fact term={t("alerts.unit_label")}>{alert.unit_name}</Fact>
        <Fact term={t("alerts.agent_label")}>{alert.agent_name}</Fact>
        <Fact term={t("calls.campaign")}>{alert.campaign_name}</Fact>
        <Fact term={t("alerts.since")}>{dateTime(raised_at)}</Fact>
        <Fact term={t("alerts.last")}>{last_at !== raised_at && dateTime(last_at)}</Fact>
        <Fact term={t("alerts.count")}>{count(alert.count)}</Fact>
        <Fact term={t("alerts.state")}>
          <AlertState alert={alert} />
        </Fact>
      </dl>
      <span className={styles.acts}>
        <PlaceLink alert={alert} />
        {!alert.acknowledged_at && !alert.over_at && (
          <AcknowledgeButton alertId={alert.id} what={`${about(alert)} ${told}`} />
        )}
      </span>
      <h3>{t("alerts.told_by")}</h3>
      <Deliveries alert={alert} />
    </div>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Deliveries({ alert: { deliveries } }: { alert: AlertDetail }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (deliveries.length === 0) return <p className={styles.note}>{t("alerts.told_nobody")}</p>;
  return (
    <ul className={styles.deliveries}>
      {deliveries.map(({ id, channel_name, state, sent_at, created_at, error }) => (
        <li key={id} data-state={state}>
          <strong>{channel_name}</strong> {t(`channels.delivery.${state}`)}
          <div className={styles.note}>{dateTime(sent_at ?? created_at)}</div>
          {error && <div className={styles.quote}>{error}</div>}
        </li>
      ))}
    </ul>
  );
}

import { Empty, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { AcknowledgeButton } from "../../components/alerts/acknowledge";
import { isFloor } from "../../components/alerts/kinds";
import { useRuleName } from "../../components/alerts/rule-name";
import { SeverityTag } from "../../components/alerts/severity";
import { useAlertText } from "../../components/alerts/use-alert-text";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { AlertState } from "./alert-state";
import styles from "./alerts.module.css";
import type { View } from "./filters";
import { PlaceLink } from "./place-link";
import type { Alert } from "./queries";
import { Since } from "./since";
import { useListKeys } from "./use-list-keys";

interface Props {
  alerts: Alert[];
  view: View;
  /** The rows belong to other filters; the right ones are on their way. */
  stale: boolean;
  onShow: (id: string) => void;
}

/** Alerts in a list; J and K choose one, A sees to it. */
export function AlertsTable({ alerts, view, stale, onShow }: Props) {
  const { t } = useTranslation();
  const [acknowledging, setAcknowledging] = useState<string | null>(null);
  const { chosen, choose } = useListKeys(alerts, setAcknowledging);
  const past = view === "history";
  return (
    <div className={styles.table} data-stale={stale}>
      <Table<Alert>
        aria-label={t("alerts.table")}
        size="small"
        rowKey="id"
        dataSource={alerts}
        pagination={false}
        sticky
        scroll={{ x: 960 }}
        tableLayout="fixed"
        rowClassName={(alert) => (alert.id === chosen ? (styles.chosen ?? "") : "")}
        onRow={({ id }) => ({ onClick: () => choose(id), "aria-current": id === chosen })}
        locale={{ emptyText: <Nothing view={view} /> }}
        columns={[
          {
            title: t("alerts.severity_label"),
            width: 88,
            render: (_, { severity }) => <SeverityTag severity={severity} />,
          },
          {
            title: t("alerts.what"),
            render: (_, alert) => <What alert={alert} onShow={() => onShow(alert.id)} />,
          },
          {
            title: t("alerts.value"),
            width: 120,
            align: "right",
            render: (_, alert) => <Value alert={alert} />,
          },
          {
            title: t("alerts.since"),
            width: 128,
            render: (_, { raised_at }) => <Since at={raised_at} />,
          },
          {
            title: past ? t("alerts.lasted") : t("alerts.count"),
            width: 72,
            align: "right",
            render: (_, alert) => (past ? <Lasted alert={alert} /> : <Times alert={alert} />),
          },
          {
            title: t("alerts.state"),
            width: 184,
            render: (_, alert) => (
              <Handled
                alert={alert}
                open={acknowledging === alert.id}
                onOpenChange={(open) => setAcknowledging(open ? alert.id : null)}
              />
            ),
          },
          {
            title: t("alerts.links"),
            width: 184,
            render: (_, alert) => <PlaceLink alert={alert} />,
          },
        ]}
      />
    </div>
  );
}

/** Whom, what, and which rule says so; leads to all that is known of it. */
function What({ alert, onShow }: { alert: Alert; onShow: () => void }) {
  const { about, says } = useAlertText();
  const named = useRuleName();
  const { subject, rule_name, unit_name, campaign_name, kind } = alert;
  const where = [named(rule_name), unit_name, campaign_name].filter(
    (one) => one && one !== subject,
  );
  return (
    <>
      <Link
        className={styles.what ?? ""}
        to={`?alert=${alert.id}`}
        onClick={(event) => {
          event.preventDefault();
          onShow();
        }}
      >
        <strong>{about(alert)}</strong> {says({ ...alert, rule_kind: kind })}
      </Link>
      <div className={styles.note}>{where.join(" · ")}</div>
    </>
  );
}

function Value({ alert: { kind, value, limit } }: { alert: Alert }) {
  const { t } = useTranslation();
  const { measured, allowed } = useAlertText();
  const told = measured(kind, value);
  const bound = allowed(kind, limit);
  if (told === null) return NO_VALUE;
  const word = isFloor(kind) ? "floor" : "limit";
  return (
    <>
      <strong>{told}</strong>
      {bound && <div className={styles.note}>{t(`alerts.${word}`, { limit: bound })}</div>}
    </>
  );
}

function Times({ alert: { count: times } }: { alert: Alert }) {
  const { count } = useFormat();
  return times > 1 ? <strong>{count(times)}</strong> : count(times);
}

function Lasted({ alert: { raised_at, over_at, count: times } }: { alert: Alert }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const lasted_s = over_at ? (Date.parse(over_at) - Date.parse(raised_at)) / 1000 : 0;
  return (
    <>
      {formatDuration(lasted_s)}
      {times > 1 && <div className={styles.note}>{t("alerts.times", { value: count(times) })}</div>}
    </>
  );
}

interface HandledProps {
  alert: Alert;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Who sees to it; while nobody does, the way to say that one does. */
function Handled({ alert, open, onOpenChange }: HandledProps) {
  const { about, says } = useAlertText();
  const acknowledges = useCan("alerts:manage");
  const what = `${about(alert)} ${says({ ...alert, rule_kind: alert.kind })}`;
  if (!acknowledges || alert.acknowledged_at || alert.over_at) return <AlertState alert={alert} />;
  return (
    <AcknowledgeButton alertId={alert.id} what={what} open={open} onOpenChange={onOpenChange} />
  );
}

function Nothing({ view }: { view: View }) {
  const { t } = useTranslation();
  const manages = useCan("alerts:manage");
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t(`alerts.empty_${view}`)}</strong>
          <br />
          {t(`alerts.empty_${view}_help`)}
        </>
      }
    >
      {manages && view === "open" && <Link to="/boards/alert-rules">{t("alerts.to_rules")}</Link>}
    </Empty>
  );
}

import { LineChartOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Progress, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import styles from "./calibrations.module.css";
import { NewSession } from "./new-session";
import { type Listed, useCalibrations } from "./queries";
import { StateTag } from "./state-tag";

/** The sessions that one manages or judges in. */
export default function CalibrationsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const manages = useCan("reviews:manage");
  const sessions = useCalibrations(params.get("cursor"));
  return (
    <div className={styles.page}>
      <title>{`${t("nav.calibrations")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.calibrations")}</h1>
        {manages && (
          <div className={styles.aside}>
            <Button
              icon={<LineChartOutlined />}
              onClick={() => navigate("/reviews/calibrations/drift")}
            >
              {t("calibrations.drift")}
            </Button>
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
              {t("calibrations.add")}
            </Button>
          </div>
        )}
      </header>
      <p className={styles.note}>{t("calibrations.help")}</p>
      {sessions.data ? (
        <>
          <Sessions sessions={sessions.data.items} onAdd={() => setAdding(true)} />
          <Pager
            next={sessions.data.next ?? null}
            label={t("nav.calibrations")}
            shown={t("calibrations.shown", { count: sessions.data.items.length })}
          />
        </>
      ) : sessions.error ? (
        <ProblemPanel error={sessions.error} onRetry={sessions.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
      {adding && <NewSession onClose={() => setAdding(false)} />}
    </div>
  );
}

function Sessions({ sessions, onAdd }: { sessions: Listed[]; onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <Table<Listed>
      className={styles.table ?? ""}
      aria-label={t("nav.calibrations")}
      size="small"
      rowKey="id"
      dataSource={sessions}
      pagination={false}
      scroll={{ x: 900 }}
      locale={{ emptyText: <Nothing onAdd={onAdd} /> }}
      columns={[
        {
          title: t("calibrations.name"),
          render: (_, { id, name }) => <Link to={`/reviews/calibrations/${id}`}>{name}</Link>,
        },
        {
          title: t("calibrations.state"),
          width: 130,
          render: (_, { state }) => <StateTag state={state} />,
        },
        {
          title: t("calibrations.progress"),
          width: 260,
          render: (_, session) => <Done session={session} />,
        },
        {
          title: t("calibrations.key"),
          width: 130,
          render: (_, { key }) => t(`calibrations.keys.${key}`),
        },
        {
          title: t("calibrations.due"),
          width: 200,
          render: (_, session) => <Due session={session} />,
        },
        { title: t("calibrations.created"), dataIndex: "created_by_name", width: 140 },
      ]}
    />
  );
}

function Done({ session: { raters, calls, done } }: { session: Listed }) {
  const { t } = useTranslation();
  const all = raters * calls;
  return (
    <>
      <Progress
        percent={all > 0 ? (100 * done) / all : 0}
        size="small"
        format={() => t("calibrations.progress_of", { done, all })}
      />
      <p className={styles.note}>{t("calibrations.raters_calls", { raters, calls })}</p>
    </>
  );
}

/** When it ends by itself; of a closed one when it ended. */
function Due({ session: { state, due_at, closed_at } }: { session: Listed }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  if (state !== "open")
    return closed_at ? `${t(`calibrations.states.${state}`)} · ${dateTime(closed_at)}` : NO_VALUE;
  if (!due_at) return NO_VALUE;
  return Date.parse(due_at) <= Date.now() ? t("calibrations.due_late") : dateTime(due_at);
}

function Nothing({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={t(manages ? "calibrations.none" : "calibrations.none_rater")}
    >
      {manages && <Button onClick={onAdd}>{t("calibrations.add")}</Button>}
    </Empty>
  );
}

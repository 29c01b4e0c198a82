import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { Empty, Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HearingWorker } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./hearing.module.css";
import { useHeardNow } from "./queries";

/** The processes that hear, and when each was last seen. */
export function Workers({ workers }: { workers: HearingWorker[] }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel} aria-labelledby="workers">
      <h2 id="workers">{t("hearing.workers")}</h2>
      <Table<HearingWorker>
        size="small"
        rowKey="id"
        columns={useColumns()}
        dataSource={workers}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={
                <>
                  {t("hearing.workers_none")}
                  <br />
                  {t("hearing.workers_none_help")}
                </>
              }
            />
          ),
        }}
      />
    </section>
  );
}

function useColumns(): TableColumnsType<HearingWorker> {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    {
      title: t("hearing.worker"),
      render: (_, { name, engines }) => (
        <>
          {name}
          <div className={styles.note}>{format.list(engines)}</div>
        </>
      ),
    },
    {
      title: t("hearing.state"),
      render: (_, { alive, trouble }) => (
        <>
          <Alive alive={alive} ended={trouble !== null} />
          {trouble && <div className={styles.why}>{trouble}</div>}
        </>
      ),
    },
    { title: t("hearing.seen"), render: (_, { seen_at }) => format.time(seen_at) },
    { title: t("hearing.since"), render: (_, { started_at }) => format.dateTime(started_at) },
    {
      title: t("hearing.hears"),
      render: (_, { alive, recording_id }) => alive && <Hears recordingId={recording_id} />,
    },
  ];
}

function Alive({ alive, ended }: { alive: boolean; ended: boolean }) {
  const { t } = useTranslation();
  const gone = ended ? t("hearing.ended") : t("hearing.not_seen");
  return (
    <span className={styles.alive} data-alive={alive}>
      {alive ? <CheckCircleFilled /> : <CloseCircleFilled />} {alive ? t("hearing.alive") : gone}
    </span>
  );
}

/** The call that a worker hears now, as far as the reader may see it. */
function Hears({ recordingId }: { recordingId: string | null }) {
  const { t } = useTranslation();
  const heard = useHeardNow().data?.items.find(({ id }) => id === recordingId);
  if (recordingId === null) return <span className={styles.note}>{t("hearing.idle")}</span>;
  if (!heard) return t("hearing.busy");
  return <Link to={`/calls/${heard.call_id}`}>{heard.call_key ?? t("hearing.busy")}</Link>;
}

import { Button, Empty, Progress, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { AskDialog } from "./ask-dialog";
import styles from "./keeping.module.css";
import { type DataRequest, useRequests } from "./queries";
import { percentOf } from "./runs";

/** What people asked about their own data, and a way to ask for them. */
export default function RequestsPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const requests = useRequests(params.get("cursor"));
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.page}>
      <title>{`${t("nav.requests")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.requests")}</h1>
        <span className={styles.note}>{t("keeping.requests_help")}</span>
        <div className={styles.aside}>
          <Button type="primary" onClick={() => setAsking(true)}>
            {t("keeping.new_request")}
          </Button>
        </div>
      </header>
      {requests.data ? (
        <>
          <Requests requests={requests.data.items} />
          <Pager
            next={requests.data.next ?? null}
            label={t("nav.requests")}
            shown={t("keeping.shown", { count: requests.data.items.length })}
          />
        </>
      ) : requests.isError ? (
        <ProblemPanel error={requests.error} onRetry={requests.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
      {asking && <AskDialog onClose={() => setAsking(false)} />}
    </div>
  );
}

function Requests({ requests }: { requests: DataRequest[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table<DataRequest>
      className={styles.table ?? ""}
      aria-label={t("nav.requests")}
      size="small"
      rowKey="id"
      dataSource={requests}
      pagination={false}
      scroll={{ x: 900 }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("keeping.requests_none")} />
        ),
      }}
      columns={[
        { title: t("keeping.asked"), render: (_, one) => format.dateTime(one.created_at) },
        { title: t("keeping.by"), dataIndex: "created_by" },
        { title: t("keeping.what"), render: (_, one) => t(`keeping.request_${one.kind}`) },
        {
          title: t("keeping.about"),
          render: (_, one) => `${t(`keeping.hold_${one.about}`)} · ${one.shown}`,
        },
        {
          title: t("keeping.state"),
          render: (_, one) =>
            one.state === "running" ? (
              <Progress percent={percentOf(one)} size="small" />
            ) : (
              t(`keeping.state_${one.state}`)
            ),
        },
        {
          title: t("keeping.calls"),
          align: "right",
          render: (_, one) => format.count(one.calls_total),
        },
        {
          title: t("keeping.held_column"),
          align: "right",
          render: (_, one) => format.count(one.held.length),
        },
        { title: "", render: (_, one) => <Outcome request={one} /> },
      ]}
    />
  );
}

function Outcome({ request }: { request: DataRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (request.kind === "erase" || !request.expires_at || request.state !== "done")
    return request.error ? <span className={styles.note}>{request.error}</span> : null;
  if (new Date(request.expires_at) < new Date())
    return <span className={styles.note}>{t("keeping.expired")}</span>;
  return (
    <>
      <Button size="small" href={`/api/v1/data-requests/${request.id}/export`} download>
        {t("keeping.download_size", { size: format.bytes(request.size_bytes ?? 0) })}
      </Button>{" "}
      <span className={styles.note}>
        {t("keeping.until", { at: format.dateTime(request.expires_at) })}
      </span>
    </>
  );
}

import { Button, Drawer, Empty, Popconfirm, Progress, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { Certificate } from "./certificate";
import styles from "./keeping.module.css";
import { type Run, useRuns, useStartRun } from "./queries";

/** Deletions, how far they are, and what they prove. */
export function Runs() {
  const { t } = useTranslation();
  const format = useFormat();
  const [params] = useSearchParams();
  const runs = useRuns(params.get("cursor"));
  const start = useStartRun();
  const [shown, setShown] = useState<Run | null>(null);
  if (runs.isError) return <ProblemPanel error={runs.error} onRetry={runs.refetch} />;
  if (!runs.data) return <Placeholder height={240} />;
  return (
    <div className={styles.rules}>
      {start.isError && <ProblemPanel error={start.error} inline />}
      <div className={styles.header}>
        <span className={styles.note}>{t("keeping.runs_help")}</span>
        <div className={styles.aside}>
          <Popconfirm
            title={t("keeping.run_now_ask")}
            okText={t("keeping.run_now")}
            cancelText={t("keeping.cancel")}
            okButtonProps={{ danger: true }}
            onConfirm={() => start.mutate(undefined)}
          >
            <Button danger loading={start.isPending}>
              {t("keeping.run_now")}
            </Button>
          </Popconfirm>
        </div>
      </div>
      <Table<Run>
        className={styles.table ?? ""}
        aria-label={t("keeping.tab_runs")}
        size="small"
        rowKey="id"
        dataSource={runs.data.items}
        pagination={false}
        scroll={{ x: 900 }}
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("keeping.runs_none")} />
          ),
        }}
        columns={[
          { title: t("keeping.asked"), render: (_, run) => format.dateTime(run.created_at) },
          { title: t("keeping.by"), dataIndex: "created_by" },
          {
            title: t("keeping.rules_number"),
            render: (_, run) => run.policy_number ?? t("keeping.by_request"),
          },
          {
            title: t("keeping.state"),
            render: (_, run) =>
              run.state === "running" ? (
                <Progress percent={percentOf(run)} size="small" />
              ) : (
                t(`keeping.state_${run.state}`)
              ),
          },
          {
            title: t("keeping.calls"),
            align: "right",
            render: (_, run) =>
              `${format.count(run.calls_done)} / ${format.count(run.calls_total)}`,
          },
          {
            title: t("keeping.failed"),
            align: "right",
            render: (_, run) => (run.calls_failed ? format.count(run.calls_failed) : NO_VALUE),
          },
          {
            title: "",
            render: (_, run) =>
              run.state === "done" && (
                <Button size="small" onClick={() => setShown(run)}>
                  {t("keeping.certificate")}
                </Button>
              ),
          },
        ]}
      />
      <Pager
        next={runs.data.next ?? null}
        label={t("keeping.tab_runs")}
        shown={t("keeping.shown", { count: runs.data.items.length })}
      />
      <Drawer
        open={shown !== null}
        title={t("keeping.certificate")}
        size={640}
        onClose={() => setShown(null)}
      >
        {shown && <Certificate runId={shown.id} />}
      </Drawer>
    </div>
  );
}

export function percentOf({
  calls_done,
  calls_total,
}: {
  calls_done: number;
  calls_total: number;
}) {
  return calls_total ? Math.floor((100 * calls_done) / calls_total) : 0;
}

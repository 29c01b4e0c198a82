import { Button, Empty, Select, Table, Tag, Tooltip } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { DrawDrawer } from "./draw-drawer";
import { type Draw, useDraws, usePlans } from "./queries";
import styles from "./sampling.module.css";

export function DrawsTab() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const plan = params.get("plan");
  const plans = usePlans(null);
  const draws = useDraws(plan, params.get("cursor"));
  const nameOf = (id: string) => plans.data?.items.find((one) => one.id === id)?.name ?? "";
  if (draws.error) return <ProblemPanel error={draws.error} onRetry={draws.refetch} />;
  if (!draws.data) return <Placeholder height={240} />;
  return (
    <div className={styles.tab}>
      <Select
        className={styles.plans ?? ""}
        aria-label={t("sampling.plan")}
        value={plans.data && plan ? plan : ""}
        onChange={(id) => setParams({ tab: "draws", ...(id && { plan: id }) })}
        options={[
          { value: "", label: t("sampling.all_plans") },
          ...(plans.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <DrawsTable draws={draws.data.items} nameOf={nameOf} />
      <Pager
        next={draws.data.next ?? null}
        label={t("sampling.tabs.draws")}
        shown={t("sampling.draws_shown", { count: draws.data.items.length })}
      />
    </div>
  );
}

function DrawsTable({ draws, nameOf }: { draws: Draw[]; nameOf: (id: string) => string }) {
  const { t } = useTranslation();
  const { count, dateTime } = useFormat();
  const [shown, setShown] = useState<Draw | null>(null);
  return (
    <>
      <Table<Draw>
        className={styles.table ?? ""}
        aria-label={t("sampling.tabs.draws")}
        size="small"
        rowKey="id"
        dataSource={draws}
        pagination={false}
        scroll={{ x: 860 }}
        locale={{ emptyText: <NoDraws /> }}
        columns={[
          {
            title: t("sampling.drawn_at"),
            width: 150,
            render: (_, { drawn_at }) => <time dateTime={drawn_at}>{dateTime(drawn_at)}</time>,
          },
          { title: t("sampling.plan"), render: (_, { plan_id }) => nameOf(plan_id) },
          { title: t("sampling.number"), width: 240, render: (_, draw) => <Which draw={draw} /> },
          {
            title: t("sampling.frame"),
            width: 96,
            align: "right",
            render: (_, { frame_size }) => count(frame_size),
          },
          {
            title: t("sampling.chosen"),
            width: 96,
            align: "right",
            render: (_, { summary }) => <strong>{count(Number(summary.chosen ?? 0))}</strong>,
          },
          {
            title: t("sampling.by"),
            width: 128,
            render: (_, { drawn_by }) => (drawn_by === "system" ? t("sampling.system") : drawn_by),
          },
          {
            title: t("sampling.acts"),
            width: 96,
            render: (_, draw) => (
              <Button size="small" onClick={() => setShown(draw)}>
                {t("sampling.show")}
              </Button>
            ),
          },
        ]}
      />
      {shown && <DrawDrawer draw={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function Which({ draw: { period, number, closing } }: { draw: Draw }) {
  const { t } = useTranslation();
  return (
    <>
      {period} · {t("sampling.nth", { count: number })}{" "}
      {closing && (
        <Tooltip title={t("sampling.closing_help")}>
          <Tag>{t("sampling.closing")}</Tag>
        </Tooltip>
      )}
    </>
  );
}

function NoDraws() {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t("sampling.draws_none")}</strong>
          <br />
          {t("sampling.draws_none_help")}
        </>
      }
    />
  );
}

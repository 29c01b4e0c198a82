import { ClockCircleFilled } from "@ant-design/icons";
import { Button, Empty, Progress, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { PlanActs } from "./plan-acts";
import { PlanDrawer } from "./plan-drawer";
import { type Plan, usePlanProgress, usePlans } from "./queries";
import styles from "./sampling.module.css";
import { useDigest } from "./use-digest";

export function PlansTab({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [changing, setChanging] = useState<Plan | null>(null);
  const plans = usePlans(params.get("cursor"));
  if (plans.error) return <ProblemPanel error={plans.error} onRetry={plans.refetch} />;
  if (!plans.data) return <Placeholder height={240} />;
  return (
    <>
      <Table<Plan>
        className={styles.table ?? ""}
        aria-label={t("sampling.tabs.plans")}
        size="small"
        rowKey="id"
        dataSource={plans.data.items}
        pagination={false}
        scroll={{ x: 960 }}
        locale={{ emptyText: <NoPlans onAdd={onAdd} /> }}
        columns={[
          { title: t("sampling.plan"), width: 160, dataIndex: "name" },
          { title: t("sampling.says"), render: (_, { body }) => <Says body={body} /> },
          { title: t("sampling.state"), width: 136, render: (_, plan) => <State plan={plan} /> },
          {
            title: t("sampling.progress"),
            width: 160,
            render: (_, { id }) => <Done planId={id} />,
          },
          {
            title: t("sampling.last_drawn"),
            width: 136,
            render: (_, { id }) => <LastDrawn planId={id} />,
          },
          {
            title: t("sampling.acts"),
            width: 220,
            render: (_, plan) => <PlanActs plan={plan} onChange={() => setChanging(plan)} />,
          },
        ]}
      />
      <Pager
        next={plans.data.next ?? null}
        label={t("sampling.tabs.plans")}
        shown={t("sampling.plans_shown", { count: plans.data.items.length })}
      />
      {changing && <PlanDrawer plan={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function Says({ body }: Pick<Plan, "body">) {
  const { t } = useTranslation();
  const digestOf = useDigest();
  return (
    <ul>
      {body.layers.map((layer) => (
        <li key={digestOf(layer)}>{digestOf(layer)}</li>
      ))}
      <li className={styles.note}>
        {t(`sampling.periods.${body.period}`)} · {t(`sampling.handings.${body.handing}`)}
      </li>
    </ul>
  );
}

function State({ plan: { active } }: { plan: Plan }) {
  const { t } = useTranslation();
  return active ? (
    <Tag color="success">{t("sampling.active")}</Tag>
  ) : (
    <Tag color="warning">{t("sampling.paused")}</Tag>
  );
}

function Done({ planId }: { planId: string }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const progress = usePlanProgress(planId);
  if (!progress.data) return NO_VALUE;
  const { done, chosen, overdue } = progress.data;
  const told = t("sampling.progress_of", { done: count(done), chosen: count(chosen) });
  return (
    <>
      <div className={styles.progress}>
        <Progress
          percent={chosen > 0 ? (done / chosen) * 100 : 0}
          showInfo={false}
          size="small"
          aria-label={told}
        />
        <span>{told}</span>
      </div>
      {overdue > 0 && (
        <span className={styles.late}>
          <ClockCircleFilled /> {t("sampling.overdue", { count: overdue })}
        </span>
      )}
    </>
  );
}

function LastDrawn({ planId }: { planId: string }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const progress = usePlanProgress(planId);
  const at = progress.data?.last_drawn_at;
  return at ? <time dateTime={at}>{dateTime(at)}</time> : t("sampling.never");
}

function NoPlans({ onAdd }: { onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t("sampling.none")}</strong>
          <br />
          {t("sampling.none_help")}
        </>
      }
    >
      <Button onClick={onAdd}>{t("sampling.add")}</Button>
    </Empty>
  );
}

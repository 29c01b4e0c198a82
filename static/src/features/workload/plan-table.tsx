import { ClockCircleFilled } from "@ant-design/icons";
import { Empty, Progress, Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { NO_VALUE, useFormat } from "../../lib/format";
import type { PlanProgress } from "./queries";
import styles from "./workload.module.css";

/** How far the calls are that each plan has drawn in its period. */
export function PlanTable({ plans }: { plans: PlanProgress[] }) {
  const { t } = useTranslation();
  const { count, dateTime } = useFormat();
  return (
    <Table<PlanProgress>
      className={styles.table ?? ""}
      aria-label={t("workload.plans")}
      size="small"
      rowKey={({ plan_id, period }) => `${plan_id}/${period}`}
      dataSource={plans}
      pagination={false}
      scroll={{ x: 900 }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("workload.plans_none")}>
            <Link to="/reviews/sampling">{t("workload.to_sampling")}</Link>
          </Empty>
        ),
      }}
      columns={[
        {
          title: t("workload.plan"),
          render: (_, { name }) => <Link to="/reviews/sampling">{name}</Link>,
        },
        { title: t("workload.period"), width: 120, dataIndex: "period" },
        {
          title: t("workload.looked_at"),
          width: 110,
          align: "right",
          render: (_, { looked_at }) => count(looked_at),
        },
        {
          title: t("workload.chosen"),
          width: 300,
          render: (_, plan) => <Done plan={plan} />,
        },
        {
          title: t("workload.last_drawn"),
          width: 160,
          render: (_, { last_drawn_at }) => (last_drawn_at ? dateTime(last_drawn_at) : NO_VALUE),
        },
      ]}
    />
  );
}

function Done({ plan: { chosen, done, overdue } }: { plan: PlanProgress }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const told = t("workload.done_of", { done: count(done), chosen: count(chosen) });
  return (
    <div className={styles.today}>
      <Progress
        percent={chosen > 0 ? (done / chosen) * 100 : 0}
        showInfo={false}
        size="small"
        aria-label={told}
      />
      <span>
        {told}
        {overdue > 0 && (
          <span className={styles.lateWord}>
            {" "}
            <ClockCircleFilled /> {t("workload.overdue")} {count(overdue)}
          </span>
        )}
      </span>
    </div>
  );
}

import { CheckCircleFilled, ClockCircleFilled } from "@ant-design/icons";
import { Button, Empty, Progress, Space, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Inspector, Load } from "../../components/queue/inspectors";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { useWords } from "../../lib/words";
import { InspectorDrawer } from "./inspector-drawer";
import { useCampaigns } from "./queries";
import styles from "./workload.module.css";

export function LoadTable({ loads }: { loads: Load[] }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const manages = useCan("reviews:manage");
  const [shown, setShown] = useState<Inspector | null>(null);
  return (
    <>
      <Table<Load>
        className={styles.table ?? ""}
        aria-label={t("workload.inspectors")}
        size="small"
        rowKey={({ inspector }) => inspector.user_id}
        dataSource={loads}
        pagination={false}
        scroll={{ x: 1000 }}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={t("workload.inspectors_none")}
            />
          ),
        }}
        columns={[
          { title: t("workload.name"), render: (_, { inspector }) => <Who {...inspector} /> },
          { title: t("workload.today"), width: 192, render: (_, load) => <Today load={load} /> },
          { title: t("workload.at_hand"), width: 152, render: (_, load) => <AtHand load={load} /> },
          {
            title: t("workload.room"),
            width: 104,
            align: "right",
            render: (_, { room }) => count(room),
          },
          { title: t("workload.mean"), width: 120, render: (_, load) => <Mean load={load} /> },
          {
            title: t("workload.skills"),
            width: 152,
            render: (_, { inspector }) => <Skills inspector={inspector} />,
          },
          {
            title: t("tasks.acts"),
            width: 140,
            render: (_, { inspector }) => (
              <Space size="small">
                <Link to={`/reviews/queue?assignee=${inspector.user_id}`}>
                  {t("workload.show_tasks")}
                </Link>
                {manages && (
                  <Button size="small" onClick={() => setShown(inspector)}>
                    {t("workload.settings")}
                  </Button>
                )}
              </Space>
            ),
          },
        ]}
      />
      {shown && <InspectorDrawer inspector={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function Who({ name, unit_name, is_away, away_until, deputy }: Inspector) {
  const { t } = useTranslation();
  return (
    <>
      {name}{" "}
      {is_away && (
        <Tag color="warning">
          {away_until ? t("workload.away_until", { day: away_until }) : t("workload.away")}
        </Tag>
      )}
      <div className={styles.note}>
        {[unit_name, deputy && t("workload.deputy", { name: deputy.name })]
          .filter(Boolean)
          .join(" · ")}
      </div>
    </>
  );
}

function Today({ load: { done_today, inspector } }: { load: Load }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  const { daily_quota, name } = inspector;
  const done = daily_quota > 0 ? (done_today / daily_quota) * 100 : 100;
  return (
    <div className={styles.today}>
      <Progress
        percent={Math.min(100, done)}
        showInfo={false}
        size="small"
        aria-label={`${name} ${t("workload.today")}`}
      />
      <span>
        {count(done_today)} / {count(daily_quota)}{" "}
        {daily_quota > 0 && done >= 100 && <CheckCircleFilled className={styles.good} />}
      </span>
    </div>
  );
}

function AtHand({ load: { waiting, claimed, overdue } }: { load: Load }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  return (
    <>
      {t("workload.at_hand_of", { waiting: count(waiting), claimed: count(claimed) })}
      {overdue > 0 && (
        <div className={styles.lateWord}>
          <ClockCircleFilled /> {t("workload.overdue")} {count(overdue)}
        </div>
      )}
    </>
  );
}

function Mean({ load: { mean_active_s, reviews_7d } }: { load: Load }) {
  const { t } = useTranslation();
  if (mean_active_s === null) return NO_VALUE;
  return (
    <>
      {formatDuration(mean_active_s)}
      <div className={styles.note}>{t("workload.mean_of", { count: reviews_7d })}</div>
    </>
  );
}

function Skills({ inspector: { campaign_ids, languages } }: { inspector: Inspector }) {
  const { t } = useTranslation();
  const word = useWords();
  const { list } = useFormat();
  const campaigns = useCampaigns();
  const names = (campaigns.data?.items ?? []).filter(({ id }) => campaign_ids.includes(id));
  const told = [
    ...names.map(({ name }) => name),
    ...languages.map((code) => word("language", code)),
  ];
  return (
    <span className={styles.note}>{told.length > 0 ? list(told) : t("workload.all_skills")}</span>
  );
}

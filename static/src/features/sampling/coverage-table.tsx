import { CheckCircleFilled, ClockCircleFilled } from "@ant-design/icons";
import { Button, Empty, Popover, Table } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { IntervalBar } from "../../components/interval-bar";
import { ratio, useFormat } from "../../lib/format";
import type { Coverage } from "./queries";
import styles from "./sampling.module.css";

interface Props {
  agents: Coverage[];
  stale: boolean;
}

export function CoverageTable({ agents, stale }: Props) {
  const { t } = useTranslation();
  const { count } = useFormat();
  return (
    <Table<Coverage>
      className={styles.table ?? ""}
      aria-label={t("coverage.table")}
      size="small"
      rowKey="agent_id"
      dataSource={agents}
      loading={stale}
      pagination={false}
      scroll={{ x: 960 }}
      locale={{ emptyText: <Nothing /> }}
      columns={[
        {
          title: t("coverage.agent"),
          render: (_, { agent_id, agent_name }) => (
            <Link to={`/calls?agent=${agent_id}`}>{agent_name}</Link>
          ),
        },
        {
          title: <Title name="eligible" />,
          width: 112,
          align: "right",
          render: (_, { eligible }) => count(eligible),
        },
        {
          title: <Title name="reviewed" />,
          width: 128,
          align: "right",
          render: (_, agent) => <Reviewed agent={agent} />,
        },
        {
          title: <Title name="floor" />,
          width: 128,
          render: (_, agent) => <Floor agent={agent} />,
        },
        {
          title: <Title name="mean_score" />,
          width: 224,
          render: (_, agent) => <MeanScore agent={agent} />,
        },
        {
          title: <Title name="fail_rate" />,
          width: 224,
          render: (_, agent) => <FailRate agent={agent} />,
        },
      ]}
    />
  );
}

type Figure = "eligible" | "reviewed" | "floor" | "mean_score" | "fail_rate";

/** The name of a figure, and on demand its formula. */
function Title({ name }: { name: Figure }) {
  const { t } = useTranslation();
  const label = t(`coverage.${name}`);
  return (
    <Popover
      trigger={["hover", "focus", "click"]}
      title={label}
      content={<p className={styles.formula}>{t(`coverage.formula.${name}`)}</p>}
    >
      <button type="button" className={styles.explain}>
        {label}
      </button>
    </Popover>
  );
}

function Reviewed({ agent: { reviewed, calls } }: { agent: Coverage }) {
  const { count, percent } = useFormat();
  return (
    <>
      {count(reviewed)}
      <div className={styles.note}>{percent(ratio(reviewed, calls))}</div>
    </>
  );
}

function Floor({ agent: { floor, floor_done, floor_met } }: { agent: Coverage }) {
  const { t } = useTranslation();
  const { count } = useFormat();
  if (floor === 0) return <span className={styles.note}>{t("coverage.no_floor")}</span>;
  return (
    <>
      {t("coverage.floor_of", { done: count(floor_done), floor: count(floor) })}
      {floor_met ? (
        <div className={styles.met}>
          <CheckCircleFilled /> {t("coverage.met")}
        </div>
      ) : (
        <div className={styles.late}>
          <ClockCircleFilled /> {t("coverage.short", { count: floor - floor_done })}
        </div>
      )}
    </>
  );
}

function MeanScore({ agent: { mean_score, sampled } }: { agent: Coverage }) {
  const { t } = useTranslation();
  const { score } = useFormat();
  return (
    <>
      <IntervalBar
        interval={mean_score}
        label={t("coverage.mean_score")}
        shown={score}
        whole={100}
        none={t("coverage.none_yet")}
      />
      {mean_score && (
        <div className={styles.note}>
          {mean_score.low === null ? t("coverage.one") : t("coverage.sampled", { count: sampled })}
        </div>
      )}
    </>
  );
}

function FailRate({ agent: { fail_rate } }: { agent: Coverage }) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  return (
    <IntervalBar
      interval={fail_rate}
      label={t("coverage.fail_rate")}
      shown={percent}
      none={t("coverage.none_yet")}
    />
  );
}

function Nothing() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tab = params.get("tab");
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          <strong>{t("coverage.empty")}</strong>
          <br />
          {t("coverage.empty_next")}
        </>
      }
    >
      <Button onClick={() => setParams(tab ? { tab } : {})}>{t("coverage.last_four")}</Button>
    </Empty>
  );
}

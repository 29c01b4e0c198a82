import { ArrowLeftOutlined } from "@ant-design/icons";
import { Button, Empty, Segmented, Table } from "antd";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import styles from "./calibrations.module.css";
import { FigureTitle } from "./figure-name";
import { byMonth, type Line } from "./months";
import { type Point, useDrift } from "./queries";
import { MACHINE, TALK_BELOW } from "./reading";
import { SecondLooks } from "./second-looks";

const DriftChart = lazy(() => import("./drift-chart"));

const OF = ["raters", "items"] as const;

/** Who and which item moves from month to month; and the graders graded. */
export default function DriftPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const drift = useDrift();
  return (
    <div className={styles.page}>
      <title>{`${t("calibrations.drift")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <Button
          icon={<ArrowLeftOutlined />}
          aria-label={t("calibrations.back")}
          title={t("calibrations.back")}
          onClick={() => navigate("/reviews/calibrations")}
        />
        <h1>{t("calibrations.drift")}</h1>
      </header>
      {drift.data ? (
        <Months {...drift.data} />
      ) : drift.error ? (
        <ProblemPanel error={drift.error} onRetry={drift.refetch} />
      ) : (
        <Placeholder height={400} />
      )}
      <SecondLooks />
    </div>
  );
}

function Months({ raters, items }: Record<(typeof OF)[number], Point[]>) {
  const { t } = useTranslation();
  const [of, setOf] = useState<(typeof OF)[number]>("raters");
  const points = of === "raters" ? raters : items;
  return (
    <section className={styles.panel} aria-labelledby="months">
      <header className={styles.head}>
        <h2 id="months">{t("calibrations.months.title")}</h2>
        <Segmented
          size="small"
          value={of}
          options={OF.map((one) => ({ value: one, label: t(`calibrations.months.${one}`) }))}
          onChange={setOf}
        />
        <FigureTitle name={of === "raters" ? "alignment" : "item_alignment"} />
      </header>
      <p className={styles.note}>{t("calibrations.months.help")}</p>
      {points.length > 0 ? <Drawn points={points} /> : <NoMonths />}
    </section>
  );
}

function Drawn({ points }: { points: Point[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { months, lines } = byMonth(points);
  const named = lines.map((line) =>
    line.key === MACHINE ? { ...line, name: t("calibrations.machine") } : line,
  );
  return (
    <>
      <Suspense fallback={<Placeholder height={280} />}>
        <DriftChart months={months} lines={named} />
      </Suspense>
      <Table<Line>
        aria-labelledby="months"
        size="small"
        rowKey="key"
        dataSource={named}
        pagination={false}
        scroll={{ x: 240 + 100 * months.length }}
        columns={[
          { title: t("calibrations.months.month"), dataIndex: "name", fixed: "left", width: 200 },
          ...months.map((month, place) => ({
            title: month,
            key: month,
            align: "right" as const,
            width: 100,
            render: (_: unknown, { key, values }: Line) => {
              const value = values[place] ?? null;
              const low = value !== null && value < TALK_BELOW && key !== MACHINE;
              return (
                <span
                  className={low ? styles.low : undefined}
                  title={low ? t("calibrations.talk_about") : undefined}
                >
                  {format.percent(value)}
                </span>
              );
            },
          })),
        ]}
      />
    </>
  );
}

function NoMonths() {
  const { t } = useTranslation();
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("calibrations.months.none")}>
      <p className={styles.next}>{t("calibrations.months.none_next")}</p>
    </Empty>
  );
}

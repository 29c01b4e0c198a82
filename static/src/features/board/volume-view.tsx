import { BarChartOutlined, TableOutlined } from "@ant-design/icons";
import { Button, Empty, Segmented } from "antd";
import { lazy, Suspense, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { sumVolumes } from "../../components/board/figures";
import {
  type Interval,
  intervals,
  NO_RUNNING,
  STEP_MINUTES,
  type StepMinutes,
} from "../../components/board/intervals";
import { Placeholder } from "../../components/placeholder";
import type { Comparison } from "../../lib/api";
import { CompareWith } from "./compare-with";
import { readVersus, useComparison, type Versus } from "./comparison";
import { HeatMap } from "./heat-map";
import type { Shown } from "./shown";
import type { Choose } from "./use-view";
import views from "./views.module.css";
import styles from "./volume.module.css";
import { VolumeTable } from "./volume-table";

const DayChart = lazy(() => import("./day-chart"));

interface Props {
  shown: Shown;
  params: URLSearchParams;
  choose: Choose;
}

/** How much was called when, beside another day, and when of the week it is most. */
export default function VolumeView({ shown, params, choose }: Props) {
  const { t } = useTranslation();
  const comparison = useComparison(shown);
  const versus = readVersus(params.get("versus"));
  const minutes: StepMinutes = params.get("step") === "15" ? 15 : 5;
  const found = useIntervals(shown, comparison, versus, minutes);
  const [isTable, setIsTable] = useState(false);
  return (
    <div className={views.stack}>
      <div className={styles.tools}>
        <Segmented<StepMinutes>
          size="small"
          aria-label={t("views.step")}
          value={minutes}
          onChange={(wanted) => choose("step", wanted === 15 ? "15" : null)}
          options={STEP_MINUTES.map((step) => ({
            value: step,
            label: t("views.step_minutes", { minutes: step }),
          }))}
        />
        <CompareWith
          versus={versus}
          onChange={(wanted) => choose("versus", wanted === "week_ago" ? wanted : null)}
        />
        <Button
          size="small"
          type="text"
          icon={isTable ? <BarChartOutlined /> : <TableOutlined />}
          onClick={() => setIsTable(!isTable)}
        >
          {t(isTable ? "views.volume_chart" : "views.volume_table")}
        </Button>
      </div>
      {found.length === 0 ? (
        <section className={views.panel}>
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("board.volume_empty")} />
        </section>
      ) : isTable ? (
        <section className={views.panel}>
          <VolumeTable intervals={found} timezone={shown.board.timezone} versus={versus} />
        </section>
      ) : (
        <>
          <Panel what="dials" {...{ shown, found, minutes, versus }} />
          <Panel what="conversion" {...{ shown, found, minutes, versus }} />
        </>
      )}
      <HeatMap shown={shown} params={params} choose={choose} />
    </div>
  );
}

function useIntervals(
  { board, volumes }: Shown,
  comparison: Comparison | undefined,
  versus: Versus,
  minutes: StepMinutes,
): Interval[] {
  return useMemo(() => {
    const other = comparison?.[versus].running ?? null;
    return intervals(
      sumVolumes(volumes),
      comparison?.today.running ?? NO_RUNNING,
      other?.dials.some((count) => count > 0) ? other : null,
      Date.parse(board.day_starts_at),
      minutes,
    );
  }, [board.day_starts_at, comparison, minutes, versus, volumes]);
}

interface PanelProps {
  what: "dials" | "conversion";
  shown: Shown;
  found: readonly Interval[];
  minutes: StepMinutes;
  versus: Versus;
}

function Panel({ what, shown, found, minutes, versus }: PanelProps) {
  const { t } = useTranslation();
  const other = t(`views.${versus}`);
  const title = t(what === "dials" ? "views.volume" : "views.volume_conversion", { minutes });
  const hasOther = found.some(({ other_dials }) => other_dials !== null);
  const bars = [t("metric.effective_talks.name"), t("board.short_talks"), t("board.not_connected")];
  return (
    <section className={views.panel} aria-label={title}>
      <div className={views.head}>
        <h2>{title}</h2>
        <ul className={`${styles.legend} ${views.push}`}>
          {(what === "dials" ? bars : [t("metric.conversion.name")]).map((name, place) => (
            <li key={name} data-mark={place + 1}>
              {name}
            </li>
          ))}
          {hasOther && <li data-mark="line">{t(`views.versus.${versus}`)}</li>}
        </ul>
      </div>
      <Suspense fallback={<Placeholder height={300} />}>
        <DayChart
          intervals={found}
          timezone={shown.board.timezone}
          what={what}
          other={other}
          label={title}
        />
      </Suspense>
    </section>
  );
}

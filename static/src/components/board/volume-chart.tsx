import { BarChart, type BarSeriesOption } from "echarts/charts";
import {
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from "echarts/components";
import { type ComposeOption, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { type Palette, palette, useChart } from "./chart";
import type { Bucket } from "./figures";
import styles from "./volume-chart.module.css";

use([BarChart, GridComponent, TooltipComponent, CanvasRenderer]);

type Option = ComposeOption<BarSeriesOption | GridComponentOption | TooltipComponentOption>;

interface Props {
  buckets: Bucket[];
  timezone: string;
}

/** Stacked bars whose height is dials: effective talks, other connects, not connected. */
export default function VolumeChart({ buckets, timezone }: Props) {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const format = useFormat(timezone);
  const place = useRef<HTMLDivElement>(null);
  const chart = useChart(place);
  const last = buckets.at(-1);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const minute = (at_ms: number) => format.minute(at_ms);
    const count = (value: number) => format.count(value);
    const names = {
      dials: t("metric.dials.name"),
      connects: t("metric.connects.name"),
      effective_talks: t("metric.effective_talks.name"),
    };
    chart.current?.setOption(option(buckets, palette(element, theme), names, minute, count));
  }, [buckets, chart, format, t, theme]);

  return (
    <div
      ref={place}
      className={styles.chart}
      role="img"
      aria-label={
        last
          ? `${t("board.volume")}: ${format.minute(last.at_ms)} ${t("metric.dials.name")} ${last.dials}`
          : t("board.volume")
      }
    />
  );
}

type Counts = Omit<Bucket, "at_ms">;

function option(
  buckets: Bucket[],
  colors: Palette,
  names: Record<keyof Counts, string>,
  minute: (at_ms: number) => string,
  count: (value: number) => string,
): Option {
  const parts: ((bucket: Bucket) => number)[] = [
    ({ effective_talks }) => effective_talks,
    ({ connects, effective_talks }) => Math.max(0, connects - effective_talks),
    ({ dials, connects }) => Math.max(0, dials - connects),
  ];
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    grid: { left: 0, right: 0, top: 16, bottom: 0, outerBoundsMode: "same" },
    xAxis: {
      type: "category",
      data: buckets.map(({ at_ms }) => minute(at_ms)),
      axisLabel: { color: colors.muted, hideOverlap: true },
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: { color: colors.muted, formatter: count },
      splitLine: { lineStyle: { color: colors.line } },
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      backgroundColor: colors.raised,
      borderColor: colors.line,
      textStyle: { color: colors.ink },
      formatter: (points) => describe(points, buckets, names, minute, count),
    },
    series: parts.map((part, place) => ({
      type: "bar",
      stack: "dials",
      barCategoryGap: "20%",
      barMaxWidth: 24,
      itemStyle: { color: colors.bars[place] ?? colors.ink },
      data: buckets.map(part),
    })),
  };
}

function describe(
  points: unknown,
  buckets: Bucket[],
  names: Record<keyof Counts, string>,
  minute: (at_ms: number) => string,
  count: (value: number) => string,
): string {
  const bucket = buckets[placeOf(points)];
  if (!bucket) return "";
  const lines = (Object.keys(names) as (keyof Counts)[]).map(
    (name) => `${names[name]} <b>${count(bucket[name])}</b>`,
  );
  return [minute(bucket.at_ms), ...lines].join("<br>");
}

function placeOf(points: unknown): number {
  const [first]: unknown[] = Array.isArray(points) ? points : [points];
  const hasPlace = typeof first === "object" && first !== null && "dataIndex" in first;
  return hasPlace && typeof first.dataIndex === "number" ? first.dataIndex : -1;
}

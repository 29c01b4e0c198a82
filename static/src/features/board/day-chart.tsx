import { BarChart, type BarSeriesOption, LineChart, type LineSeriesOption } from "echarts/charts";
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

import { type Palette, palette, useChart } from "../../components/board/chart";
import type { Interval } from "../../components/board/intervals";
import { type Format, useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import styles from "./volume.module.css";

use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

type Option = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>;

interface Words {
  dials: string;
  connects: string;
  effective_talks: string;
  conversion: string;
  /** What the other day is called. */
  other: string;
}

interface Props {
  intervals: readonly Interval[];
  timezone: string;
  what: "dials" | "conversion";
  other: string;
  label: string;
}

/** Today by intervals with another day as a line: dials as bars, or conversion as lines. */
export default function DayChart({ intervals, timezone, what, other, label }: Props) {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const format = useFormat(timezone);
  const place = useRef<HTMLDivElement>(null);
  const chart = useChart(place);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const words: Words = {
      dials: t("metric.dials.name"),
      connects: t("metric.connects.name"),
      effective_talks: t("metric.effective_talks.name"),
      conversion: t("metric.conversion.name"),
      other,
    };
    const colors = palette(element, theme);
    chart.current?.setOption(option(intervals, what, colors, words, format), { notMerge: true });
  }, [chart, format, intervals, other, t, theme, what]);

  return <div ref={place} className={styles.chart} role="img" aria-label={label} />;
}

function option(
  intervals: readonly Interval[],
  what: Props["what"],
  colors: Palette,
  words: Words,
  format: Format,
): Option {
  const shown = what === "dials" ? format.count : format.percent;
  return {
    animation: false,
    textStyle: { fontFamily: colors.font },
    grid: { left: 0, right: 0, top: 16, bottom: 0, outerBoundsMode: "same" },
    xAxis: {
      type: "category",
      data: intervals.map(({ at_ms }) => format.minute(at_ms)),
      axisLabel: { color: colors.muted, hideOverlap: true },
      axisLine: { lineStyle: { color: colors.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      ...(what === "dials" ? { minInterval: 1 } : { min: 0 }),
      axisLabel: { color: colors.muted, formatter: (value: number) => shown(value) },
      splitLine: { lineStyle: { color: colors.line } },
    },
    tooltip: {
      trigger: "axis",
      axisPointer: { type: "shadow" },
      backgroundColor: colors.raised,
      borderColor: colors.line,
      textStyle: { color: colors.ink },
      formatter: (points) => describe(points, intervals, what, words, format),
    },
    series: what === "dials" ? dialSeries(intervals, colors) : rateSeries(intervals, colors),
  };
}

function dialSeries(
  intervals: readonly Interval[],
  colors: Palette,
): (BarSeriesOption | LineSeriesOption)[] {
  const parts: ((interval: Interval) => number)[] = [
    ({ effective_talks }) => effective_talks,
    ({ connects, effective_talks }) => Math.max(0, connects - effective_talks),
    ({ dials, connects }) => Math.max(0, dials - connects),
  ];
  const bars = parts.map<BarSeriesOption>((part, place) => ({
    type: "bar",
    stack: "dials",
    barCategoryGap: "20%",
    barMaxWidth: 24,
    itemStyle: { color: colors.bars[place] ?? colors.ink },
    data: intervals.map(part),
  }));
  return [
    ...bars,
    otherLine(
      intervals.map(({ other_dials }) => other_dials),
      colors,
    ),
  ];
}

function rateSeries(intervals: readonly Interval[], colors: Palette): LineSeriesOption[] {
  const today: LineSeriesOption = {
    type: "line",
    symbol: "circle",
    symbolSize: 4,
    connectNulls: false,
    lineStyle: { color: colors.bars[0], width: 2 },
    itemStyle: { color: colors.bars[0] },
    data: intervals.map(({ conversion }) => conversion),
  };
  return [
    today,
    otherLine(
      intervals.map(({ other_conversion }) => other_conversion),
      colors,
    ),
  ];
}

function otherLine(values: (number | null)[], colors: Palette): LineSeriesOption {
  return {
    type: "line",
    symbol: "none",
    connectNulls: true,
    lineStyle: { color: colors.ink, width: 1.5, type: "dashed" },
    itemStyle: { color: colors.ink },
    data: values,
  };
}

function describe(
  points: unknown,
  intervals: readonly Interval[],
  what: Props["what"],
  words: Words,
  format: Format,
): string {
  const interval = intervals[placeOf(points)];
  if (!interval) return "";
  const lines =
    what === "dials"
      ? [
          line(words.dials, format.count(interval.dials)),
          line(words.connects, format.count(interval.connects)),
          line(words.effective_talks, format.count(interval.effective_talks)),
          ...(interval.other_dials === null
            ? []
            : [line(`${words.dials} (${words.other})`, format.count(interval.other_dials))]),
        ]
      : [
          line(words.conversion, format.percent(interval.conversion)),
          line(`${words.conversion} (${words.other})`, format.percent(interval.other_conversion)),
        ];
  return [format.minute(interval.at_ms), ...lines].join("<br>");
}

function line(name: string, value: string): string {
  return `${name} <b>${value}</b>`;
}

function placeOf(points: unknown): number {
  const [first]: unknown[] = Array.isArray(points) ? points : [points];
  const hasPlace = typeof first === "object" && first !== null && "dataIndex" in first;
  return hasPlace && typeof first.dataIndex === "number" ? first.dataIndex : -1;
}

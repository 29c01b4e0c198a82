import { LineChart, type LineSeriesOption } from "echarts/charts";
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from "echarts/components";
import { type ComposeOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { type Format, useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import styles from "./calibrations.module.css";
import type { Line, Months } from "./months";

use([LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

type Option = ComposeOption<
  LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;

/** More lines than these nobody can tell apart. */
const MOST = 8;
const SIGNS = ["circle", "rect", "triangle", "diamond", "pin", "arrow", "roundRect", "emptyCircle"];

/** Alignment by month, one line each, told apart by colour and by sign. */
export default function DriftChart({ months, lines }: Months) {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const drawn = lines.slice(0, MOST);

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours change with the theme.
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const chart = init(element);
    chart.setOption(option(element, months, drawn, format));
    const watcher = new ResizeObserver(() => chart.resize());
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [months, lines, format, theme]);

  return (
    <>
      <div
        ref={place}
        className={styles.chart}
        role="img"
        aria-label={t("calibrations.months.chart")}
      />
      {lines.length > MOST && (
        <p className={styles.note}>{t("calibrations.months.hidden", { count: MOST })}</p>
      )}
    </>
  );
}

function option(
  element: HTMLElement,
  months: readonly string[],
  lines: readonly Line[],
  format: Format,
): Option {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  const percent = (value: number) => format.percent(value);
  return {
    animation: false,
    color: ["--accent", "--look", "--good", "--act", "--bar-2", "--muted", "--ink", "--wave"].map(
      color,
    ),
    textStyle: { fontFamily: style.fontFamily },
    grid: { left: 0, right: 16, top: 40, bottom: 0, outerBoundsMode: "same" },
    legend: { type: "scroll", top: 0, left: 0, textStyle: { color: color("--ink") } },
    xAxis: {
      type: "category",
      data: [...months],
      axisLabel: { color: color("--muted") },
      axisLine: { lineStyle: { color: color("--line") } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      max: 1,
      min: ({ min }) => Math.min(0.5, Math.floor(min * 10) / 10),
      axisLabel: {
        color: color("--muted"),
        formatter: (value: number) => format.wholePercent(value),
      },
      splitLine: { lineStyle: { color: color("--line") } },
    },
    tooltip: {
      trigger: "axis",
      backgroundColor: color("--raised"),
      borderColor: color("--line"),
      textStyle: { color: color("--ink") },
      valueFormatter: (value) => percent(Number(value)),
    },
    series: lines.map(({ name, values }, number) => ({
      type: "line",
      name,
      data: [...values],
      symbol: SIGNS[number % SIGNS.length] ?? "circle",
      symbolSize: 8,
      connectNulls: true,
    })),
  };
}

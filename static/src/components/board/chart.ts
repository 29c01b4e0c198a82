/** A chart on the page: made, sized and coloured. */
import { type EChartsType, init } from "echarts/core";
import { type RefObject, useEffect, useRef } from "react";

export function useChart(place: RefObject<HTMLDivElement | null>) {
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    if (!place.current) return;
    const made = init(place.current);
    chart.current = made;
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(place.current);
    return () => {
      watcher.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, [place]);
  return chart;
}

export interface Palette {
  bars: [string, string, string];
  muted: string;
  line: string;
  raised: string;
  ink: string;
  font: string;
}

/** The colours of `theme` as they stand on `element`. */
export function palette(element: HTMLElement, _theme: string): Palette {
  const style = getComputedStyle(element);
  const color = (name: string) => style.getPropertyValue(name).trim();
  return {
    bars: [color("--bar-1"), color("--bar-2"), color("--bar-3")],
    muted: color("--muted"),
    line: color("--line"),
    raised: color("--raised"),
    ink: color("--ink"),
    font: style.fontFamily,
  };
}

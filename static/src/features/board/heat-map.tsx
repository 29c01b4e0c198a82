import { useQuery } from "@tanstack/react-query";
import { Empty, Segmented } from "antd";
import { useTranslation } from "react-i18next";

import { HEATS, type Heat, type HeatCell, heatRows, readHeat } from "../../components/board/heat";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { api, ask, type HeatMap as HeatMapOut } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import type { Shown } from "./shown";
import type { Choose } from "./use-view";
import views from "./views.module.css";
import styles from "./volume.module.css";

const HOUR_MS = 3_600_000;

interface Props {
  shown: Shown;
  params: URLSearchParams;
  choose: Choose;
}

/** When of the week one calls the most, and when it pays. */
export function HeatMap({ shown, params, choose }: Props) {
  const { t } = useTranslation();
  const by = readHeat(params.get("heat"));
  const heat = useHeat(shown);
  return (
    <section className={views.panel} aria-labelledby="heat">
      <div className={views.head}>
        <h2 id="heat">{t("views.heat", { weeks: heat.data?.weeks ?? 4 })}</h2>
        <Segmented<Heat>
          className={views.push ?? ""}
          size="small"
          aria-label={t("views.heat_by")}
          value={by}
          onChange={(wanted) => choose("heat", wanted === "dials" ? null : wanted)}
          options={HEATS.map((one) => ({ value: one, label: t(`metric.${one}.name`) }))}
        />
      </div>
      <p className={views.aside}>{t("views.heat_help")}</p>
      {heat.isPending && <Placeholder height={280} />}
      {heat.isError && <ProblemPanel error={heat.error} onRetry={heat.refetch} inline />}
      {heat.data && <Table map={heat.data} by={by} />}
    </section>
  );
}

function useHeat({ team, board }: Shown) {
  const id = team ?? board.id;
  return useQuery({
    queryKey: ["board", id, "heat"],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/boards/{board_id}/heat_map", {
          params: { path: { board_id: id } },
          signal,
        }),
      ),
    staleTime: HOUR_MS,
  });
}

function Table({ map, by }: { map: HeatMapOut; by: Heat }) {
  const { t } = useTranslation();
  const weekday = useWeekdays();
  const { hours, rows } = heatRows(map, by);
  if (hours.length === 0)
    return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("views.heat_empty")} />;
  return (
    <div className={styles.heatScroll}>
      <table className={styles.heat}>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, place) => (
            <tr key={weekday(place)}>
              <th scope="row">{weekday(place)}</th>
              {cells.map((cell, at) => (
                <Cell
                  key={hours[at]}
                  cell={cell}
                  by={by}
                  day={weekday(place)}
                  hour={hours[at] ?? 0}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  cell: HeatCell;
  by: Heat;
  day: string;
  hour: number;
}

function Cell({ cell: { value, heat }, by, day, hour }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null) return <td />;
  const shown = by === "dials" ? format.decimal(value) : format.percent(value);
  const brief = by === "dials" ? format.count(value) : format.decimal(value * 100);
  return (
    <td
      style={{ "--heat": `${(heat * 100).toFixed(0)}%` } as React.CSSProperties}
      title={t("views.heat_cell", { day, hour, value: shown })}
    >
      {brief}
    </td>
  );
}

/** The name of a weekday, 0 for Monday, in the reader's language. */
function useWeekdays(): (place: number) => string {
  const { language } = usePreferences();
  const format = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" });
  // The second of November 2026 was a Monday.
  return (place) => format.format(Date.UTC(2026, 10, 2 + place));
}

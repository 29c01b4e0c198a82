import { useTranslation } from "react-i18next";

import type { Interval } from "../../components/board/intervals";
import { NO_VALUE, useFormat } from "../../lib/format";
import type { Versus } from "./comparison";
import styles from "./volume.module.css";

interface Props {
  intervals: readonly Interval[];
  timezone: string;
  versus: Versus;
}

/** The charts' numbers, for those who read or copy them. The newest interval is on top. */
export function VolumeTable({ intervals, timezone, versus }: Props) {
  const { t } = useTranslation();
  const format = useFormat(timezone);
  const other = t(`views.${versus}`);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <div className={styles.scroll} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("views.volume_time")}</th>
            <th scope="col">{t("metric.dials.name")}</th>
            <th scope="col">{`${t("metric.dials.name")} (${other})`}</th>
            <th scope="col">{t("metric.connects.name")}</th>
            <th scope="col">{t("metric.effective_talks.name")}</th>
            <th scope="col">{t("metric.conversion.name")}</th>
            <th scope="col">{`${t("metric.conversion.name")} (${other})`}</th>
          </tr>
        </thead>
        <tbody>
          {intervals.toReversed().map((interval) => (
            <tr key={interval.at_ms}>
              <th scope="row">{format.minute(interval.at_ms)}</th>
              <td>{format.count(interval.dials)}</td>
              <td>
                {interval.other_dials === null ? NO_VALUE : format.count(interval.other_dials)}
              </td>
              <td>{format.count(interval.connects)}</td>
              <td>{format.count(interval.effective_talks)}</td>
              <td>{format.percent(interval.conversion)}</td>
              <td>{format.percent(interval.other_conversion)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

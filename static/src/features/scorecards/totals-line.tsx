import { useTranslation } from "react-i18next";

import { NO_VALUE, useFormat } from "../../lib/format";
import styles from "./trials.module.css";
import type { Totals } from "./types";

/** Before → after, over all calls that were looked at. */
export function TotalsLine({ totals }: { totals: Totals }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = (passed: number) => format.percent(totals.calls > 0 ? passed / totals.calls : null);
  const figures = [
    {
      key: "score",
      before: format.score(totals.score_before),
      after: format.score(totals.score_after),
    },
    { key: "passed", before: rate(totals.passed_before), after: rate(totals.passed_after) },
    {
      key: "fatal",
      before: format.count(totals.fatal_before),
      after: format.count(totals.fatal_after),
    },
  ] as const;
  return (
    <dl className={styles.totals}>
      <div>
        <dt>{t("backtests.figure.calls")}</dt>
        <dd>{format.count(totals.calls)}</dd>
      </div>
      {figures.map(({ key, before, after }) => (
        <div key={key} title={t(`backtests.formula.${key}`)}>
          <dt>{t(`backtests.figure.${key}`)}</dt>
          <dd>
            {before} → <b>{after || NO_VALUE}</b>
          </dd>
        </div>
      ))}
    </dl>
  );
}

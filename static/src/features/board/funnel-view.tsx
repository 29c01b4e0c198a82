import { Empty } from "antd";
import { useTranslation } from "react-i18next";

import { total } from "../../components/board/figures";
import { funnel, type Step, weakestStep } from "../../components/board/funnel";
import { points } from "../../components/board/pace";
import { Metric } from "../../components/metric";
import { useFormat } from "../../lib/format";
import { ChangeNote, CompareWith } from "./compare-with";
import { byNow, readVersus, useComparison, type Versus } from "./comparison";
import styles from "./funnel.module.css";
import type { Shown } from "./shown";
import type { Choose } from "./use-view";
import views from "./views.module.css";

interface Props {
  shown: Shown;
  params: URLSearchParams;
  choose: Choose;
}

/** How many get from a dial to a sale, and where they are lost. */
export default function FunnelView({ shown, params, choose }: Props) {
  const { t } = useTranslation();
  const comparison = useComparison(shown);
  const versus = readVersus(params.get("versus"));
  const steps = funnel(total(shown.teams, shown.period));
  const before = shown.period === "today" ? byNow(comparison, versus) : null;
  const others = before ? funnel(before) : [];
  const weakest = weakestStep(steps, others);
  const other = t(`views.${versus}`);

  return (
    <section className={views.panel} aria-labelledby="funnel">
      <div className={views.head}>
        <h2 id="funnel">{t("views.funnel")}</h2>
        <span className={views.aside}>{shown.interval}</span>
        {shown.period === "today" && (
          <CompareWith versus={versus} onChange={(wanted) => choose("versus", wanted)} />
        )}
      </div>
      {steps[0]?.count === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("views.funnel_empty")} />
      ) : (
        <ol className={styles.funnel}>
          {steps.map((step, place) => (
            <StepRow
              key={step.name}
              step={step}
              other={others[place]}
              versus={versus}
              shown={shown}
            />
          ))}
        </ol>
      )}
      {weakest && (
        <p className={styles.weakest}>
          {t("views.funnel_weakest", { other, step: t(`metric.${weakest}.name`) })}
        </p>
      )}
    </section>
  );
}

interface RowProps {
  step: Step;
  other: Step | undefined;
  versus: Versus;
  shown: Shown;
}

function StepRow({ step, other, versus, shown }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat(shown.board.timezone);
  const lost = step.before === null ? 0 : step.before - step.count;
  return (
    <li className={styles.step}>
      <Metric
        name={step.name}
        value={format.count(step.count)}
        interval={shown.interval}
        updated={format.time(shown.state.as_of_ms)}
        division={
          step.before === null
            ? undefined
            : { part: format.count(step.count), whole: format.count(step.before) }
        }
        result={step.rate === null ? undefined : format.percent(step.rate)}
      />
      <span className={styles.track} aria-hidden="true">
        {other && <span className={styles.other} style={{ width: width(other) }} />}
        <span className={styles.bar} style={{ width: width(step) }} />
      </span>
      <span className={styles.says}>
        {step.before !== null && (
          <>
            <strong>{t("views.funnel_of_before", { rate: format.percent(step.rate) })}</strong>
            {other && (
              <ChangeNote change={points(step.rate, other.rate)} versus={versus} unit="points" />
            )}
            <span className={views.aside}>
              {t("views.funnel_of_all", { rate: format.percent(step.of_all) })}
              {lost > 0 && ` · ${t("views.funnel_lost", { lost: format.count(lost) })}`}
            </span>
          </>
        )}
      </span>
    </li>
  );
}

function width({ of_all }: Step): string {
  return `${((of_all ?? 0) * 100).toFixed(2)}%`;
}

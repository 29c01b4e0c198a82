import { useTranslation } from "react-i18next";

import { Verdict } from "../../components/verdict";
import type { Evaluation } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { brokenFatals, equation, sumLines } from "./arithmetic";
import styles from "./score.module.css";

/** The score, its formula, and the formula with this call's numbers in it. */
export function ScoreSum({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sums = equation(sumLines(evaluation.lines), format.decimal);
  const rules = format.list(brokenFatals(evaluation).map(({ rule_name }) => rule_name));
  return (
    <div className={styles.sum}>
      <div className={styles.result}>
        <strong className={styles.score} data-passed={evaluation.passed}>
          {format.score(evaluation.score)}
        </strong>
        <Verdict of="call" verdict={evaluation.passed ? "passed" : "failed"} />
        <span className={styles.muted}>
          {t("score.made_at", { time: format.dateTime(evaluation.created_at) })}
        </span>
      </div>
      <p className={styles.muted}>{t("score.formula")}</p>
      {evaluation.fatal ? (
        <p className={styles.fatal}>{t("score.formula_fatal", { rules })}</p>
      ) : (
        sums && (
          <p>
            {sums} = <strong>{format.score(evaluation.score)}</strong>
          </p>
        )
      )}
    </div>
  );
}

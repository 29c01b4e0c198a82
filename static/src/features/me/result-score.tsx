import { WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { brokenFatals, equation } from "../../components/call/arithmetic";
import { Verdict } from "../../components/verdict";
import { useFormat } from "../../lib/format";
import type { Result } from "./queries";
import styles from "./result.module.css";

/** The score with its sum, and what the machine alone made of the call. */
export function ResultScore({ result }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { arithmetic, machine, score, passed, grade } = result;
  return (
    <section className={styles.score} aria-label={t("result.score")}>
      <p className={styles.sides}>
        <strong className={styles.big} data-passed={passed ?? undefined}>
          {format.score(score)}
        </strong>
        {grade && <strong>{grade}</strong>}
        <Verdict
          of="call"
          verdict={passed === null ? "not_measurable" : passed ? "passed" : "failed"}
        />
        <span className={styles.note}>
          {t("result.machine")} <strong>{format.score(machine.score)}</strong>
        </span>
      </p>
      <Sum />
    </section>
  );

  function Sum() {
    if (arithmetic.fatal)
      return (
        <p className={styles.fatal}>
          <WarningFilled />{" "}
          {t("score.formula_fatal", {
            rules: format.list(brokenFatals(arithmetic).map(({ rule_name }) => rule_name)),
          })}
        </p>
      );
    const left = equation(arithmetic, format.decimal);
    if (left === null) return null;
    return (
      <p className={styles.sum} title={t("review.score.formula")}>
        {left} = {format.score(score)}
      </p>
    );
  }
}

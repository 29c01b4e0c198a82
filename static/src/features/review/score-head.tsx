import { InfoCircleOutlined, WarningFilled } from "@ant-design/icons";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";

import { equation } from "../../components/call/arithmetic";
import { Verdict } from "../../components/verdict";
import { useFormat } from "../../lib/format";
import styles from "./score.module.css";
import type { Review, Score } from "./types";

interface Props {
  review: Review;
  /** The score on the screen is not yet that of the last act. */
  saving: boolean;
}

/** The score with the reviewer's word in it, how it comes about, and the machine's beside it. */
export function ScoreHead({ review, saving }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { score, machine } = review;
  return (
    <div className={styles.head}>
      <div className={styles.sides}>
        <div>
          <span className={styles.term}>{t("review.score.yours")}</span>
          <p className={styles.mine} data-passed={score.passed} data-saving={saving}>
            <strong>{format.score(score.score)}</strong> {score.grade}
            <Verdict of="call" verdict={verdictOf(score)} />
          </p>
        </div>
        <div>
          <span className={styles.term}>{t("review.score.machine")}</span>
          <p className={styles.machine}>
            <strong>{format.score(machine.score)}</strong> {machine.grade}
            {machine.fatal && (
              <span className={styles.fatal}>
                <WarningFilled /> {t("review.score.fatal")}
              </span>
            )}
          </p>
        </div>
        <Delta score={score} machine={machine} />
      </div>
      <Sum score={score} />
      <p role="status" className="visually-hidden">
        {t("review.score.status", {
          score: format.score(score.score),
          machine: format.score(machine.score),
        })}
      </p>
    </div>
  );
}

function verdictOf({ passed }: Score) {
  if (passed === null) return "not_measurable";
  return passed ? "passed" : "failed";
}

function Delta({ score, machine }: Pick<Review, "score" | "machine">) {
  const { t } = useTranslation();
  const format = useFormat();
  if (score.score === null || machine.score === null) return null;
  const delta = score.score - machine.score;
  const same = Math.abs(delta) < 0.05;
  return (
    <div>
      <span className={styles.term}>{t("review.score.delta")}</span>
      <p className={styles.machine}>
        {same ? t("review.score.same") : <strong>{format.change(delta)}</strong>}
      </p>
    </div>
  );
}

function Sum({ score }: { score: Score }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = equation(score, format.decimal);
  if (score.fatal)
    return (
      <p className={styles.fatal}>
        <WarningFilled /> {t("review.score.fatal")}
      </p>
    );
  if (left === null || score.score === null) return null;
  return (
    <p className={styles.sum}>
      {left} = {format.score(score.score)}
      <Popover trigger={["hover", "focus", "click"]} content={t("review.score.formula")}>
        <button type="button" className={styles.explain} aria-label={t("review.score.how")}>
          <InfoCircleOutlined />
        </button>
      </Popover>
    </p>
  );
}

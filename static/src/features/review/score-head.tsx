import { EyeInvisibleOutlined, InfoCircleOutlined, WarningFilled } from "@ant-design/icons";
import { Popover } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { brokenFatals, equation } from "../../components/call/arithmetic";
import { Verdict } from "../../components/verdict";
import { useGrade, verdictOfCall } from "../../components/verdict-of-call";
import { useFormat } from "../../lib/format";
import styles from "./score.module.css";
import type { Review, Score } from "./types";

interface Props {
  review: Review;
  /** The score on the screen is not yet that of the last act. */
  saving: boolean;
  /** What stands beside the sum. */
  children: ReactNode;
}

/** The score with the reviewer's word in it, how it comes about, and the machine's beside it. */
export function ScoreHead({ review, saving, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { score, machine } = review;
  const grade = useGrade(score);
  return (
    <div className={styles.head}>
      <p className={styles.sides}>
        <span className={styles.mine} data-passed={score.passed} data-saving={saving}>
          <span className="visually-hidden">{t("review.score.yours")} </span>
          <strong>{format.score(score.score)}</strong> {grade}
        </span>
        <Verdict of="call" verdict={verdictOfCall(score)} />
        {review.machine_hidden ? (
          <span className={styles.machine}>
            <EyeInvisibleOutlined /> {t("review.score.hidden")}
          </span>
        ) : (
          <span className={styles.machine} title={t("review.score.delta")}>
            {t("review.score.machine")} <strong>{format.score(machine.score)}</strong>{" "}
            {machine.grade}
            {machine.fatal && <WarningFilled className={styles.fatal} />}
            <Delta score={score} machine={machine} />
          </span>
        )}
      </p>
      <div className={styles.how}>
        <Sum score={score} />
        {children}
      </div>
      <p role="status" className="visually-hidden">
        {t("review.score.status", {
          score: format.score(score.score),
          machine: format.score(machine.score),
        })}
      </p>
    </div>
  );
}

function Delta({ score, machine }: Pick<Review, "score" | "machine">) {
  const { t } = useTranslation();
  const format = useFormat();
  if (score.score === null || machine.score === null) return null;
  const delta = score.score - machine.score;
  const same = Math.abs(delta) < 0.05;
  if (same) return <>· {t("review.score.same")}</>;
  return (
    <>
      ·{" "}
      <strong className={styles.delta} data-less={delta < 0 || undefined}>
        {format.change(delta)}
      </strong>
    </>
  );
}

function Sum({ score }: { score: Score }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = equation(score, format.decimal);
  const rules = format.list(brokenFatals(score).map(({ rule_name }) => rule_name));
  if (score.fatal)
    return (
      <p className={styles.fatal}>
        <WarningFilled /> {t("score.formula_fatal", { rules })}
      </p>
    );
  if (left === null || score.score === null) return <p className={styles.sum} />;
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

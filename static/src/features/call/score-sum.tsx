import { CaretRightFilled, InfoCircleOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";
import {
  brokenFatals,
  equation,
  firstFatalEvidence,
  sumsScore,
} from "../../components/call/arithmetic";
import { Verdict } from "../../components/verdict";
import { useGrade, verdictOfCall } from "../../components/verdict-of-call";
import type { Evaluation } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import styles from "./score.module.css";

/** Half of the last digit shown, and a little for the server's own rounding. */
const SAME = 0.06;

interface Props {
  evaluation: Evaluation;
  onPlay: (second: number) => void;
}

/** The score, what made it fatal, and its formula with this call's numbers in it. */
export function ScoreSum({ evaluation, onPlay }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const grade = useGrade(evaluation);
  return (
    <div className={styles.sum}>
      <div className={styles.result}>
        <strong className={styles.score} data-passed={evaluation.passed}>
          {format.score(evaluation.score)}
        </strong>
        {grade && <span className={styles.grade}>{grade}</span>}
        <Verdict of="call" verdict={verdictOfCall(evaluation)} />
        <span className={styles.muted}>
          {t("score.made_at", { time: format.dateTime(evaluation.created_at) })}
        </span>
      </div>
      {evaluation.fatal && <Fatal evaluation={evaluation} onPlay={onPlay} />}
      <Unmeasured evaluation={evaluation} />
      <Arithmetic evaluation={evaluation} />
    </div>
  );
}

function Fatal({ evaluation, onPlay }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const rules = format.list(brokenFatals(evaluation).map(({ rule_name }) => rule_name));
  const first = firstFatalEvidence(evaluation);
  const at = formatDuration(first?.evidence.start_s ?? 0);
  return (
    <p className={styles.fatal}>
      {t("score.formula_fatal", { rules })}{" "}
      {first && (
        <button
          type="button"
          aria-label={t("score.play_evidence", { rule: first.line.rule_name, at })}
          title={first.evidence.quote}
          onClick={() => onPlay(first.evidence.start_s)}
        >
          <CaretRightFilled /> {at}
        </button>
      )}
    </p>
  );
}

/** How much of the scorecard the score leaves out. */
function Unmeasured({ evaluation: { lines, score } }: Pick<Props, "evaluation">) {
  const { t } = useTranslation();
  const format = useFormat();
  const part = lines.filter(({ verdict }) => verdict === "not_measurable").length;
  if (part === 0 && score !== null) return null;
  return (
    <p className={score === null ? styles.nothing : styles.muted}>
      <QuestionCircleOutlined />{" "}
      {score === null
        ? t("score.no_score")
        : t("score.unmeasured", { part: format.count(part), whole: format.count(lines.length) })}
    </p>
  );
}

function Arithmetic({ evaluation }: Pick<Props, "evaluation">) {
  const { t } = useTranslation();
  const format = useFormat();
  const { score } = evaluation;
  const left = equation(evaluation, format.decimal);
  const result = sumsScore(evaluation);
  if (left === null || result === null || score === null) return null;
  const stands = Math.abs(result - score) < SAME;
  return (
    <p className={styles.arithmetic}>
      <span>
        {left} = {!stands && `${format.decimal(result)} → `}
        <strong>{stands ? format.score(score) : format.decimal(score)}</strong>
      </span>
      <Popover trigger={["hover", "focus", "click"]} content={t("score.formula")}>
        <button type="button" className={styles.explain} aria-label={t("metric.formula")}>
          <InfoCircleOutlined />
        </button>
      </Popover>
    </p>
  );
}

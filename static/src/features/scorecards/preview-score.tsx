import {
  CheckCircleFilled,
  CloseCircleFilled,
  MinusCircleOutlined,
  QuestionCircleOutlined,
  UserOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useGrade } from "../../components/verdict-of-call";
import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import styles from "./preview.module.css";
import type { Tried, TriedLine } from "./types";

type Score = NonNullable<Tried["score"]>;

const ICONS: Record<TriedLine["verdict"], ReactNode> = {
  passed: <CheckCircleFilled />,
  failed: <CloseCircleFilled />,
  not_measurable: <QuestionCircleOutlined />,
  not_applicable: <MinusCircleOutlined />,
  unanswered: <UserOutlined />,
};

interface Props {
  score: Score;
  ruleKey: string | null;
  onRule: (key: string) => void;
}

/** The score with its arithmetic, and every rule's verdict with its reason. */
export function PreviewScore({ score, ruleKey, onRule }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const grade = useGrade(score);
  return (
    <>
      <div className={styles.score}>
        <strong data-passed={score.passed ?? undefined}>{format.score(score.score)}</strong>
        {score.passed !== null && (
          <span data-passed={score.passed}>
            {t(`words.verdict.${score.passed ? "passed" : "failed"}`)}
          </span>
        )}
        {grade && <span>{grade}</span>}
        <Sum score={score} />
      </div>
      <ul className={styles.lines}>
        {mineFirst(score.lines, ruleKey).map((line) => (
          <Line key={line.rule_key} line={line} mine={line.rule_key === ruleKey} onRule={onRule} />
        ))}
      </ul>
    </>
  );
}

/** 72.5 % + 0 − 10 = 62.5, or why it is 0. */
function Sum({ score }: { score: Score }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (score.fatal) return <span className={styles.fatal}>{t("scorecards.sum_fatal")}</span>;
  if (score.score === null) return <span>{t("scorecards.sum_unknown")}</span>;
  const earned = score.earned_percent ?? 100;
  return (
    <span className={styles.sum}>
      {t("scorecards.sum", {
        earned: format.decimal(earned),
        added: format.decimal(score.added),
        deducted: format.decimal(score.deducted),
        score: format.score(score.score),
      })}
    </span>
  );
}

interface LineProps {
  line: TriedLine;
  mine: boolean;
  onRule: (key: string) => void;
}

function Line({ line, mine, onRule }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = usePreferences();
  return (
    <li data-mine={mine || undefined}>
      <button type="button" aria-pressed={mine} onClick={() => onRule(line.rule_key)}>
        <span className={styles.verdict} data-verdict={line.verdict}>
          {ICONS[line.verdict]} {t(`rules.verdict.${line.verdict}`)}
        </span>
        <b>{line.rule_name}</b>
        <span className={styles.points}>{pointsOf(line, format.decimal)}</span>
      </button>
      <p>{line.explanation[language]}</p>
    </li>
  );
}

function pointsOf(line: TriedLine, decimal: (value: number) => string): string {
  if (line.deducted > 0) return `−${decimal(line.deducted)}`;
  if (line.added > 0) return `+${decimal(line.added)}`;
  return line.weight > 0 ? `${decimal(line.earned)} / ${decimal(line.weight)}` : "";
}

function mineFirst(lines: readonly TriedLine[], ruleKey: string | null): TriedLine[] {
  return [
    ...lines.filter((line) => line.rule_key === ruleKey),
    ...lines.filter((line) => line.rule_key !== ruleKey),
  ];
}

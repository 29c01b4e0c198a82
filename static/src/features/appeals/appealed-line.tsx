import { CaretRightFilled } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { isHere } from "../../components/call/arithmetic";
import type { Player } from "../../components/call/player";
import { Verdict } from "../../components/verdict";
import { formatDuration, useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import styles from "./appeals.module.css";
import type { AppealDetail } from "./queries";

const LEAD_S = 2;

interface Props {
  appeal: AppealDetail;
  player: Player;
}

/** The line as the result has it, and what its reviewer wrote. */
export function AppealedLine({ appeal, player }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { result, rule_key, call_id, outcome_score, outcome_id } = appeal;
  if (!result) return null;
  const { score, machine, reviewer, finalised_at, comments, id } = result;
  const line = score.lines.find((one) => one.rule_key === rule_key);
  return (
    <section className={styles.card}>
      <h3>{t("appeals.result")}</h3>
      <p>
        {t("appeals.result_score", {
          score: format.score(score.score),
          machine: format.score(machine.score),
        })}
        {outcome_id && (
          <>
            {" → "}
            <strong>{format.score(outcome_score)}</strong>
          </>
        )}
      </p>
      <p className={styles.note}>
        {finalised_at &&
          t("appeals.reviewed_by", { who: reviewer.name, at: format.dateTime(finalised_at) })}{" "}
        <Link to={`/reviews/calls/${call_id}?review=${id}`}>{t("appeals.open_review")}</Link>
      </p>
      {line && <Line line={line} player={player} />}
      {comments.length > 0 && (
        <>
          <h3>{t("appeals.comments")}</h3>
          <ul className={styles.plain}>
            {comments.map((one) => (
              <li key={one.id}>
                {one.start_s !== null && (
                  <Seconds at_s={one.start_s} onPlay={(at_s) => player.playFrom(at_s)} />
                )}{" "}
                {one.text}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

type Line = NonNullable<AppealDetail["result"]>["score"]["lines"][number];

function Line({ line, player }: { line: Line; player: Player }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = usePreferences();
  const points =
    line.weight > 0
      ? t("appeals.line_points", {
          earned: format.decimal(line.earned),
          weight: format.decimal(line.weight),
        })
      : t("appeals.line_deducted", { points: format.decimal(line.deducted) });
  return (
    <>
      <h3>{t("appeals.line")}</h3>
      <p>
        <strong>{line.rule_name}</strong> <Verdict of="line" verdict={line.verdict} />{" "}
        <span className={styles.note}>{points}</span>
      </p>
      <p className={styles.note}>{line.explanation[language]}</p>
      <ul className={styles.plain}>
        {line.evidence.filter(isHere).map(({ start_s, utterance, char_start, quote }) => (
          <li key={`${utterance} ${char_start} ${start_s}`}>
            <Seconds at_s={start_s} onPlay={(at_s) => player.playFrom(at_s - LEAD_S)} />{" "}
            {quote && <q>{quote}</q>}
          </li>
        ))}
      </ul>
    </>
  );
}

function Seconds({ at_s, onPlay }: { at_s: number; onPlay: (at_s: number) => void }) {
  const { t } = useTranslation();
  const at = formatDuration(at_s);
  return (
    <Button
      size="small"
      icon={<CaretRightFilled />}
      aria-label={t("appeals.play_at", { at })}
      onClick={() => onPlay(at_s)}
    >
      {at}
    </Button>
  );
}

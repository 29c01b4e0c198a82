import {
  CaretRightFilled,
  QuestionCircleOutlined,
  WarningFilled,
  WarningOutlined,
} from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { Verdict } from "../../components/verdict";
import type { ScoreLine } from "../../lib/api";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import { isBrokenFatal } from "./arithmetic";
import styles from "./score.module.css";

interface Props {
  line: ScoreLine;
  onPlay: (second: number) => void;
}

/** One rule: verdict, why, points, and its evidence to play. */
export function ScoreLineRow({ line, onPlay }: Props) {
  const format = useFormat();
  const points = (value: number) => (value === 0 ? NO_VALUE : format.decimal(value));
  return (
    <tr data-verdict={line.verdict}>
      <td>
        <div className={styles.rule}>
          <Verdict of="line" verdict={line.verdict} />
          <strong>{line.rule_name}</strong>
          {line.fatal && <FatalTag broken={isBrokenFatal(line)} />}
        </div>
        {line.reason && <Unsure reason={line.reason} />}
        <Why line={line} />
        <Evidence line={line} onPlay={onPlay} />
      </td>
      <td>{points(line.weight)}</td>
      <td>{line.weight > 0 ? format.decimal(line.earned) : NO_VALUE}</td>
      <td className={line.deducted > 0 ? styles.deducted : undefined}>{points(line.deducted)}</td>
    </tr>
  );
}

function FatalTag({ broken }: { broken: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={styles.tag} data-broken={broken}>
      {broken ? <WarningFilled /> : <WarningOutlined />} {t("call.hit_fatal")}
    </span>
  );
}

/** Why the rule could be neither met nor broken. */
function Unsure({ reason }: { reason: NonNullable<ScoreLine["reason"]> }) {
  const { t } = useTranslation();
  return (
    <p className={styles.unsure}>
      <QuestionCircleOutlined /> {t(`words.unsure.${reason}`)}
    </p>
  );
}

/** What was looked for, and in which part of the call. */
function Why({ line }: { line: ScoreLine }) {
  const { t } = useTranslation();
  const joint = line.rule_type === "in_order" ? " → " : " / ";
  const expected = line.expected.join(joint);
  return (
    <p className={styles.why}>
      <span className={styles.expected} title={expected}>
        <b>{expectation(line.rule_type)}</b> {expected}
      </span>
      <span>
        {t("score.looked", {
          from: formatDuration(line.looked_from_s),
          to: formatDuration(line.looked_to_s),
        })}
      </span>
    </p>
  );

  function expectation(type: string) {
    if (type === "must_not_say") return t("score.expected_not");
    return type === "in_order" ? t("score.expected_order") : t("score.expected_say");
  }
}

function Evidence({ line, onPlay }: Props) {
  const { t } = useTranslation();
  if (line.evidence.length === 0)
    return line.verdict === "failed" ? (
      <p className={styles.missing}>{t("score.nothing_said")}</p>
    ) : null;
  return (
    <ul className={styles.evidence}>
      {line.evidence.map(({ start_s, quote, utterance, char_start }) => {
        const at = formatDuration(start_s);
        return (
          <li key={`${utterance} ${char_start}`}>
            <button
              type="button"
              aria-label={t("score.play_evidence", { rule: line.rule_name, at })}
              onClick={() => onPlay(start_s)}
            >
              <CaretRightFilled /> <span className={styles.at}>{at}</span> <q>{quote}</q>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

import { CaretRightFilled, WarningFilled, WarningOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { isBrokenFatal, isHere } from "../../components/call/arithmetic";
import { Verdict } from "../../components/verdict";
import type { ScoreLine } from "../../lib/api";
import { formatDuration, NO_VALUE, useFormat } from "../../lib/format";
import styles from "./score.module.css";

interface Props {
  line: ScoreLine;
  onPlay: (second: number) => void;
}

/** One rule: verdict, why, points, and its evidence to play. */
export function ScoreLineRow({ line, onPlay }: Props) {
  const format = useFormat();
  const points = (value: number) => (value === 0 ? NO_VALUE : format.decimal(value));
  const change = line.added - line.deducted;
  return (
    <tr data-verdict={line.verdict}>
      <td>
        <div className={styles.rule}>
          <Verdict of="line" verdict={line.verdict} />
          <strong>{line.rule_name}</strong>
          {line.fatal && <FatalTag line={line} />}
        </div>
        <Explanation line={line} />
        <Evidence line={line} onPlay={onPlay} />
      </td>
      <td>{points(line.weight)}</td>
      <td>{line.weight > 0 ? format.decimal(line.earned) : NO_VALUE}</td>
      <td className={change < 0 ? styles.deducted : undefined}>{format.change(change)}</td>
    </tr>
  );
}

function FatalTag({ line }: Pick<Props, "line">) {
  const { t } = useTranslation();
  const broken = line.verdict === "failed";
  return (
    <span className={styles.tag} data-broken={broken}>
      {broken ? <WarningFilled /> : <WarningOutlined />}{" "}
      {line.fatal === "card" ? t("call.hit_fatal") : t("score.fatal_section")}
    </span>
  );
}

/** Why, and what it did to the score, in the reader's language. */
function Explanation({ line }: Pick<Props, "line">) {
  const { i18n } = useTranslation();
  const said = line.explanation[i18n.language === "zh-CN" ? "zh-CN" : "en"];
  return (
    <p className={isBrokenFatal(line) ? styles.whyFatal : styles.why} lang={i18n.language}>
      {said}
    </p>
  );
}

function Evidence({ line, onPlay }: Props) {
  const { t } = useTranslation();
  const here = line.evidence.filter(isHere);
  if (here.length === 0) return null;
  return (
    <ul className={styles.evidence}>
      {here.map(({ start_s, end_s, quote, utterance, char_start }) => {
        const at = formatDuration(start_s);
        return (
          <li key={`${utterance} ${char_start} ${start_s}`}>
            <button
              type="button"
              aria-label={t("score.play_evidence", { rule: line.rule_name, at })}
              onClick={() => onPlay(start_s)}
            >
              <CaretRightFilled /> <span className={styles.at}>{at}</span>{" "}
              {quote ? <q>{quote}</q> : `– ${formatDuration(end_s)}`}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

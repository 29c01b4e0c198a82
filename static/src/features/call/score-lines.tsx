import { useTranslation } from "react-i18next";

import type { ScoreLine } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { gravestFirst, sumLines } from "./arithmetic";
import styles from "./score.module.css";
import { ScoreLineRow } from "./score-line-row";

interface Props {
  lines: readonly ScoreLine[];
  onPlay: (second: number) => void;
}

/** Every rule's verdict and what it did to the score, adding up at the foot. */
export function ScoreLines({ lines, onPlay }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const sums = sumLines(lines);
  return (
    <table className={styles.lines}>
      <caption className="visually-hidden">{t("score.lines")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("score.lines")}</th>
          <th scope="col">{t("score.weight")}</th>
          <th scope="col">{t("score.earned")}</th>
          <th scope="col">{t("score.deducted")}</th>
        </tr>
      </thead>
      <tbody>
        {gravestFirst(lines).map((line) => (
          <ScoreLineRow key={line.rule_key} line={line} onPlay={onPlay} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("score.total")}</th>
          <td>{format.decimal(sums.weight)}</td>
          <td>{format.decimal(sums.earned)}</td>
          <td>{format.decimal(sums.deducted)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

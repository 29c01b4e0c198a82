import { useTranslation } from "react-i18next";
import { bySection, type Group, sumLines } from "../../components/call/arithmetic";
import type { Evaluation } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./score.module.css";
import { ScoreLineRow } from "./score-line-row";

interface Props {
  evaluation: Evaluation;
  onPlay: (second: number) => void;
}

/** Every rule's verdict and what it did to the score, adding up at the foot. */
export function ScoreLines({ evaluation, onPlay }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const sums = sumLines(evaluation.lines);
  const groups = bySection(evaluation);
  return (
    <table className={styles.lines}>
      <caption className="visually-hidden">{t("score.lines")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("score.lines")}</th>
          <th scope="col">{t("score.weight")}</th>
          <th scope="col">{t("score.earned")}</th>
          <th scope="col">{t("score.points_change")}</th>
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.section?.key ?? ""}>
          {evaluation.sections.length > 0 && <SectionRow group={group} />}
          {group.lines.map((line) => (
            <ScoreLineRow key={line.rule_key} line={line} onPlay={onPlay} />
          ))}
        </tbody>
      ))}
      <tfoot>
        <tr>
          <th scope="row">{t("score.total")}</th>
          <td>{format.decimal(sums.weight)}</td>
          <td>{format.decimal(sums.earned)}</td>
          <td>{format.change(evaluation.added - evaluation.deducted)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

/** What a section came to. */
function SectionRow({ group: { section } }: { group: Group }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <tr className={styles.section}>
      <th scope="rowgroup">
        {section?.name ?? t("score.other_section")}
        {section?.fatal && <em>{t("score.section_fatal")}</em>}
      </th>
      <td colSpan={3}>{section && result(section.percent)}</td>
    </tr>
  );

  function result(percent: number | null) {
    return percent === null ? t("score.section_open") : format.percent(percent / 100);
  }
}

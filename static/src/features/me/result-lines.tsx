import { CaretRightFilled } from "@ant-design/icons";
import { Button, Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Player } from "../../components/call/player";
import { Verdict } from "../../components/verdict";
import { formatDuration, useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { AppealDialog } from "./appeal-dialog";
import { Card } from "./card";
import { linesOf, type ResultLine } from "./lines";
import type { Result } from "./queries";
import styles from "./result.module.css";

const LEAD_S = 2;

interface Props {
  result: Result;
  player: Player;
}

/** What every rule did to the score, with its places to play and the way to appeal it. */
export function ResultLines({ result, player }: Props) {
  const { t } = useTranslation();
  const all = linesOf(result);
  const anyLost = all.some(({ lost }) => lost);
  const [onlyLost, setOnlyLost] = useState(anyLost);
  const [appealing, setAppealing] = useState<ResultLine | null>(null);
  const shown = onlyLost ? all.filter(({ lost }) => lost) : all;
  return (
    <Card
      title={t("result.lines")}
      more={
        <Checkbox checked={onlyLost} onChange={({ target }) => setOnlyLost(target.checked)}>
          {t("result.only_lost")}
        </Checkbox>
      }
    >
      {shown.length === 0 && <p className={styles.note}>{t("result.no_lost")}</p>}
      <ul className={styles.lines}>
        {shown.map((one) => (
          <Line key={one.line.rule_key} one={one} player={player} onAppeal={setAppealing} />
        ))}
      </ul>
      {appealing && (
        <AppealDialog result={result} of={appealing} onClose={() => setAppealing(null)} />
      )}
    </Card>
  );
}

interface LineProps {
  one: ResultLine;
  player: Player;
  onAppeal: (one: ResultLine) => void;
}

function Line({ one, player, onAppeal }: LineProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { line, appealable, places } = one;
  return (
    <li className={styles.line} data-lost={one.lost}>
      <p className={styles.rule}>
        <strong>{line.rule_name}</strong> <Verdict of="line" verdict={line.verdict} />
        <Points one={one} />
      </p>
      <p className={styles.note}>{line.explanation[language]}</p>
      {places.length > 0 && (
        <ul className={styles.places}>
          {places.map(({ start_s, utterance, char_start, quote }) => {
            const at = formatDuration(start_s);
            return (
              <li key={`${utterance} ${char_start} ${start_s}`}>
                <button
                  type="button"
                  className={styles.place}
                  aria-label={t("result.play", { rule: line.rule_name, at })}
                  onClick={() => player.playFrom(start_s - LEAD_S)}
                >
                  <CaretRightFilled /> {at} {quote && <q>{quote}</q>}
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {appealable?.may_appeal && (
        <div>
          <Button
            size="small"
            aria-label={t("result.appeal_line", { rule: line.rule_name })}
            onClick={() => onAppeal(one)}
          >
            {t("result.appeal")}
          </Button>
        </div>
      )}
      {one.lost && appealable?.why_not && (
        <p className={styles.note}>{t(`result.why_not.${appealable.why_not}`)}</p>
      )}
    </li>
  );
}

function Points({ one: { line } }: { one: ResultLine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = [
    line.weight > 0 &&
      t("review.items.points", {
        earned: format.decimal(line.earned),
        weight: format.decimal(line.weight),
      }),
    line.added > 0 && t("review.items.added", { points: format.decimal(line.added) }),
    line.deducted > 0 && t("review.items.deducted", { points: format.decimal(line.deducted) }),
  ].filter(Boolean);
  return <span className={styles.points}>{parts.join(" · ")}</span>;
}

import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import styles from "./trials.module.css";
import type { Shift } from "./types";

const SHOWN = 12;

interface Props {
  teams: readonly Shift[];
  agents: readonly Shift[];
}

/** How the mean score of teams and agents moves, those that move most first. */
export function ScoreShift({ teams, agents }: Props) {
  const { t } = useTranslation();
  const [of, setOf] = useState<"teams" | "agents">("teams");
  const rows = (of === "teams" ? teams : agents)
    .toSorted((one, other) => Math.abs(moved(other)) - Math.abs(moved(one)))
    .slice(0, SHOWN);
  return (
    <section className={styles.shift}>
      <header className={styles.bar}>
        <h2>{t("backtests.shift")}</h2>
        <Segmented
          size="small"
          value={of}
          options={(["teams", "agents"] as const).map((one) => ({
            value: one,
            label: t(`backtests.${one}`),
          }))}
          onChange={setOf}
        />
      </header>
      <ul>
        {rows.map((row) => (
          <Row key={row.id ?? ""} row={row} />
        ))}
      </ul>
    </section>
  );
}

/** A bar to the score after, with a line where it was before. */
function Row({ row }: { row: Shift }) {
  const { t } = useTranslation();
  const format = useFormat();
  const by = moved(row);
  return (
    <li>
      <span className={styles.who}>{row.name ?? t("backtests.nobody")}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} style={{ width: `${row.after ?? 0}%` }} />
        <span className={styles.mark} style={{ left: `${row.before ?? 0}%` }} />
      </span>
      <span className={styles.figures}>
        {format.score(row.before)} → <b>{format.score(row.after)}</b>
      </span>
      <span className={styles.by} data-sign={Math.sign(by)}>
        {by > 0 ? "▲" : by < 0 ? "▼" : "="} {format.score(Math.abs(by))}
      </span>
      <span className={styles.note}>{t("backtests.of_calls", { n: format.count(row.calls) })}</span>
    </li>
  );
}

function moved({ before, after }: Shift): number {
  return before === null || after === null ? 0 : after - before;
}

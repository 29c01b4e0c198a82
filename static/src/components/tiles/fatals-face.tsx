import { WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useFormat } from "../../lib/format";
import type { FaceProps } from "./shown";
import styles from "./tiles.module.css";

const SHOWN = 12;
const SHOWN_ON_WALL = 8;

/** Fatal hits of today, newest first. On a wall the agent and the rule, and nothing to open. */
export function FatalsFace({ scope, shown }: FaceProps<"fatals">) {
  const { t } = useTranslation();
  const format = useFormat(shown.state.board?.timezone);
  const fatals = scope.fatals.slice(0, shown.onWall ? SHOWN_ON_WALL : SHOWN);
  if (fatals.length === 0) return <p className={styles.empty}>{t("board.fatal_empty")}</p>;
  return (
    <ol className={styles.lines}>
      {fatals.map((card) => {
        const says = (
          <>
            <time dateTime={card.scored_at}>{format.minute(card.scored_at)}</time>
            <WarningFilled className={styles.act} />
            <strong>{card.agent_name}</strong>
            <span className={styles.text}>{card.rule_name}</span>
          </>
        );
        const at = new URLSearchParams({ t: card.start_s.toFixed(1) });
        return (
          <li key={card.key}>
            {shown.onWall ? (
              <span className={styles.line}>{says}</span>
            ) : (
              <Link className={styles.line} to={`/calls/${card.call_id}?${at}`}>
                {says}
              </Link>
            )}
          </li>
        );
      })}
    </ol>
  );
}

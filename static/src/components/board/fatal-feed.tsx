import { WarningFilled } from "@ant-design/icons";
import { Empty } from "antd";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { FatalCard } from "../../lib/api";
import { formatDuration, useFormat } from "../../lib/format";
import styles from "./board.module.css";

interface Props {
  fatals: readonly FatalCard[];
  timezone: string;
  /** On a page of their own, where the list may be long. */
  alone?: boolean;
}

/** Fatal hits of today, newest first; each opens its call at its second. */
export const FatalFeed = memo(function FatalFeed({ fatals, timezone, alone = false }: Props) {
  const { t } = useTranslation();
  return (
    <section
      className={`${styles.panel} ${alone ? styles.alone : styles.fatals}`}
      aria-labelledby="fatals"
    >
      <h2 id="fatals">{t("board.fatal_feed")}</h2>
      {fatals.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("board.fatal_empty")} />
      ) : (
        <ol className={styles.feed}>
          {fatals.map((card) => (
            <FatalRow key={card.key} card={card} timezone={timezone} />
          ))}
        </ol>
      )}
    </section>
  );
});

function FatalRow({ card, timezone }: { card: FatalCard; timezone: string }) {
  const { t } = useTranslation();
  const format = useFormat(timezone);
  const agent = card.agent_name ?? "";
  const at = formatDuration(card.start_s);
  return (
    <li>
      <Link
        className={styles.fatal}
        to={`/calls/${card.call_id}?${new URLSearchParams({ t: card.start_s.toFixed(1) })}`}
        aria-label={t("board.fatal_open", { agent, rule: card.rule_name, at })}
      >
        <time dateTime={card.scored_at}>{format.time(card.scored_at)}</time>
        <WarningFilled className={styles.fatalIcon} />
        <span className={styles.fatalText}>
          <span>
            <strong>{agent}</strong> {card.rule_name}
          </span>
          <q className={styles.quote}>{card.quote}</q>
        </span>
        <span className={styles.fatalAt}>{at}</span>
      </Link>
    </li>
  );
}

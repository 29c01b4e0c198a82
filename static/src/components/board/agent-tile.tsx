import { WarningFilled } from "@ant-design/icons";
import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AgentCard } from "../../lib/api";
import { type Format, formatDuration, useFormat } from "../../lib/format";
import { settle } from "../../lib/motion";
import { useWords } from "../../lib/words";
import type { MetricName } from "../metric";
import { Dwell } from "./dwell";
import { averageScore, connectRate } from "./figures";
import { StateBadge } from "./state-badge";
import styles from "./tile.module.css";

interface Props {
  card: AgentCard;
  clockOffsetMs: number;
  /** The day the board shows, as the calls list wants it: 2026-11-21. */
  day: string;
}

/** One agent on the board; leads to the agent's calls of the day. */
export const AgentTile = memo(function AgentTile({ card, clockOffsetMs, day }: Props) {
  const { t } = useTranslation();
  const word = useWords();
  const format = useFormat();
  const figures = figuresOf(card, format);
  const tile = useSettling(`${card.state} ${figures.map(([, value]) => value).join()}`);
  const calls = new URLSearchParams({ agent: card.key, from: day, to: day });

  return (
    <li
      ref={tile}
      className={styles.tile}
      data-key={card.key}
      data-fatal={card.today.fatal_hits > 0}
    >
      <Link
        className={styles.link}
        to={`/calls?${calls}`}
        aria-label={t("board.tile", {
          name: card.name,
          state: t(`words.agent_state.${card.state}`),
          dials: card.today.dials,
          fatal: card.today.fatal_hits,
        })}
      >
        <span className={styles.head}>
          <strong className={styles.name} title={`${card.name} ${card.code}`}>
            {card.name}
          </strong>
          <Dwell since={card.state_since} offsetMs={clockOffsetMs} />
        </span>
        <span className={styles.status}>
          <StateBadge state={card.state} />
          {card.reason && (
            <span className={styles.reason}>{word("break_reason", card.reason)}</span>
          )}
        </span>
        <span className={styles.figures}>
          {figures.map(([name, value]) => (
            <Figure key={name} name={name} value={value} act={name === "fatal" && value !== "0"} />
          ))}
        </span>
      </Link>
    </li>
  );
});

function Figure({ name, value, act }: { name: MetricName; value: string; act: boolean }) {
  const { t } = useTranslation();
  const hint = `${t(`metric.${name}.name`)} ${value}\n${t(`metric.${name}.formula`)}`;
  return (
    <span className={styles.figure} title={hint} data-act={act}>
      <span className={styles.term}>{t(`metric.${name}.short`)}</span>
      <span>
        {act && <WarningFilled />} {value}
      </span>
    </span>
  );
}

function figuresOf({ today }: AgentCard, format: Format): [MetricName, string][] {
  return [
    ["dials", format.count(today.dials)],
    ["connects", format.count(today.connects)],
    ["connect_rate", format.percent(connectRate(today))],
    ["effective_talks", format.count(today.effective_talks)],
    ["talk", formatDuration(today.talk_s)],
    ["wrap", formatDuration(today.wrap_s)],
    ["score", format.score(averageScore(today))],
    ["fatal", format.count(today.fatal_hits)],
  ];
}

/** Tints the element when what it shows has changed since it was first shown. */
function useSettling(shown: string) {
  const element = useRef<HTMLLIElement>(null);
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (element.current) settle(element.current);
  }, [shown]);
  return element;
}

import { memo, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AgentCard, AlertCard } from "../../lib/api";
import { formatDuration } from "../../lib/format";
import { settle } from "../../lib/motion";
import { useWords } from "../../lib/words";
import { Dwell } from "./dwell";
import type { Period } from "./periods";
import { StateBadge } from "./state-badge";
import type { Level } from "./thresholds";
import { DEFAULT_THRESHOLDS, type Thresholds } from "./thresholds";
import styles from "./tile.module.css";
import { TileActs } from "./tile-acts";
import { type Density, TileFigures } from "./tile-figures";
import { useLevel } from "./use-level";
import type { TilePins } from "./use-pinned-tiles";

interface Props {
  card: AgentCard;
  clockOffsetMs: number;
  /** The day the board shows, as the calls list wants it: 2026-11-21. */
  day: string;
  period?: Period;
  /** What the interval is called where a number is explained. */
  interval?: string;
  density?: Density;
  thresholds?: Thresholds;
  alerts?: readonly AlertCard[] | undefined;
  pins?: TilePins | undefined;
}

/** One agent on the board; leads to the agent's calls of the day. */
export const AgentTile = memo(function AgentTile({
  card,
  clockOffsetMs,
  day,
  period = "today",
  interval = "",
  density = "roomy",
  thresholds = DEFAULT_THRESHOLDS,
  alerts,
  pins,
}: Props) {
  const word = useWords();
  const level = useLevel(card, clockOffsetMs, thresholds);
  const label = useTileLabel(card, level, thresholds[card.state]);
  const over = useOver(card, level, thresholds[card.state]);
  const tile = useSettling(card, period);
  const calls = new URLSearchParams({ agent: card.key, from: day, to: day });

  return (
    <li
      ref={tile}
      className={styles.tile}
      data-key={card.key}
      data-density={density}
      data-level={level}
      data-fatal={card.today.fatal_hits > 0}
      data-pinned={pins?.isPinned}
      {...(pins && dragging(card.key, pins))}
    >
      <Link className={styles.link} to={`/calls?${calls}`} aria-label={label} draggable={false}>
        <span className={styles.head}>
          <strong className={styles.name} title={`${card.name} ${card.code}`}>
            {card.name}
          </strong>
          <Dwell since={card.state_since} offsetMs={clockOffsetMs} level={level} title={over} />
        </span>
        <span className={styles.status}>
          <StateBadge state={card.state} />
          {card.reason && (
            <span
              className={styles.reason}
              data-alerts={alerts && alerts.length > 0}
              title={word("break_reason", card.reason)}
            >
              {word("break_reason", card.reason)}
            </span>
          )}
        </span>
        <TileFigures
          tally={card[period]}
          fatalHits={card.today.fatal_hits}
          density={density}
          interval={interval}
        />
      </Link>
      <TileActs card={card} alerts={alerts} clockOffsetMs={clockOffsetMs} pins={pins} />
    </li>
  );
});

function useTileLabel(card: AgentCard, level: Level, limit_s = 0): string {
  const { t } = useTranslation();
  const limit = formatDuration(limit_s);
  return t("board.tile", {
    name: card.name,
    state: t(`words.agent_state.${card.state}`),
    over: level === "fine" ? "" : t(`board.over_${level}`, { limit }),
    dials: card.today.dials,
    sales: card.today.sales,
    fatal: card.today.fatal_hits,
  });
}

/** Which limit was passed, in words. */
function useOver({ state }: AgentCard, level: Level, limit_s = 0): string | undefined {
  const { t } = useTranslation();
  if (level === "fine") return undefined;
  const says = { state: t(`words.agent_state.${state}`), limit: formatDuration(limit_s) };
  return level === "act" ? t("board.over_twice", says) : t("board.over_hint", says);
}

function dragging(key: string, { onDrop }: TilePins) {
  return {
    draggable: true,
    onDragStart: (event: React.DragEvent) => {
      event.dataTransfer.setData("text/plain", key);
      event.dataTransfer.effectAllowed = "move";
    },
    onDragOver: (event: React.DragEvent) => event.preventDefault(),
    onDrop: (event: React.DragEvent) => {
      event.preventDefault();
      onDrop(event.dataTransfer.getData("text/plain"), key);
    },
  };
}

/** Tints the tile when what it shows of `period` has changed since it was first shown. */
function useSettling(card: AgentCard, period: Period) {
  const { dials, connects, sales, scored, fatal_hits } = card[period];
  const shown = [card.state, dials, connects, sales, scored, fatal_hits].join();
  const element = useRef<HTMLLIElement>(null);
  const before = useRef({ period, shown });
  useEffect(() => {
    const was = before.current;
    before.current = { period, shown };
    if (was.shown === shown || was.period !== period) return;
    if (element.current) settle(element.current);
  }, [period, shown]);
  return element;
}

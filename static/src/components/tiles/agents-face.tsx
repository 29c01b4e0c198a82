import { useTranslation } from "react-i18next";

import { useClock } from "../../lib/now";
import { usePreferences } from "../../lib/preferences";
import { Dwell } from "../board/dwell";
import { sortAgents } from "../board/figures";
import { StateBadge } from "../board/state-badge";
import type { FaceProps } from "./shown";
import styles from "./tiles.module.css";

const SHOWN = 60;
const RESORT_MS = 15_000;

/** Agents with state and dwell, who wants attention first; the order holds for a while. */
export function AgentsFace({ tile, scope, shown }: FaceProps<"agents">) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const offset = shown.state.clock_offset_ms;
  const now_ms = useClock((now) => Math.floor(now / RESORT_MS) * RESORT_MS) + offset;
  const calm = { now_ms, alarmed: new Set<string>(), pinned: [] };
  const agents = sortAgents(scope.agents, "attention", language, calm);
  if (agents.length === 0) return <p className={styles.empty}>{t("board.no_agents")}</p>;
  const period = tile.period ?? "today";
  return (
    <ul className={styles.agents}>
      {agents.slice(0, SHOWN).map((card) => (
        <li key={card.key} data-fatal={card.today.fatal_hits > 0}>
          <span className={styles.name}>{card.name}</span>
          <Dwell since={card.state_since} offsetMs={offset} />
          <StateBadge state={card.state} />
          <span className={styles.text}>
            {t("tiles.agent_says", { dials: card[period].dials, sales: card[period].sales })}
          </span>
        </li>
      ))}
      {agents.length > SHOWN && (
        <li className={styles.more}>{t("tiles.more", { count: agents.length - SHOWN })}</li>
      )}
    </ul>
  );
}

import { Empty, Segmented } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AgentCard } from "../../lib/api";
import { AgentTile } from "./agent-tile";
import styles from "./board.module.css";
import type { Sort } from "./figures";
import { useGliding } from "./use-gliding";
import { useSettledOrder } from "./use-settled-order";

interface Props {
  agents: readonly AgentCard[];
  clockOffsetMs: number;
  day: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

export function AgentGrid({ agents, clockOffsetMs, day, sort, onSort }: Props) {
  const { t } = useTranslation();
  const grid = useRef<HTMLUListElement>(null);
  const ordered = useSettledOrder(agents, sort, grid);
  useGliding(grid, ordered.map(({ key }) => key).join());

  return (
    <section className={styles.agents} aria-labelledby="agents">
      <div className={styles.sectionHead}>
        <h2 id="agents">{t("board.agents")}</h2>
        <span className={styles.aside}>{t("board.agents_count", { count: agents.length })}</span>
        <Segmented<Sort>
          size="small"
          className={styles.push}
          aria-label={t("board.sort")}
          value={sort}
          onChange={onSort}
          options={[
            { value: "attention", label: t("board.sort_attention") },
            { value: "name", label: t("board.sort_name") },
          ]}
        />
      </div>
      {agents.length === 0 ? (
        <NoAgents />
      ) : (
        <ul ref={grid} className={styles.grid}>
          {ordered.map((card) => (
            <AgentTile key={card.key} card={card} clockOffsetMs={clockOffsetMs} day={day} />
          ))}
        </ul>
      )}
    </section>
  );
}

function NoAgents() {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {t("board.no_agents")}
          <br />
          {t("board.no_agents_help")}
        </>
      }
    />
  );
}

import { Empty, Segmented } from "antd";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AgentCard, AlertCard } from "../../lib/api";
import { setPreferences, TILE_SIZES, type TileSize, usePreferences } from "../../lib/preferences";
import { Placeholder } from "../placeholder";
import { AgentTile } from "./agent-tile";
import { alarmedIn, byAgent } from "./alerts-by-agent";
import styles from "./board.module.css";
import type { Sort } from "./figures";
import type { Period } from "./periods";
import type { Density } from "./tile-figures";
import { useGliding } from "./use-gliding";
import { usePinnedTiles } from "./use-pinned-tiles";
import { useSettledOrder } from "./use-settled-order";

const FindAgent = lazy(() => import("./find-agent"));

interface Props {
  agents: readonly AgentCard[];
  clockOffsetMs: number;
  day: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  period?: Period;
  /** What the period is called where a number is explained. */
  interval?: string;
  alerts?: Iterable<AlertCard>;
  /** Whose pins are kept; without it none can be pinned. */
  boardId?: string;
}

/** Up to so many agents there is room for everything, and for half of it. */
const ROOMY = 24;
const MIDDLE = 90;
const FIND_FROM = 30;
const NO_ALERTS: readonly AlertCard[] = [];

export function AgentGrid({
  agents,
  clockOffsetMs,
  day,
  sort,
  onSort,
  period = "today",
  interval = "",
  alerts = NO_ALERTS,
  boardId,
}: Props) {
  const { t } = useTranslation();
  const { tile_size } = usePreferences();
  const grid = useRef<HTMLUListElement>(null);
  const [wanted, setWanted] = useState("");
  const alertsOf = useMemo(() => byAgent(alerts), [alerts]);
  const alarmed = useMemo(() => alarmedIn(alertsOf), [alertsOf]);
  const tiles = usePinnedTiles(boardId, grid, agents);
  const ordered = useSettledOrder(agents, sort, grid, {
    offset_ms: clockOffsetMs,
    alarmed,
    pinned: tiles.keys,
  });
  const shown = ordered.filter((card) => isWanted(card, wanted));
  const density = densityFor(tile_size, agents.length);
  useGliding(grid, shown.map(({ key }) => key).join());

  return (
    <section className={styles.agents} aria-labelledby="agents">
      <div className={styles.sectionHead}>
        <h2 id="agents">{t("board.agents")}</h2>
        <span className={styles.aside}>{t("board.agents_count", { count: shown.length })}</span>
        <div className={styles.tools}>
          {agents.length > FIND_FROM && (
            <Suspense fallback={<Placeholder height={24} width={180} />}>
              <FindAgent wanted={wanted} onWanted={setWanted} />
            </Suspense>
          )}
          <Segmented<TileSize>
            size="small"
            aria-label={t("board.tile_size")}
            value={tile_size}
            onChange={(size) => setPreferences({ tile_size: size })}
            options={TILE_SIZES.map((size) => ({ value: size, label: t(`board.sizes.${size}`) }))}
          />
          <Segmented<Sort>
            size="small"
            aria-label={t("board.sort")}
            value={sort}
            onChange={onSort}
            options={[
              { value: "attention", label: t("board.sort_attention") },
              { value: "name", label: t("board.sort_name") },
            ]}
          />
        </div>
      </div>
      {shown.length === 0 ? (
        <NoAgents wanted={wanted} />
      ) : (
        <ul ref={grid} className={styles.grid} data-density={density}>
          {shown.map((card) => (
            <AgentTile
              key={card.key}
              card={card}
              clockOffsetMs={clockOffsetMs}
              day={day}
              period={period}
              interval={interval}
              density={density}
              alerts={alertsOf.get(card.key)}
              pins={tiles.of(card.key)}
            />
          ))}
        </ul>
      )}
      <output className="visually-hidden">{tiles.news}</output>
    </section>
  );
}

function densityFor(size: TileSize, count: number): Density {
  if (size !== "auto") return size;
  if (count <= ROOMY) return "roomy";
  return count <= MIDDLE ? "middle" : "dense";
}

function isWanted({ name, code }: AgentCard, wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  return `${name} ${code}`.toLowerCase().includes(text);
}

function NoAgents({ wanted }: { wanted: string }) {
  const { t } = useTranslation();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        wanted ? (
          t("board.find_none", { text: wanted })
        ) : (
          <>
            {t("board.no_agents")}
            <br />
            {t("board.no_agents_help")}
          </>
        )
      }
    />
  );
}

import type { BoardState } from "../../components/board/board";
import { BarsFace } from "../../components/tiles/bars-face";
import { CampaignsFace } from "../../components/tiles/campaigns-face";
import { FatalsFace } from "../../components/tiles/fatals-face";
import { RankingFace } from "../../components/tiles/ranking-face";
import { scopeOf } from "../../components/tiles/scope";
import type { ShownWall, TileMetric, WallComparison } from "../../lib/api";
import { BigNumber } from "./big-number";
import { TeamsRanking } from "./teams-ranking";
import styles from "./wall.module.css";

export type BuiltInName = NonNullable<ShownWall["views"][number]["view"]>;

const NUMBERS = {
  agents: ["sales", "effective_talks", "connect_rate", "dials"],
  talks: ["effective_talks", "connects", "talk", "conversion"],
  teams: ["sales", "effective_talks", "connect_rate", "dials"],
  campaigns: ["dials", "connect_rate", "sales", "conversion"],
  day: ["dials", "effective_talks", "sales", "talk"],
  quality: ["score", "fatal", "effective_talks", "talking"],
} as const satisfies Record<BuiltInName, readonly TileMetric[]>;

const PLACES = 8;

interface Props {
  name: BuiltInName;
  state: BoardState;
  wall: ShownWall;
  comparison: WallComparison | undefined;
}

/** Four numbers and one ranking or list. */
export function BuiltIn({ name, state, wall, comparison }: Props) {
  const scope = scopeOf(state, wall.units, wall.unit_id, {});
  return (
    <div className={styles.builtIn}>
      <ul className={styles.numbers}>
        {NUMBERS[name].map((metric) => (
          <BigNumber
            key={metric}
            metric={metric}
            scope={scope}
            unitId={wall.unit_id}
            timezone={state.board?.timezone}
            comparison={comparison}
          />
        ))}
      </ul>
      <section className={styles.list}>{list()}</section>
    </div>
  );

  function list() {
    const shown = {
      state,
      units: wall.units,
      unitId: wall.unit_id,
      goals: comparison?.goals ?? [],
      onWall: true,
    };
    switch (name) {
      case "agents":
      case "talks": {
        const metric = name === "agents" ? "sales" : "effective_talks";
        const tile = { kind: "ranking", id: name, metric, places: PLACES } as const;
        return <RankingFace tile={withDefaults(tile)} scope={scope} shown={shown} />;
      }
      case "teams":
        return <TeamsRanking scope={scope} timezone={state.board?.timezone} />;
      case "campaigns":
        return (
          <CampaignsFace
            tile={withDefaults({ kind: "campaigns", id: name } as const)}
            scope={scope}
            shown={shown}
          />
        );
      case "day":
        return <BarsFace scope={scope} timezone={state.board?.timezone} />;
      case "quality":
        return (
          <FatalsFace
            tile={withDefaults({ kind: "fatals", id: name } as const)}
            scope={scope}
            shown={shown}
          />
        );
    }
  }
}

const DEFAULTS = { title: "", columns: 4, period: "today" } as const;

function withDefaults<Given extends object>(tile: Given): Given & typeof DEFAULTS {
  return { ...DEFAULTS, ...tile };
}

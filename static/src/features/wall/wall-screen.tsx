import { useTranslation } from "react-i18next";

import type { BoardState } from "../../components/board/board";
import { useLiveFeed } from "../../components/board/use-live-feed";
import { TileGrid } from "../../components/tiles/tile-grid";
import type { ShownWall, WallComparison } from "../../lib/api";
import { useClock } from "../../lib/now";
import { BuiltIn } from "./built-in";
import { Celebration } from "./celebration";
import { useWallComparison } from "./queries";
import { turnAt } from "./rotation";
import { useCelebrations } from "./use-celebrations";
import styles from "./wall.module.css";
import { WallHead } from "./wall-head";

/** A short break of the line is nobody's business. */
const STALE_MS = 5000;

interface Props {
  wall: ShownWall;
  /** The server will not serve this screen any longer, for now or for ever. */
  onEnd: () => void;
}

/** The views of a wall in turn, live. */
export function WallScreen({ wall, onEnd }: Props) {
  const { t } = useTranslation();
  const { state, online } = useLiveFeed("/api/v1/wall/live", { onSignedOut: onEnd, onLost() {} });
  const comparison = useWallComparison();
  const joys = useCelebrations(state, comparison?.records);
  const views = wall.views.length > 0 ? wall.views : FALLBACK;
  const seconds = views.map((view) => view.seconds);
  const offset = state.clock_offset_ms;
  const place = useClock((now) => turnAt(seconds, now + offset).place);
  const isStale = useClock((now) => !online && now + offset - state.as_of_ms > STALE_MS);
  const view = views[place] ?? views[0];

  if (!state.board || !view) return <p className={styles.waiting}>{t("wall.connecting")}</p>;
  return (
    <>
      <WallHead
        title={view.board?.name ?? t(`wall.view.${view.view ?? "agents"}`)}
        state={state}
        isStale={isStale}
      />
      <div key={place} className={styles.view} data-stale={isStale}>
        <View wall={wall} view={view} state={state} comparison={comparison} />
      </div>
      {views.length > 1 && <Progress key={`p${place}`} seconds={seconds} offset={offset} />}
      {wall.celebrate && joys.length > 0 && <Celebration joys={joys} sound={wall.sound} />}
    </>
  );
}

/** Every board that hung here is gone: numbers of the unit are still worth a look. */
const FALLBACK: ShownWall["views"] = [{ seconds: 60, view: "agents", board: null }];

interface ViewProps {
  wall: ShownWall;
  view: ShownWall["views"][number];
  state: BoardState;
  comparison: WallComparison | undefined;
}

function View({ wall, view, state, comparison }: ViewProps) {
  if (!view.board)
    return (
      <BuiltIn name={view.view ?? "agents"} state={state} wall={wall} comparison={comparison} />
    );
  const { unit_id, layout } = view.board;
  const columns = layout.tiles.reduce((sum, { columns = 1 }) => sum + columns, 0);
  const rows = Math.ceil(columns / 4);
  return (
    <div className={styles.own} style={{ fontSize: `${Math.min(0.92, 2.2 / rows)}em` }}>
      <TileGrid
        tiles={layout.tiles}
        state={state}
        units={wall.units}
        unitId={unit_id}
        goals={comparison?.goals ?? []}
        onWall
      />
    </div>
  );
}

/** How long the view stays, as a quiet line. */
function Progress({ seconds, offset }: { seconds: readonly number[]; offset: number }) {
  const { place, since_s } = turnAt(seconds, Date.now() + offset);
  const stays = seconds[place] ?? 0;
  return (
    <span
      className={styles.progress}
      aria-hidden="true"
      style={{ animationDuration: `${stays}s`, animationDelay: `-${since_s}s` }}
    />
  );
}

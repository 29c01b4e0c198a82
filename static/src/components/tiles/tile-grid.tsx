import type { ReactNode } from "react";

import type { Tile } from "../../lib/api";
import type { BoardState } from "../board/board";
import type { PlacedUnit } from "./scope";
import { TileFace } from "./tile-face";
import styles from "./tiles.module.css";

/** A goal of a unit for today. */
export interface UnitGoal {
  unit_id: string;
  metric: "dials" | "connects" | "effective_talks" | "talk_s" | "sales";
  target: number;
  expected: number;
}

export interface TilesShown {
  state: BoardState;
  /** All that the board may be about, for narrowing. */
  units: readonly PlacedUnit[];
  unitId: string;
  goals: readonly UnitGoal[];
  /** On a wall nothing can be opened, and type grows with the screen. */
  onWall?: boolean;
}

interface Props extends TilesShown {
  tiles: readonly Tile[];
  /** Puts something around each tile, such as what moves it. */
  frame?: (tile: Tile, place: number, face: ReactNode) => ReactNode;
}

/** The tiles of a board of one's own, in four columns. */
export function TileGrid({ tiles, frame, ...shown }: Props) {
  return (
    <ul className={styles.grid} data-wall={shown.onWall ?? false}>
      {tiles.map((tile, place) => {
        const face = <TileFace tile={tile} {...shown} />;
        return (
          <li key={tile.id} className={styles.cell} data-columns={tile.columns ?? 1}>
            {frame ? frame(tile, place, face) : face}
          </li>
        );
      })}
    </ul>
  );
}

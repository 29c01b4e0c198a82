import type { ReactNode } from "react";

import type { Tile } from "../../lib/api";
import type { TilesShown } from "./shown";
import { TileFace } from "./tile-face";
import styles from "./tiles.module.css";

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

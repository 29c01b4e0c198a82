/** What tiles are given to show. */
import type { Tile } from "../../lib/api";
import type { BoardState } from "../board/board";
import type { PlacedUnit, Scoped } from "./scope";

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

export interface FaceProps<Kind extends Tile["kind"]> {
  tile: Extract<Tile, { kind: Kind }>;
  scope: Scoped;
  shown: TilesShown;
}

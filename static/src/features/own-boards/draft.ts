/** A board while it is composed. Pure: every change makes a new draft. */
import type { OwnBoard, OwnBoardIn, Tile } from "../../lib/api";

export type Kind = Tile["kind"];

export const KINDS = [
  "number",
  "pace",
  "ranking",
  "agents",
  "volume",
  "funnel",
  "campaigns",
  "fatals",
  "alerts",
] as const satisfies readonly Kind[];

export const TILES_MOST = 40;

const COLUMNS = {
  number: 1,
  pace: 1,
  ranking: 2,
  agents: 4,
  volume: 2,
  funnel: 2,
  campaigns: 2,
  fatals: 2,
  alerts: 2,
} as const satisfies Record<Kind, number>;

export interface Draft {
  name: string;
  unit_id: string;
  shared_with: string[];
  tiles: readonly Tile[];
}

/** A first board to change: what most people want to see. */
export function firstDraft(unit_id: string, name: string): Draft {
  const kinds: Kind[] = ["number", "number", "number", "pace", "ranking", "fatals"];
  const metrics = ["dials", "connect_rate", "sales"] as const;
  const tiles = kinds.map((kind, place) => {
    const tile = newTile(kind, `t${place + 1}`);
    const metric = metrics[place];
    return tile.kind === "number" && metric ? { ...tile, metric } : tile;
  });
  return { name, unit_id, shared_with: [], tiles };
}

export function draftOf({ name, unit_id, shared_with, layout }: OwnBoard): Draft {
  return { name, unit_id, shared_with, tiles: layout.tiles };
}

export function bodyOf({ name, unit_id, shared_with, tiles }: Draft): OwnBoardIn {
  return { name: name.trim(), unit_id, shared_with, layout: { tiles: [...tiles] } };
}

export function addTile(draft: Draft, kind: Kind): { draft: Draft; id: string } {
  const id = freeId(draft.tiles);
  return { draft: { ...draft, tiles: [...draft.tiles, newTile(kind, id)] }, id };
}

export function changeTile(draft: Draft, tile: Tile): Draft {
  return { ...draft, tiles: draft.tiles.map((one) => (one.id === tile.id ? tile : one)) };
}

export function removeTile(draft: Draft, id: string): Draft {
  return { ...draft, tiles: draft.tiles.filter((tile) => tile.id !== id) };
}

/** Up or down by `by` places; at an end it stays. */
export function moveTile(draft: Draft, id: string, by: number): Draft {
  const from = draft.tiles.findIndex((tile) => tile.id === id);
  return placeTile(draft, id, Math.max(0, Math.min(draft.tiles.length - 1, from + by)));
}

export function placeTile(draft: Draft, id: string, place: number): Draft {
  const tile = draft.tiles.find((one) => one.id === id);
  if (!tile || draft.tiles.indexOf(tile) === place) return draft;
  const others = draft.tiles.filter((one) => one !== tile);
  return { ...draft, tiles: others.toSpliced(place, 0, tile) };
}

/** About another unit: narrowing to units that may lie elsewhere is dropped. */
export function aboutUnit(draft: Draft, unit_id: string): Draft {
  const tiles = draft.tiles.map((tile) => ({ ...tile, unit_id: null }));
  return { ...draft, unit_id, tiles };
}

function newTile(kind: Kind, id: string): Tile {
  const shared = { id, title: "", columns: COLUMNS[kind], unit_id: null };
  switch (kind) {
    case "number":
      return { ...shared, kind, metric: "dials", period: "today", campaign_id: null };
    case "ranking":
      return { ...shared, kind, metric: "sales", period: "today", places: 10 };
    case "funnel":
      return { ...shared, kind, period: "today", campaign_id: null };
    case "agents":
    case "campaigns":
      return { ...shared, kind, period: "today" };
    case "fatals":
    case "alerts":
      return { ...shared, kind, campaign_id: null };
    case "pace":
      return { ...shared, kind, metric: "dials" };
    case "volume":
      return { ...shared, kind };
  }
}

function freeId(tiles: readonly Tile[]): string {
  const taken = new Set(tiles.map(({ id }) => id));
  let number = tiles.length + 1;
  while (taken.has(`t${number}`)) number += 1;
  return `t${number}`;
}

/** The place of the tile that a problem's field names: `layout.tiles.3.number.metric`. */
export function tileAt(field: string | null | undefined): number | null {
  const found = field?.match(/^layout\.tiles\.(\d+)/);
  return found ? Number(found[1]) : null;
}

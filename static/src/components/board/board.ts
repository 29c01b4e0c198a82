/** What a live board knows, and what a message does to it. Pure; the whole protocol is here. */
import type {
  AgentCard,
  AlertCard,
  AnyCard,
  Board,
  BoardMessage,
  CampaignCard,
  FatalCard,
  GoneCard,
  SaleCard,
  UnitCard,
  VolumeCard,
} from "../../lib/api";

/** Never mutated: every change makes new maps, and unchanged cards stay the same objects. */
export interface BoardState {
  board: Board | null;
  agents: ReadonlyMap<string, AgentCard>;
  units: ReadonlyMap<string, UnitCard>;
  volumes: ReadonlyMap<string, VolumeCard>;
  /** What teams did for campaigns. */
  campaigns: ReadonlyMap<string, CampaignCard>;
  sales: ReadonlyMap<string, SaleCard>;
  alerts: ReadonlyMap<string, AlertCard>;
  /** Newest first, at most `FATALS_KEPT`. */
  fatals: readonly FatalCard[];
  /** Milliseconds to add to this computer's clock to get the server's. */
  clock_offset_ms: number;
  /** When the last message came, by the server's clock, in milliseconds. */
  as_of_ms: number;
}

/** `at_ms` is when the message arrived, by this computer's clock. */
export interface Arrival {
  message: BoardMessage;
  at_ms: number;
}

export const FATALS_KEPT = 50;
/** The newest of the day: enough to tell what is new, and no day is too long for a wall. */
export const SALES_KEPT = 200;

export const emptyBoard: BoardState = {
  board: null,
  agents: new Map(),
  units: new Map(),
  volumes: new Map(),
  campaigns: new Map(),
  sales: new Map(),
  alerts: new Map(),
  fatals: [],
  clock_offset_ms: 0,
  as_of_ms: 0,
};

export function receive(state: BoardState, { message, at_ms }: Arrival): BoardState {
  switch (message.type) {
    case "snapshot":
      return {
        ...replaceCards(state, message.cards),
        board: message.board,
        ...clock(message.now, at_ms),
      };
    case "changes":
      return { ...addCards(state, message.cards), as_of_ms: at_ms + state.clock_offset_ms };
    case "beat":
      return { ...state, ...clock(message.now, at_ms) };
  }
}

function clock(now: string, at_ms: number) {
  const as_of_ms = Date.parse(now);
  return { as_of_ms, clock_offset_ms: as_of_ms - at_ms };
}

/** A snapshot is the whole truth: what it does not show is gone. */
function replaceCards(known: BoardState, cards: readonly AnyCard[]): BoardState {
  const kept = cards.map((card) => sameOrNew(known, card));
  return addCards(emptyBoard, kept);
}

function sameOrNew(known: BoardState, card: AnyCard): AnyCard {
  const before = find(known, card);
  return before?.version === card.version ? before : card;
}

function find(state: BoardState, card: AnyCard): AnyCard | undefined {
  switch (card.kind) {
    case "agent":
      return state.agents.get(card.key);
    case "unit":
      return state.units.get(card.key);
    case "volume":
      return state.volumes.get(card.key);
    case "fatal":
      return state.fatals.find(({ key }) => key === card.key);
    case "campaign":
      return state.campaigns.get(card.key);
    case "sale":
      return state.sales.get(card.key);
    case "alert":
      return state.alerts.get(card.key);
    case "gone":
      return undefined;
  }
}

function addCards(state: BoardState, cards: readonly AnyCard[]): BoardState {
  const gone = cards.filter((card) => card.kind === "gone");
  return takeAway(addShown(state, cards), gone);
}

/** Without those that belong to a team which this board does not show. */
function takeAway(state: BoardState, gone: readonly GoneCard[]): BoardState {
  if (gone.length === 0) return state;
  const last = new Map(gone.map((card) => [`${card.of}/${card.key}`, card.version]));
  const stays = ({ kind, key, version }: AnyCard) => version > (last.get(`${kind}/${key}`) ?? -1);
  return {
    ...state,
    agents: only(state.agents, stays),
    sales: only(state.sales, stays),
    fatals: state.fatals.filter(stays),
  };
}

function addShown(state: BoardState, cards: readonly AnyCard[]): BoardState {
  const newer = cards.filter((card) => card.version > (find(state, card)?.version ?? -1));
  return {
    ...state,
    agents: merge(state.agents, newer, (card) => card.kind === "agent"),
    units: merge(state.units, newer, (card) => card.kind === "unit"),
    volumes: merge(state.volumes, newer, (card) => card.kind === "volume"),
    campaigns: merge(state.campaigns, newer, (card) => card.kind === "campaign"),
    sales: newest(standing(merge(state.sales, newer, (card) => card.kind === "sale"))),
    alerts: standing(merge(state.alerts, newer, (card) => card.kind === "alert")),
    fatals: mergeFatals(
      state.fatals,
      newer.filter((card) => card.kind === "fatal"),
    ),
  };
}

function merge<Kind extends AnyCard>(
  known: ReadonlyMap<string, Kind>,
  cards: readonly AnyCard[],
  isKind: (card: AnyCard) => card is Kind & AnyCard,
): ReadonlyMap<string, Kind> {
  const ours = cards.filter(isKind);
  if (ours.length === 0) return known;
  const merged = new Map(known);
  for (const card of ours) {
    if (card.version > (merged.get(card.key)?.version ?? -1)) merged.set(card.key, card);
  }
  return merged;
}

/** Without what was taken back. */
function standing<Kind extends SaleCard | AlertCard>(
  cards: ReadonlyMap<string, Kind>,
): ReadonlyMap<string, Kind> {
  return only(cards, ({ withdrawn }) => !withdrawn);
}

function only<Kind>(
  cards: ReadonlyMap<string, Kind>,
  stays: (card: Kind) => boolean,
): ReadonlyMap<string, Kind> {
  const kept = [...cards].filter(([, card]) => stays(card));
  return kept.length === cards.size ? cards : new Map(kept);
}

function newest(sales: ReadonlyMap<string, SaleCard>): ReadonlyMap<string, SaleCard> {
  if (sales.size <= SALES_KEPT) return sales;
  const sorted = [...sales].toSorted(
    ([, a], [, b]) => Date.parse(b.sold_at) - Date.parse(a.sold_at),
  );
  return new Map(sorted.slice(0, SALES_KEPT));
}

function mergeFatals(known: readonly FatalCard[], cards: FatalCard[]): readonly FatalCard[] {
  if (cards.length === 0) return known;
  const byKey = new Map(known.map((card) => [card.key, card]));
  for (const card of cards) byKey.set(card.key, card);
  return [...byKey.values()]
    .filter((card) => !card.withdrawn)
    .sort((a, b) => Date.parse(b.scored_at) - Date.parse(a.scored_at))
    .slice(0, FATALS_KEPT);
}

/** What of a live board a tile is about. Pure. */
import type { AgentCard, AlertCard, FatalCard, Tally, UnitCard, VolumeCard } from "../../lib/api";
import type { BoardState } from "../board/board";
import { total } from "../board/figures";
import type { Period } from "../board/periods";

export interface PlacedUnit {
  id: string;
  name: string;
  parent_id?: string | null;
}

type Units = ReadonlySet<string>;

export interface Narrowing {
  /** The unit a tile narrows to. */
  unit_id?: string | null;
  campaign_id?: string | null;
}

/** The unit and all below it; a loop in the tree ends. */
export function unitsBelow(units: readonly PlacedUnit[], id: string): Set<string> {
  const below = new Set([id]);
  let known = 0;
  while (known < below.size) {
    known = below.size;
    for (const unit of units) if (unit.parent_id && below.has(unit.parent_id)) below.add(unit.id);
  }
  return below;
}

/** The cards of a board that `units` and a tile's own narrowing leave. */
export class Scoped {
  readonly #state: BoardState;
  readonly #units: Units;
  readonly #campaign: string | null;

  constructor(state: BoardState, units: Units, campaign: string | null = null) {
    this.#state = state;
    this.#units = units;
    this.#campaign = campaign;
  }

  get agents(): AgentCard[] {
    return this.#within(this.#state.agents);
  }

  get units(): UnitCard[] {
    return this.#within(this.#state.units);
  }

  get volumes(): VolumeCard[] {
    return this.#within(this.#state.volumes);
  }

  get campaigns() {
    return this.#within(this.#state.campaigns);
  }

  get fatals(): FatalCard[] {
    return this.#state.fatals.filter((card) => this.#isOurs(card) && this.#isOfCampaign(card));
  }

  get alerts(): AlertCard[] {
    return this.#within(this.#state.alerts).filter((card) => this.#isOfCampaign(card));
  }

  /** An agent's own board has no sums of teams: there the agent's card is all there is. */
  tally(period: Period): Tally {
    if (this.#campaign)
      return total(
        this.campaigns.filter((card) => this.#isOfCampaign(card)),
        period,
      );
    const { units } = this;
    return units.length > 0 ? total(units, period) : total(this.agents, period);
  }

  #within<Card extends { unit_id: string }>(cards: ReadonlyMap<string, Card>): Card[] {
    return [...cards.values()].filter((card) => this.#isOurs(card));
  }

  #isOurs({ unit_id }: { unit_id: string }): boolean {
    return this.#units.has(unit_id);
  }

  #isOfCampaign({ campaign_id }: { campaign_id?: string | null }): boolean {
    return this.#campaign === null || campaign_id === this.#campaign;
  }
}

/** What `tile` shows of the board about `unitId`. */
export function scopeOf(
  state: BoardState,
  units: readonly PlacedUnit[],
  unitId: string,
  tile: Narrowing,
): Scoped {
  return new Scoped(state, unitsBelow(units, tile.unit_id ?? unitId), tile.campaign_id ?? null);
}

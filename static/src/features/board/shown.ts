/** What of a board is shown: one team or all, over a period. */
import { useMemo } from "react";

import type { BoardState } from "../../components/board/board";
import { type Period, readPeriod } from "../../components/board/periods";
import { useInterval } from "../../components/board/use-interval";
import type {
  AgentCard,
  AlertCard,
  Board,
  CampaignCard,
  FatalCard,
  UnitCard,
  VolumeCard,
} from "../../lib/api";
import type { PlacedUnit } from "../../lib/unit-tree";

export interface Shown {
  state: BoardState;
  board: Board;
  /** The team chosen, if one is. */
  team: string | null;
  period: Period;
  /** The period in words. */
  interval: string;
  /** All teams of the board, in the order of the organisation. */
  allTeams: readonly UnitCard[];
  teams: readonly UnitCard[];
  agents: readonly AgentCard[];
  volumes: readonly VolumeCard[];
  campaigns: readonly CampaignCard[];
  alerts: readonly AlertCard[];
  fatals: readonly FatalCard[];
}

/** Null until the first snapshot is here. */
export function useShown(
  state: BoardState,
  units: readonly PlacedUnit[],
  params: URLSearchParams,
): Shown | null {
  const team = params.get("team");
  const period = readPeriod(params.get("period"));
  const interval = useInterval(state, period);
  const { board } = state;
  const allTeams = useMemo(() => inOrder([...state.units.values()], units), [state.units, units]);
  const teams = useOfTeam(allTeams, team);
  const agents = useOfTeam(state.agents, team);
  const volumes = useOfTeam(state.volumes, team);
  const campaigns = useOfTeam(state.campaigns, team);
  const alerts = useOfTeam(state.alerts, team);
  const fatals = useOfTeam(state.fatals, team);
  if (!board) return null;
  return {
    ...{ state, board, team, period, interval, allTeams },
    ...{ teams, agents, volumes, campaigns, alerts, fatals },
  };
}

function useOfTeam<Card extends { unit_id: string }>(
  cards: readonly Card[] | ReadonlyMap<string, Card>,
  team: string | null,
): readonly Card[] {
  return useMemo(
    () => [...cards.values()].filter(({ unit_id }) => team === null || unit_id === team),
    [cards, team],
  );
}

/** Teams keep the places they have in the list of boards, whichever changed last. */
function inOrder<Card extends { unit_id: string; name: string }>(
  cards: Card[],
  units: readonly PlacedUnit[],
): Card[] {
  const place = new Map(units.map(({ id }, index) => [id, index]));
  const placeOf = ({ unit_id }: Card) => place.get(unit_id) ?? units.length;
  return cards.sort((a, b) => placeOf(a) - placeOf(b) || a.name.localeCompare(b.name));
}

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { AgentGrid } from "../../components/board/agent-grid";
import styles from "../../components/board/board.module.css";
import { FatalFeed } from "../../components/board/fatal-feed";
import { type Sort, sumVolumes, total } from "../../components/board/figures";
import { TeamCards } from "../../components/board/team-cards";
import { Totals } from "../../components/board/totals";
import { useLiveBoard } from "../../components/board/use-live-board";
import { VolumePanel } from "../../components/board/volume-panel";
import { ProblemPanel } from "../../components/problem-panel";
import { isoDay } from "../../lib/format";
import { CLOSED_FORBIDDEN } from "../../lib/live";
import { ProblemError } from "../../lib/problem";
import type { PlacedUnit } from "../../lib/unit-tree";
import { BoardHeader } from "./board-header";
import { BoardSkeleton } from "./board-skeleton";
import { FatalNews } from "./fatal-news";

export function BoardView({ unitId, units }: { unitId: string; units: readonly PlacedUnit[] }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const { state, online, refused } = useLiveBoard(unitId);
  const { board } = state;
  const team = params.get("team");
  const sort: Sort = params.get("sort") === "name" ? "name" : "attention";

  const teams = useMemo(() => inOrder([...state.units.values()], units), [state.units, units]);
  const agents = useMemo(() => ofTeam(state.agents.values(), team), [state.agents, team]);
  const buckets = useMemo(
    () => sumVolumes(ofTeam(state.volumes.values(), team)),
    [state.volumes, team],
  );
  const fatals = useMemo(() => ofTeam(state.fatals, team), [state.fatals, team]);

  /** Agents see themselves only; the server sends them no sums of others. */
  const hasTeams = teams.length > 0;

  if (refused) return <Refused code={refused} />;
  if (!board) return <BoardSkeleton />;

  function choose(name: string, value: string | null) {
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
  }

  return (
    <div className={styles.page}>
      <title>{`${board.name} · ${t("app.name")}`}</title>
      <BoardHeader state={state} online={online} units={units} />
      <section className={styles.totals} aria-label={t("board.totals")}>
        <Totals tally={total(hasTeams ? teams : state.agents.values())} state={state} />
      </section>
      {teams.length > 1 && (
        <TeamCards
          state={state}
          units={teams}
          selected={team}
          onSelect={(unit) => choose("team", unit)}
        />
      )}
      <div className={styles.body} data-volume={hasTeams}>
        <AgentGrid
          agents={agents}
          clockOffsetMs={state.clock_offset_ms}
          day={isoDay(board.day_starts_at, board.timezone)}
          sort={sort}
          onSort={(wanted) => choose("sort", wanted === "name" ? wanted : null)}
        />
        {hasTeams && <VolumePanel buckets={buckets} timezone={board.timezone} />}
        <FatalFeed fatals={fatals} timezone={board.timezone} />
      </div>
      <FatalNews fatals={state.fatals} />
    </div>
  );
}

function ofTeam<Card extends { unit_id: string }>(cards: Iterable<Card>, team: string | null) {
  return [...cards].filter(({ unit_id }) => team === null || unit_id === team);
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

function Refused({ code }: { code: number }) {
  const status = code === CLOSED_FORBIDDEN ? 403 : 404;
  return (
    <ProblemPanel
      error={new ProblemError({ type: "about:blank", title: "", status, detail: "" })}
    />
  );
}

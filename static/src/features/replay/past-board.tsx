import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { AgentGrid } from "../../components/board/agent-grid";
import type { BoardState } from "../../components/board/board";
import styles from "../../components/board/board.module.css";
import { FatalFeed } from "../../components/board/fatal-feed";
import { type Sort, sumVolumes, total } from "../../components/board/figures";
import { readPeriod } from "../../components/board/periods";
import { TeamCards } from "../../components/board/team-cards";
import { Totals } from "../../components/board/totals";
import { useInterval } from "../../components/board/use-interval";
import { VolumePanel } from "../../components/board/volume-panel";
import { isoDay } from "../../lib/format";
import { nameOrder } from "../../lib/name-order";
import { usePreferences } from "../../lib/preferences";

/** A board as it was, made of the parts of the live one. */
export function PastBoard({ state }: { state: BoardState }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const period = readPeriod(params.get("period"));
  const team = params.get("team");
  const sort: Sort = params.get("sort") === "name" ? "name" : "attention";
  const interval = useInterval(state, period);
  const { language } = usePreferences();
  const allTeams = useMemo(() => {
    const compare = nameOrder(language);
    return [...state.units.values()].sort((a, b) => compare(a.name, b.name));
  }, [state.units, language]);
  const teams = useOfTeam(allTeams, team);
  const agents = useOfTeam(state.agents, team);
  const volumes = useOfTeam(state.volumes, team);
  const alerts = useOfTeam(state.alerts, team);
  const fatals = useOfTeam(state.fatals, team);
  const buckets = useMemo(() => sumVolumes(volumes), [volumes]);
  const { board } = state;
  if (!board) return null;

  const choose = (name: string, value: string | null) =>
    setParams(
      (before) => {
        if (value) before.set(name, value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );

  /** Agents see themselves only; the server sends them no sums of others. */
  const hasTeams = allTeams.length > 0;
  return (
    <>
      <section className={styles.totals} aria-label={t("replay.totals")}>
        <Totals tally={total(hasTeams ? teams : agents, period)} state={state} period={period} />
      </section>
      {allTeams.length > 1 && (
        <TeamCards
          state={state}
          units={allTeams}
          selected={team}
          period={period}
          onSelect={(unit) => choose("team", unit)}
        />
      )}
      <div className={styles.body} data-volume={hasTeams}>
        <AgentGrid
          agents={agents}
          alerts={alerts}
          clockOffsetMs={0}
          day={isoDay(board.day_starts_at, board.timezone)}
          period={period}
          interval={interval}
          sort={sort}
          onSort={(wanted) => choose("sort", wanted === "name" ? wanted : null)}
        />
        {hasTeams && <VolumePanel buckets={buckets} timezone={board.timezone} />}
        <FatalFeed fatals={fatals} timezone={board.timezone} />
      </div>
    </>
  );
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

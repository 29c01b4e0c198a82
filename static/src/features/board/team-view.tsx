import { useMemo } from "react";

import { AgentGrid } from "../../components/board/agent-grid";
import styles from "../../components/board/board.module.css";
import { FatalFeed } from "../../components/board/fatal-feed";
import { type Sort, sumVolumes } from "../../components/board/figures";
import { TeamCards } from "../../components/board/team-cards";
import { VolumePanel } from "../../components/board/volume-panel";
import { isoDay } from "../../lib/format";
import type { Shown } from "./shown";
import type { Choose } from "./use-view";

interface Props {
  shown: Shown;
  sort: Sort;
  choose: Choose;
}

/** Who is doing what, beside what they made and what broke. */
export function TeamView({ shown, sort, choose }: Props) {
  const { state, board, allTeams, agents, volumes, fatals, alerts, period, interval } = shown;
  const buckets = useMemo(() => sumVolumes(volumes), [volumes]);
  /** Agents see themselves only; the server sends them no sums of others. */
  const hasTeams = allTeams.length > 0;
  return (
    <>
      {allTeams.length > 1 && (
        <TeamCards
          state={state}
          units={allTeams}
          selected={shown.team}
          period={period}
          onSelect={(unit) => choose("team", unit)}
        />
      )}
      <div className={styles.body} data-volume={hasTeams}>
        <AgentGrid
          agents={agents}
          alerts={alerts}
          boardId={board.id}
          clockOffsetMs={state.clock_offset_ms}
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

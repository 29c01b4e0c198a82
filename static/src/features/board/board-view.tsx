import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import styles from "../../components/board/board.module.css";
import { total } from "../../components/board/figures";
import { Totals } from "../../components/board/totals";
import { type LiveBoard, useLiveBoard } from "../../components/board/use-live-board";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { CLOSED_FORBIDDEN } from "../../lib/live";
import { ProblemError } from "../../lib/problem";
import type { PlacedUnit } from "../../lib/unit-tree";
import { BoardControls } from "./board-controls";
import { BoardHeader } from "./board-header";
import { BoardSkeleton } from "./board-skeleton";
import { useComparison } from "./comparison";
import { FatalNews } from "./fatal-news";
import { type Shown, useShown } from "./shown";
import { StaleBanner } from "./stale-banner";
import { TeamView } from "./team-view";
import { UnmatchedNote } from "./unmatched-note";
import { useAsides } from "./use-asides";
import { type Choose, readView, useChoices, type View } from "./use-view";

const VolumeView = lazy(() => import("./volume-view"));
const FunnelView = lazy(() => import("./funnel-view"));
const RankingView = lazy(() => import("./ranking-view"));
const QualityView = lazy(() => import("./quality-view"));
const CampaignView = lazy(() => import("./campaign-view"));

export function BoardView({ unitId, units }: { unitId: string; units: readonly PlacedUnit[] }) {
  const { params, choose } = useChoices();
  const { state, online, refused } = useLiveBoard(unitId);
  const shown = useShown(state, units, params);

  if (refused) return <Refused code={refused} />;
  if (!shown) return <BoardSkeleton />;
  return <OpenBoard live={{ state, online }} {...{ shown, units, params, choose }} />;
}

interface OpenProps {
  live: Pick<LiveBoard, "state" | "online">;
  shown: Shown;
  units: readonly PlacedUnit[];
  params: URLSearchParams;
  choose: Choose;
}

function OpenBoard({ live: { state, online }, shown, units, params, choose }: OpenProps) {
  const { t } = useTranslation();
  const comparison = useComparison(shown);
  const { board, teams, agents, period } = shown;
  /** Agents see themselves only; there is nothing to compare. */
  const hasTeams = shown.allTeams.length > 0;
  const tally = total(hasTeams ? teams : agents, period);
  const asides = useAsides(shown, comparison, tally);
  const isCompany = units.some(({ id, kind }) => id === board.id && kind === "company");
  const view = hasTeams ? readView(params.get("view")) : "team";
  return (
    <div className={styles.page} data-stale={!online}>
      <title>{`${board.name} · ${t("app.name")}`}</title>
      <BoardHeader state={state} online={online} units={units} />
      <StaleBanner state={state} online={online} />
      {isCompany && <UnmatchedNote />}
      <section className={styles.totals} aria-label={t("board.totals")}>
        <Totals tally={tally} state={state} period={period} asides={asides} />
      </section>
      <BoardControls shown={shown} view={view} choose={choose} hasViews={hasTeams} />
      <Suspense fallback={<Placeholder height={360} />}>
        <ShownView view={view} shown={shown} params={params} choose={choose} />
      </Suspense>
      <FatalNews fatals={state.fatals} />
    </div>
  );
}

interface ViewProps {
  view: View;
  shown: Shown;
  params: URLSearchParams;
  choose: Choose;
}

function ShownView({ view, shown, params, choose }: ViewProps) {
  switch (view) {
    case "team":
      return (
        <TeamView
          shown={shown}
          sort={params.get("sort") === "name" ? "name" : "attention"}
          choose={choose}
        />
      );
    case "volume":
      return <VolumeView shown={shown} params={params} choose={choose} />;
    case "funnel":
      return <FunnelView shown={shown} params={params} choose={choose} />;
    case "ranking":
      return <RankingView shown={shown} params={params} choose={choose} />;
    case "quality":
      return <QualityView shown={shown} />;
    case "campaign":
      return <CampaignView shown={shown} />;
  }
}

function Refused({ code }: { code: number }) {
  const status = code === CLOSED_FORBIDDEN ? 403 : 404;
  return (
    <ProblemPanel
      error={new ProblemError({ type: "about:blank", title: "", status, detail: "" })}
    />
  );
}

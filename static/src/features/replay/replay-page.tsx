import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useParams, useSearchParams } from "react-router";

import styles from "../../components/board/board.module.css";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { api, ask } from "../../lib/api";
import { lastStretch, passed, readPlace } from "./place";
import { ReplayHead } from "./replay-head";
import { ReplayView } from "./replay-view";

const KEPT_MS = 10 * 60_000;

/** A past hour of a board. Which, and where in it one is, stands in the address. */
export default function ReplayPage() {
  const { unitId = "" } = useParams();
  const [params] = useSearchParams();
  const place = readPlace(params);
  if (place) {
    const from_at = passed(place.from_at, place.minutes, Date.now());
    if (from_at === place.from_at) return <Stretch unitId={unitId} place={place} />;
    return <Navigate to={{ search: withFrom(params, from_at) }} replace />;
  }
  return <Navigate to={{ search: withFrom(params, lastStretch(Date.now(), 60)) }} replace />;
}

function withFrom(params: URLSearchParams, from: string): string {
  const wanted = new URLSearchParams(params);
  wanted.set("from", from);
  return `?${wanted}`;
}

interface Props {
  unitId: string;
  place: NonNullable<ReturnType<typeof readPlace>>;
}

function Stretch({ unitId, place }: Props) {
  const { t } = useTranslation();
  const { from_at, minutes } = place;
  const replay = useQuery({
    queryKey: ["replay", unitId, from_at, minutes],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/api/v1/boards/{board_id}/replay", {
          params: { path: { board_id: unitId }, query: { from: from_at, minutes } },
          signal,
        }),
      ),
    staleTime: KEPT_MS,
    gcTime: KEPT_MS,
  });
  if (replay.isSuccess) {
    const key = `${unitId} ${from_at} ${minutes}`;
    return <ReplayView key={key} unitId={unitId} place={place} replay={replay.data} />;
  }
  return (
    <div className={styles.page} aria-busy={replay.isPending}>
      <ReplayHead unitId={unitId} place={place} board={null} />
      {replay.isError ? (
        <ProblemPanel error={replay.error} onRetry={replay.refetch} />
      ) : (
        <>
          <p className={styles.aside}>{t("replay.loading")}</p>
          <Placeholder height={112} />
          <Placeholder height={78} />
          <Placeholder height={420} />
        </>
      )}
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Empty } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useParams } from "react-router";

import { Centered } from "../../components/centered";
import { ProblemPanel } from "../../components/problem-panel";
import { api, ask } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { useSession } from "../../lib/session";
import { unitTree } from "../../lib/unit-tree";
import { BoardSkeleton } from "./board-skeleton";
import { BoardView } from "./board-view";

const LIMIT = 200;

/** Chooses the board: the one in the address, else the reader's own unit, else the first. */
export default function BoardPage() {
  const { unitId } = useParams();
  const { unit_id } = useSession();
  const boards = useQuery({
    queryKey: ["boards"],
    queryFn: ({ signal }) =>
      ask(api.GET("/api/v1/boards", { params: { query: { limit: LIMIT } }, signal })),
    staleTime: 60_000,
  });
  const { language } = usePreferences();
  const units = useMemo(
    () => unitTree(boards.data?.items ?? [], language),
    [boards.data, language],
  );

  if (unitId) return <BoardView key={unitId} unitId={unitId} units={units} />;
  if (boards.isPending) return <BoardSkeleton />;
  if (boards.isError) return <ProblemPanel error={boards.error} onRetry={boards.refetch} />;
  const start = units.find(({ id }) => id === unit_id) ?? units[0];
  return start ? <Navigate to={`/boards/${start.id}`} replace /> : <NoBoards />;
}

function NoBoards() {
  const { t } = useTranslation();
  return (
    <Centered>
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            {t("board.none")}
            <br />
            {t("board.none_help")}
          </>
        }
      />
    </Centered>
  );
}

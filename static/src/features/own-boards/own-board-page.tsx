import { EditOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { Connection } from "../../components/board/connection";
import { useLiveBoard } from "../../components/board/use-live-board";
import { Centered } from "../../components/centered";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { TileGrid } from "../../components/tiles/tile-grid";
import type { OwnBoard } from "../../lib/api";
import styles from "./own-boards.module.css";
import { useBoardUnits, useOwnBoard, useUnitGoals } from "./queries";

/** One board of one's own, live. */
export default function OwnBoardPage() {
  const { ownBoardId } = useParams();
  const board = useOwnBoard(ownBoardId);
  if (board.isError) return <ProblemPanel error={board.error} onRetry={board.refetch} />;
  if (board.isPending) return <Placeholder height={480} />;
  return <LiveTiles key={board.data.unit_id} board={board.data} />;
}

function LiveTiles({ board }: { board: OwnBoard }) {
  const { t } = useTranslation();
  const { state, online, refused } = useLiveBoard(board.unit_id);
  const units = useBoardUnits();
  const goals = useUnitGoals(board.unit_id);
  return (
    <div className={styles.page}>
      <title>{`${board.name} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{board.name}</h1>
        <span className={styles.note}>
          {board.is_own
            ? board.unit_name
            : t("own_boards.by", { unit: board.unit_name, owner: board.owner_name })}
        </span>
        <div className={styles.tools}>
          {refused === null && <Connection online={online} state={state} />}
          {board.is_own && (
            <Link to={`/boards/own/${board.id}/edit`}>
              <Button icon={<EditOutlined />}>{t("own_boards.edit")}</Button>
            </Link>
          )}
        </div>
      </header>
      {refused !== null && <Centered>{t("own_boards.unit_gone")}</Centered>}
      {refused === null && !state.board && <Placeholder height={480} />}
      {refused === null && state.board && (
        <TileGrid
          tiles={board.layout.tiles}
          state={state}
          units={units.data ?? []}
          unitId={board.unit_id}
          goals={goals}
        />
      )}
    </div>
  );
}

import { DisconnectOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import type { BoardState } from "../../components/board/board";
import { useAgo } from "../../lib/ago";
import { useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import styles from "./views.module.css";

/** Says how old a board is that nobody tells of changes. */
export function StaleBanner({ state, online }: { state: BoardState; online: boolean }) {
  if (online || !state.board) return null;
  return <Stale state={state} timezone={state.board.timezone} />;
}

function Stale({ state, timezone }: { state: BoardState; timezone: string }) {
  const { t } = useTranslation();
  const format = useFormat(timezone);
  const ago = useAgo();
  const now_ms = useNow() + state.clock_offset_ms;
  const since = new Date(state.as_of_ms).toISOString();
  return (
    <div className={styles.stale}>
      <DisconnectOutlined />
      {t("views.stale", { time: format.time(state.as_of_ms), ago: ago(since, now_ms) })}
    </div>
  );
}

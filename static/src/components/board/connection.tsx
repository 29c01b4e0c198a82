import { SyncOutlined, WifiOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import type { BoardState } from "./board";
import styles from "./connection.module.css";

/** Whether the board is live, and how old it is when it is not. */
export function Connection({ online, state }: { online: boolean; state: BoardState }) {
  const { t } = useTranslation();
  const format = useFormat(state.board?.timezone);
  return (
    <output className={styles.connection} data-online={online}>
      {online ? <WifiOutlined /> : <SyncOutlined spin />}
      {sentence()}
    </output>
  );

  function sentence() {
    if (online) return t("board.live");
    if (!state.board) return t("board.connecting");
    return t("board.reconnecting", { time: format.time(state.as_of_ms) });
  }
}

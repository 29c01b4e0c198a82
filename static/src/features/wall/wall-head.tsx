import { SyncOutlined } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import type { BoardState } from "../../components/board/board";
import { useFormat } from "../../lib/format";
import { useClock } from "../../lib/now";
import { usePreferences } from "../../lib/preferences";
import styles from "./wall.module.css";

interface Props {
  title: string;
  state: BoardState;
  isStale: boolean;
}

/** Whose wall, which view, what time it is there; and how old all this is when it is. */
export function WallHead({ title, state, isStale }: Props) {
  const { t } = useTranslation();
  const format = useFormat(state.board?.timezone);
  return (
    <header className={styles.head}>
      <h1>{state.board?.name}</h1>
      <h2>{title}</h2>
      {isStale && (
        <output className={styles.stale}>
          <SyncOutlined spin /> {t("wall.as_of", { time: format.minute(state.as_of_ms) })}
        </output>
      )}
      <Clock state={state} />
    </header>
  );
}

function Clock({ state }: { state: BoardState }) {
  const { language } = usePreferences();
  const format = useFormat(state.board?.timezone);
  const timeZone = state.board?.timezone;
  const shown = useClock((now) => format.minute(now + state.clock_offset_ms));
  const day = useClock((now) =>
    new Intl.DateTimeFormat(language, {
      ...(timeZone && { timeZone }),
      month: "long",
      day: "numeric",
      weekday: "short",
    }).format(now + state.clock_offset_ms),
  );
  return (
    <div className={styles.clock}>
      <span className={styles.day}>{day}</span>
      <time>{shown}</time>
    </div>
  );
}

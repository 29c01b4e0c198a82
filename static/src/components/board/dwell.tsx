import { ClockCircleFilled, WarningFilled } from "@ant-design/icons";

import { formatDuration, NO_VALUE } from "../../lib/format";
import { useNow } from "../../lib/now";
import styles from "./state.module.css";
import type { Level } from "./thresholds";

interface Props {
  since: string | null;
  offsetMs: number;
  level?: Level;
  /** Which limit was passed. */
  title?: string | undefined;
}

/** How long since `since`, by the server's clock. */
export function Dwell({ since, offsetMs, level = "fine", title }: Props) {
  const now = useNow();
  if (!since) return <span className={styles.dwell}>{NO_VALUE}</span>;
  return (
    <time className={styles.dwell} dateTime={since} data-level={level} title={title}>
      {level === "look" && <ClockCircleFilled />}
      {level === "act" && <WarningFilled />}
      {formatDuration((now + offsetMs - Date.parse(since)) / 1000)}
    </time>
  );
}

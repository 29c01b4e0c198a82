import { formatDuration, NO_VALUE } from "../../lib/format";
import { useNow } from "../../lib/now";
import styles from "./state.module.css";

/** How long since `since`, by the server's clock. */
export function Dwell({ since, offsetMs }: { since: string | null; offsetMs: number }) {
  const now = useNow();
  if (!since) return <span className={styles.dwell}>{NO_VALUE}</span>;
  return (
    <time className={styles.dwell} dateTime={since}>
      {formatDuration((now + offsetMs - Date.parse(since)) / 1000)}
    </time>
  );
}

import { useAgo } from "../../lib/ago";
import { useFormat } from "../../lib/format";
import { useNow } from "../../lib/now";
import styles from "./alerts.module.css";

/** How long ago, and when exactly. */
export function Since({ at }: { at: string }) {
  const { dateTime } = useFormat();
  const now = useNow();
  const ago = useAgo();
  return (
    <time dateTime={at}>
      {ago(at, now)}
      <div className={styles.note}>{dateTime(at)}</div>
    </time>
  );
}

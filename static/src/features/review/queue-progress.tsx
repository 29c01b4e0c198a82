import { useTranslation } from "react-i18next";

import { useOwnLoad } from "../../components/queue/inspectors";
import { useReasonWords } from "../../components/reason-words";
import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { useTask } from "./queries";
import styles from "./review.module.css";

/** How many are done today of those one is given, as the queue says it, and why this one is there. */
export function QueueProgress({ taskId }: { taskId: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useOwnLoad(useCan("reviews:write")).data;
  const task = useTask(taskId);
  const wordsOf = useReasonWords();
  const reasons = wordsOf(task.data?.reasons ?? []);
  return (
    <>
      {today && (
        <strong>
          {t("tasks.today_of", {
            done: format.count(today.done_today),
            quota: format.count(today.inspector.daily_quota),
          })}
        </strong>
      )}
      {reasons.length > 0 && (
        <span className={styles.why} title={format.list(reasons)}>
          {t("review.why_here", { reasons: format.list(reasons) })}
        </span>
      )}
    </>
  );
}

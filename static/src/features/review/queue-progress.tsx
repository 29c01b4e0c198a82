import { useTranslation } from "react-i18next";

import { useReasonWords } from "../../components/reason-words";
import { useFormat } from "../../lib/format";
import { useTask } from "./queries";
import styles from "./review.module.css";
import { useToday } from "./use-today";

/** How many are done of today's, and why this one is there. */
export function QueueProgress({ taskId }: { taskId: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = useToday();
  const task = useTask(taskId);
  const wordsOf = useReasonWords();
  const reasons = wordsOf(task.data?.reasons ?? []);
  return (
    <>
      {today && (
        <strong>
          {today.goal > today.done
            ? t("review.progress", {
                done: format.count(today.done),
                goal: format.count(today.goal),
              })
            : t("review.progress_done", { done: format.count(today.done) })}
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

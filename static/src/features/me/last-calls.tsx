import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { formatDuration, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import styles from "./my-page.module.css";
import type { MyCall } from "./queries";

/** The last calls with what they were worth; a reviewed one leads to its result. */
export function LastCalls({ calls }: { calls: readonly MyCall[] }) {
  const { t } = useTranslation();
  if (calls.length === 0) return <p className={styles.none}>{t("my.no_calls")}</p>;
  return (
    <ul className={styles.list}>
      {calls.map((call) => (
        <li key={call.call_id}>
          <Row call={call} />
        </li>
      ))}
    </ul>
  );
}

function Row({ call }: { call: MyCall }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWords();
  const { call_id, review_id, started_at, campaign_name, talk_s, outcome, score, passed } = call;
  const told = [campaign_name, formatDuration(talk_s), outcome && word("outcome", outcome)].filter(
    Boolean,
  );
  return (
    <Link className={styles.row} to={review_id ? `/me/results/${review_id}` : `/calls/${call_id}`}>
      <span className={styles.what}>
        <strong>{format.dateTime(started_at)}</strong>
        <span className={styles.note}>{told.join(" · ")}</span>
      </span>
      {score === null ? (
        <span className={styles.note}>{t("my.no_score")}</span>
      ) : (
        <span className={styles.what}>
          <span className={styles.score} data-passed={passed ?? undefined}>
            {format.score(score)}
          </span>
          <span className={styles.note}>{t(review_id ? "my.reviewed" : "my.machine")}</span>
        </span>
      )}
    </Link>
  );
}

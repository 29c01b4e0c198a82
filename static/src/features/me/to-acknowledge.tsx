import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useLeft } from "../../components/appeals/use-left";
import { useFormat } from "../../lib/format";
import { Card } from "./card";
import styles from "./my-page.module.css";
import type { ListedResult } from "./queries";

/** Released results that wait for a word of their agent, with the time that is left. */
export function ToAcknowledge({ results }: { results: readonly ListedResult[] }) {
  const { t } = useTranslation();
  return (
    <Card title={t("my.to_acknowledge")} asks={results.length > 0}>
      {results.length === 0 && <p className={styles.none}>{t("my.none_to_acknowledge")}</p>}
      <ul className={styles.list}>
        {results.map((result) => (
          <li key={result.review_id}>
            <Row result={result} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Row({ result }: { result: ListedResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftOf = useLeft();
  const { review_id, call_started_at, campaign_name, score, passed, appeal_until } = result;
  const left = leftOf(appeal_until);
  return (
    <Link className={styles.row} to={`/me/results/${review_id}`}>
      <span className={styles.what}>
        <strong>
          {[format.dateTime(call_started_at), campaign_name].filter(Boolean).join(" · ")}
        </strong>
        <span className={styles.note}>
          {left ? (
            <>
              {t("my.appeal_until", { at: format.dateTime(appeal_until) })}{" "}
              <span className={styles.soon}>{t("appeals.due_left", { left })}</span>
            </>
          ) : (
            t("result.window_over", { at: format.dateTime(appeal_until) })
          )}
        </span>
      </span>
      <span className={styles.score} data-passed={passed ?? undefined}>
        {format.score(score)}
      </span>
    </Link>
  );
}

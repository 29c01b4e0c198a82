import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { AppealState } from "../../components/appeals/appeal-state";
import { Timeline } from "../../components/appeals/timeline";
import { useFormat } from "../../lib/format";
import styles from "./my-page.module.css";
import type { OwnAppeal } from "./queries";

/** One's own appeals: how each stands, and how it came there. */
export function OwnAppeals({ appeals }: { appeals: readonly OwnAppeal[] }) {
  const { t } = useTranslation();
  if (appeals.length === 0) return <p className={styles.none}>{t("my.no_appeals")}</p>;
  return (
    <ul className={styles.list}>
      {appeals.map((appeal) => (
        <li key={appeal.id}>
          <Row appeal={appeal} />
        </li>
      ))}
    </ul>
  );
}

function Row({ appeal }: { appeal: OwnAppeal }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { review_id, outcome_id, rule_name, state, role, step, steps, call_started_at } = appeal;
  return (
    <details className={styles.appeal}>
      <summary>
        <span className={styles.what}>
          <strong>{rule_name}</strong>
          <span className={styles.note}>
            {format.dateTime(call_started_at)}
            {state === "open" &&
              ` · ${t("appeals.step_of", {
                step: step + 1,
                steps: steps.length,
                role: t(`words.role.${role}`),
              })}`}
          </span>
        </span>
        <AppealState state={state} />
      </summary>
      <Timeline events={appeal.events} />
      <Link to={`/me/results/${outcome_id ?? review_id}`}>{t("my.see_result")}</Link>
    </details>
  );
}

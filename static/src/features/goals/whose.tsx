import { useTranslation } from "react-i18next";

import type { Goal } from "../../lib/api";
import styles from "./goals.module.css";

/** Whom a goal is for, and what of their work. */
export function Whose({ goal }: { goal: Goal }) {
  const { t } = useTranslation();
  return (
    <>
      {goal.agent_name ?? goal.unit_name}
      {goal.agent_name && <span className={styles.aside}> · {goal.unit_name}</span>}
      {goal.campaign_name && (
        <span className={styles.aside}>
          {" "}
          · {t("goals.for_campaign", { name: goal.campaign_name })}
        </span>
      )}
    </>
  );
}

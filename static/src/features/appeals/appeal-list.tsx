import { useTranslation } from "react-i18next";

import { AppealState } from "../../components/appeals/appeal-state";
import { useLeft } from "../../components/appeals/use-left";
import { useFormat } from "../../lib/format";
import styles from "./appeals.module.css";
import type { Appeal } from "./queries";

interface Props {
  appeals: readonly Appeal[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

export function AppealList({ appeals, chosen, onChoose }: Props) {
  return (
    <ul className={styles.list}>
      {appeals.map((appeal) => (
        <li key={appeal.id}>
          <button
            type="button"
            className={styles.entry}
            aria-current={appeal.id === chosen || undefined}
            onClick={() => onChoose(appeal.id)}
          >
            <Entry appeal={appeal} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Entry({ appeal }: { appeal: Appeal }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  const leftOf = useLeft();
  const { agent_name, rule_name, reason, state, due_at, closed_at, role, round } = appeal;
  const left = leftOf(due_at);
  return (
    <>
      <span className={styles.top}>
        <strong>{agent_name ?? t("clips.nobody_called")}</strong>
        {state === "open" ? (
          <span className={left ? styles.due : styles.late}>
            {left ? t("appeals.due_left", { left }) : t("appeals.overdue")}
          </span>
        ) : (
          <AppealState state={state} />
        )}
      </span>
      <span>{rule_name}</span>
      <span className={styles.note}>
        {[
          t(`appeals.reasons.${reason}`),
          state === "open" ? t(`words.role.${role}`) : closed_at && dateTime(closed_at),
          round > 1 && t("appeals.round", { round }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </>
  );
}

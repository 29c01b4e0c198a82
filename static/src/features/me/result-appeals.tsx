import { App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { AppealState } from "../../components/appeals/appeal-state";
import { Timeline } from "../../components/appeals/timeline";
import { useLeft } from "../../components/appeals/use-left";
import { useProblemSentence } from "../../components/problem-panel";
import { Card } from "./card";
import { type OwnAppeal, type Result, useWithdraw } from "./queries";
import styles from "./result.module.css";

/** What became of the appeals on this result. */
export function ResultAppeals({ result }: { result: Result }) {
  const { t } = useTranslation();
  if (result.appeals.length === 0) return null;
  return (
    <Card title={t("result.appeals")}>
      <ul className={styles.lines}>
        {result.appeals.map((appeal) => (
          <li key={appeal.id} className={styles.line}>
            <Told appeal={appeal} here={result.review_id} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Told({ appeal, here }: { appeal: OwnAppeal; here: string }) {
  const { t } = useTranslation();
  const leftOf = useLeft();
  const { rule_name, state, outcome_id, step, steps, role, due_at } = appeal;
  return (
    <>
      <p className={styles.rule}>
        <strong>{rule_name}</strong> <AppealState state={state} />
      </p>
      {state === "open" && (
        <p className={styles.note}>
          {t("appeals.step_of", {
            step: step + 1,
            steps: steps.length,
            role: t(`words.role.${role}`),
          })}{" "}
          · {dueWord(leftOf(due_at))}
        </p>
      )}
      <Timeline events={appeal.events} />
      {outcome_id && outcome_id !== here && (
        <Link to={`/me/results/${outcome_id}`}>{t("result.new_result")}</Link>
      )}
      {appeal.may_withdraw && <Withdraw appeal={appeal} />}
    </>
  );

  function dueWord(left: string | null): string {
    return left ? t("appeals.due_left", { left }) : t("appeals.overdue");
  }
}

function Withdraw({ appeal }: { appeal: OwnAppeal }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const withdraw = useWithdraw(appeal.id);
  const ask = () =>
    modal.confirm({
      title: t("result.withdraw_title", { rule: appeal.rule_name }),
      content: t("result.withdraw_help"),
      okText: t("result.withdraw"),
      okButtonProps: { danger: true },
      cancelText: t("result.withdraw_keep"),
      onOk: () =>
        withdraw
          .mutateAsync()
          .then(() => void message.success(t("result.withdrawn")))
          .catch((error: unknown) => void message.error(sentenceOf(error))),
    });
  return (
    <div>
      <Button size="small" onClick={ask}>
        {t("result.withdraw")}
      </Button>
    </div>
  );
}

import { CheckCircleFilled } from "@ant-design/icons";
import { Alert, App, Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { useLeft } from "../../components/appeals/use-left";
import { useProblemSentence } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { type Result, useAcknowledge } from "./queries";
import styles from "./result.module.css";

/** Whether the agent has taken note, and how long they can still appeal. */
export function Acknowledge({ result }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { acknowledged_at, is_current } = result;
  if (!is_current)
    return (
      <Alert
        type="info"
        showIcon
        title={t("result.superseded")}
        action={<Newest result={result} />}
      />
    );
  if (acknowledged_at)
    return (
      <p className={styles.done}>
        <CheckCircleFilled /> {t("result.acknowledged", { at: format.dateTime(acknowledged_at) })}
      </p>
    );
  return <Asked result={result} />;
}

/** The result that an accepted appeal of this one made. */
function Newest({ result }: { result: Result }) {
  const { t } = useTranslation();
  const made = result.appeals.find(({ outcome_id }) => outcome_id !== null)?.outcome_id;
  if (!made || made === result.review_id) return null;
  return <Link to={`/me/results/${made}`}>{t("result.newest")}</Link>;
}

function Asked({ result }: { result: Result }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftOf = useLeft();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const acknowledge = useAcknowledge(result.review_id);
  const at = format.dateTime(result.appeal_until);
  const left = leftOf(result.appeal_until);

  function ask() {
    modal.confirm({
      title: t("result.acknowledge_title"),
      content: t("result.acknowledge_help"),
      okText: t("result.acknowledge"),
      cancelText: t("result.acknowledge_keep"),
      onOk: () =>
        acknowledge
          .mutateAsync()
          .then(() => void message.success(t("result.acknowledged_now")))
          .catch((error: unknown) => void message.error(sentenceOf(error))),
    });
  }

  return (
    <section className={styles.asked}>
      <p className={left ? undefined : styles.note}>
        {left ? t("result.window", { at, left }) : t("result.window_over", { at })}
      </p>
      {result.may_acknowledge && (
        <Button type="primary" block onClick={ask}>
          {t("result.acknowledge")}
        </Button>
      )}
    </section>
  );
}

import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { Verdict } from "../../components/verdict";
import styles from "./marks.module.css";
import { useTryCorrections } from "./queries";
import type { Tried } from "./types";
import type { Desk } from "./use-desk";

/** Shows what the rules would find in the corrected words. */
export function TryCorrections({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const tried = useTryCorrections(desk.saving.review);
  return (
    <>
      <Button
        size="small"
        type="text"
        loading={tried.isPending}
        disabled={desk.saving.status !== "saved"}
        onClick={() => tried.mutate()}
      >
        {t("review.corrections.try")}
      </Button>
      <Modal
        open={!tried.isIdle && !tried.isPending}
        title={t("review.corrections.try_title")}
        footer={<Button onClick={tried.reset}>{t("review.corrections.try_close")}</Button>}
        onCancel={tried.reset}
      >
        {tried.isError && <ProblemPanel error={tried.error} inline />}
        {tried.data && <Changes rules={tried.data.rules} />}
      </Modal>
    </>
  );
}

function Changes({ rules }: Pick<Tried, "rules">) {
  const { t } = useTranslation();
  if (rules.length === 0) return <p>{t("review.corrections.try_none")}</p>;
  return (
    <>
      <ul className={styles.tried}>
        {rules.map(({ rule_key, rule_name, before, after, lost, ...rest }) => (
          <li key={rule_key}>
            <strong>{rule_name}</strong> <Verdict of="line" verdict={before} /> →{" "}
            <Verdict of="line" verdict={after} />
            <p>
              {lost.map(({ quote, start_s }) => (
                <del key={`lost ${start_s}`}>{quote}</del>
              ))}
              {rest.new.map(({ quote, start_s }) => (
                <ins key={`new ${start_s}`}>{quote}</ins>
              ))}
            </p>
          </li>
        ))}
      </ul>
      <p className={styles.none}>{t("review.corrections.try_help")}</p>
    </>
  );
}

import { App, Checkbox, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import styles from "./appeals.module.css";
import { type SameCause, useResolveSame, useSameCause } from "./queries";

interface Props {
  /** An appeal that was accepted. */
  appealId: string;
  onClose: () => void;
}

/** Asks once whether others with the same fault are overturned too; silent where there are none. */
export function SameCauseDialog({ appealId, onClose }: Props) {
  const same = useSameCause(appealId);
  const others = same.data?.items ?? [];
  const open = others.filter(({ may_decide }) => may_decide);
  if (open.length === 0) return null;
  return <Ask appealId={appealId} others={open} more={same.data?.next != null} onClose={onClose} />;
}

function Ask({
  appealId,
  others,
  more,
  onClose,
}: Props & { others: readonly SameCause[]; more: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const resolve = useResolveSame(appealId);
  const [ids, setIds] = useState(() => others.map(({ review_id }) => review_id));
  const chosen = others.filter(({ review_id }) => ids.includes(review_id));
  const names = [...new Set(chosen.map((one) => nameOf(one)))];
  return (
    <Modal
      open
      title={t("appeals.same_title", { count: others.length })}
      okText={t("appeals.same_confirm", { count: ids.length })}
      okButtonProps={{ disabled: ids.length === 0 }}
      cancelText={t("appeals.cancel")}
      confirmLoading={resolve.isPending}
      onCancel={onClose}
      onOk={() =>
        resolve.mutate(ids, {
          onSuccess: ({ resolved }) => {
            message.success(t("appeals.same_done", { count: resolved.length }));
            onClose();
          },
        })
      }
    >
      <p className={styles.help}>{t("appeals.same_help")}</p>
      {resolve.error && <ProblemPanel error={resolve.error} inline />}
      <Checkbox.Group
        className={styles.same ?? ""}
        value={ids}
        onChange={setIds}
        options={others.map((one) => ({ value: one.review_id, label: <Other one={one} /> }))}
      />
      {more && (
        <p className={styles.note}>{t("appeals.same_truncated", { count: others.length })}</p>
      )}
      {chosen.length > 0 && (
        <p className={styles.asks}>
          <strong>{t("appeals.same_ask", { count: chosen.length })}</strong>{" "}
          {t("appeals.same_ask_help", { names: format.list(names) })}
        </p>
      )}
    </Modal>
  );

  function nameOf({ agent_name }: SameCause): string {
    return agent_name ?? t("clips.nobody_called");
  }
}

function Other({ one }: { one: SameCause }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { agent_name, call_started_at, score, appeal_id, quote } = one;
  return (
    <>
      <strong>{agent_name ?? t("clips.nobody_called")}</strong> {format.dateTime(call_started_at)} ·{" "}
      {format.score(score)} · {appeal_id ? t("appeals.same_open") : t("appeals.same_released")}{" "}
      {quote && <q className={styles.note}>{quote}</q>}
    </>
  );
}

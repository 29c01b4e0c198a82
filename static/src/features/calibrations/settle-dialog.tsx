import { Input, Modal, Radio } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import styles from "./calibrations.module.css";
import { type Calibration, type ItemWords, type RuleAnswer, useSettle } from "./queries";

const ANSWERS = ["passed", "failed", "not_applicable"] as const satisfies RuleAnswer[];

interface Props {
  session: Calibration;
  callId: string;
  item: ItemWords;
  onClose: () => void;
}

/** What the meeting agreed on where raters were divided. */
export function SettleDialog({ session, callId, item, onClose }: Props) {
  const { t } = useTranslation();
  const settle = useSettle(session.id);
  const [answer, setAnswer] = useState<RuleAnswer | null>(item.settled);
  const [note, setNote] = useState(item.note ?? "");

  function save() {
    if (answer === null) return;
    const wish = { call_id: callId, rule_key: item.rule_key, answer, note: note.trim() || null };
    settle.mutate(wish, { onSuccess: onClose });
  }

  return (
    <Modal
      open
      title={t("calibrations.settle_of", { rule: item.rule_name })}
      okText={t("calibrations.settle_save")}
      cancelText={t("calibrations.cancel")}
      okButtonProps={{ disabled: answer === null, loading: settle.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <div className={styles.choice}>
        <p className={styles.note}>{t("calibrations.settle_says")}</p>
        <Radio.Group
          aria-label={t("calibrations.settle_answer")}
          value={answer}
          options={ANSWERS.map((value) => ({ value, label: t(`calibrations.answers.${value}`) }))}
          onChange={({ target }) => setAnswer(ANSWERS.find((one) => one === target.value) ?? null)}
        />
        <label htmlFor="settle-note">{t("calibrations.settle_note")}</label>
        <Input.TextArea
          id="settle-note"
          value={note}
          rows={3}
          maxLength={2000}
          placeholder={t("calibrations.settle_note_hint")}
          onChange={({ target }) => setNote(target.value)}
        />
        {settle.isError && <ProblemPanel error={settle.error} inline />}
      </div>
    </Modal>
  );
}

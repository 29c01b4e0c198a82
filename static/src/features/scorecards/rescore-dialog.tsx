import { Form, Input, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { TrialFilter, useFirstPeriod } from "./trial-filter";
import { useStartRescore } from "./trial-queries";
import styles from "./trials.module.css";
import type { Version } from "./types";

interface Props {
  cardId: string;
  /** Those that were ever published, newest first. */
  versions: readonly Version[];
  onClose: () => void;
}

export function RescoreDialog({ cardId, versions, onClose }: Props) {
  const { t } = useTranslation();
  const first = useFirstPeriod();
  const [period, setPeriod] = useState(first);
  const [number, setNumber] = useState(versions[0]?.number ?? 1);
  const [name, setName] = useState("");
  const start = useStartRescore();
  return (
    <Modal
      open
      title={t("backtests.rescore")}
      okText={t("backtests.rescore_start")}
      cancelText={t("scorecards.cancel")}
      okButtonProps={{ disabled: !name.trim() }}
      confirmLoading={start.isPending}
      onOk={() =>
        start.mutate(
          { ...period, scorecard_id: cardId, number, name: name.trim() },
          { onSuccess: onClose },
        )
      }
      onCancel={onClose}
    >
      <Form layout="vertical" component="div">
        <Form.Item label={t("backtests.run")}>
          <Input
            aria-label={t("backtests.run")}
            placeholder={t("backtests.run_hint")}
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t("scorecards.versions")}>
          <Select<number>
            aria-label={t("scorecards.versions")}
            value={number}
            options={versions.map((one) => ({
              value: one.number,
              label: `v${one.number} · ${t(`scorecards.state.${one.state}`)}`,
            }))}
            onChange={setNumber}
          />
        </Form.Item>
        <Form.Item label={t("scorecards.days_of")}>
          <div className={styles.bar}>
            <TrialFilter value={period} onChange={setPeriod} />
          </div>
        </Form.Item>
      </Form>
      <p className={styles.note}>{t("backtests.rescores_help")}</p>
      {start.isError && <ProblemPanel error={start.error} inline />}
    </Modal>
  );
}

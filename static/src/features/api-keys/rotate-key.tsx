import { Button, Form, Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { ApiKey } from "../../lib/api";
import styles from "./keys.module.css";
import { useRotateKey } from "./queries";
import { SecretShown } from "./secret-shown";

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

/** A new secret, while the old one goes on for a while. */
export function RotateKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const [overlap, setOverlap] = useState(DAY_S);
  const rotate = useRotateKey(apiKey.id);
  const options = [
    { value: 0, label: t("api_keys.overlap_now") },
    { value: HOUR_S, label: t("api_keys.overlap_hours", { count: 1 }) },
    { value: DAY_S, label: t("api_keys.overlap_hours", { count: 24 }) },
    { value: 7 * DAY_S, label: t("api_keys.overlap_days", { count: 7 }) },
    { value: 30 * DAY_S, label: t("api_keys.overlap_days", { count: 30 }) },
  ];
  return (
    <Modal
      open
      title={t("api_keys.rotate_title", { name: apiKey.name })}
      footer={null}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {rotate.data ? (
        <SecretShown made={rotate.data} onDone={onClose} />
      ) : (
        <Form layout="vertical" onFinish={() => rotate.mutate(overlap)}>
          <p className={styles.note}>{t("api_keys.rotate_help")}</p>
          <Form.Item label={t("api_keys.overlap")}>
            <Select value={overlap} options={options} onChange={setOverlap} />
          </Form.Item>
          {rotate.isError && <ProblemPanel error={rotate.error} inline />}
          <Button type="primary" htmlType="submit" block loading={rotate.isPending}>
            {t("api_keys.rotate")}
          </Button>
        </Form>
      )}
    </Modal>
  );
}

import { Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { ApiKey } from "../../lib/api";
import styles from "./keys.module.css";
import { useRevokeKey } from "./queries";

/** For good, so its name is asked for. */
export function RevokeKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const revoke = useRevokeKey(apiKey.id);
  return (
    <Modal
      open
      title={t("api_keys.revoke_title", { name: apiKey.name })}
      okText={t("api_keys.revoke")}
      cancelText={t("api_keys.cancel")}
      okButtonProps={{
        danger: true,
        disabled: typed.trim() !== apiKey.name,
        loading: revoke.isPending,
      }}
      onOk={() => revoke.mutate(undefined, { onSuccess: onClose })}
      onCancel={onClose}
    >
      <div className={styles.column}>
        <p>{t("api_keys.revoke_help")}</p>
        <Input
          autoFocus
          aria-label={t("api_keys.name")}
          placeholder={apiKey.name}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {revoke.isError && <ProblemPanel error={revoke.error} inline />}
      </div>
    </Modal>
  );
}

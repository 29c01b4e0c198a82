import { Alert, Modal } from "antd";
import { useTranslation } from "react-i18next";

import { CopyButton } from "../../components/copy-button";
import styles from "./users.module.css";

interface Props {
  name: string;
  password: string;
  onClose: () => void;
}

/** Shown once: the server keeps no password that could be shown again. */
export function OneTimePassword({ name, password, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={t("users.password_of", { name })}
      okText={t("users.password_noted")}
      cancelButtonProps={{ hidden: true }}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      onOk={onClose}
    >
      <Alert type="warning" showIcon title={t("users.password_once")} />
      <p className={styles.password}>
        <code>{password}</code>
        <CopyButton text={password} label={t("action.copy")} />
      </p>
      <p>{t("users.password_then")}</p>
    </Modal>
  );
}

import { DownloadOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";

import { CopyButton } from "./copy-button";
import styles from "./second-factor.module.css";

/** Shown once: to copy or download before going on. */
export function RecoveryCodes({ codes, onSaved }: { codes: string[]; onSaved: () => void }) {
  const { t } = useTranslation();
  const text = codes.join("\n");
  return (
    <div className={styles.column}>
      <Alert
        type="warning"
        showIcon
        title={t("factor.codes_title")}
        description={t("factor.codes_help")}
      />
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <CopyButton text={text} label={t("factor.copy_codes")} />
        <Button
          size="small"
          icon={<DownloadOutlined />}
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download="earshot-recovery-codes.txt"
        >
          {t("factor.download")}
        </Button>
      </div>
      <Button type="primary" block onClick={onSaved}>
        {t("factor.codes_saved")}
      </Button>
    </div>
  );
}

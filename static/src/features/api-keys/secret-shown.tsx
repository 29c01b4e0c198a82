import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";

import { CopyButton } from "../../components/copy-button";
import type { CreatedKey } from "../../lib/api";
import styles from "./keys.module.css";

/** The only time a secret is seen. */
export function SecretShown({ made, onDone }: { made: CreatedKey; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.column}>
      <Alert
        type="warning"
        showIcon
        title={t("api_keys.secret_title")}
        description={t("api_keys.secret_help")}
      />
      <div className={styles.secret}>
        <code>{made.secret}</code>
        <CopyButton text={made.secret} label={t("api_keys.copy_secret")} />
      </div>
      <Button type="primary" block onClick={onDone}>
        {t("api_keys.done")}
      </Button>
    </div>
  );
}

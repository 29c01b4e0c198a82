import { BookOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { Source } from "../../lib/api";
import styles from "./connect.module.css";
import { CopyLine } from "./copy-line";
import { hookUrl, keyCommand } from "./guides";
import { useGuide } from "./use-guide";

/** What to do so that this dialer's data arrives. */
export function ConnectSteps({ source }: { source: Source }) {
  const { t } = useTranslation();
  const guide = useGuide();
  return (
    <ol className={styles.steps}>
      <li>
        <strong>{t("sources.connect_key")}</strong>
        <CopyLine text={keyCommand(source.name)} label={t("sources.copy_command")} />
        <p className={styles.note}>{t("sources.connect_key_help")}</p>
      </li>
      <li>
        <strong>{t("sources.connect_url")}</strong>
        <CopyLine
          text={hookUrl(window.location.origin, source.dialer)}
          label={t("sources.copy_url")}
        />
        <p className={styles.note}>{t("sources.connect_url_help")}</p>
      </li>
      <li>
        <strong>{t("sources.connect_guide")}</strong>
        <div className={styles.guides}>
          <Button icon={<BookOutlined />} onClick={() => guide.open(source.dialer)}>
            {t("sources.open_guide")}
          </Button>
        </div>
        <p className={styles.note}>{t("sources.connect_guide_help")}</p>
      </li>
      {guide.drawer}
    </ol>
  );
}

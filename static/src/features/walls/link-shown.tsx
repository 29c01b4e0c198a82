import { Alert, Button } from "antd";
import { useTranslation } from "react-i18next";

import { CopyButton } from "../../components/copy-button";
import type { WallToken } from "../../lib/api";
import styles from "./walls.module.css";

/** The only time a wall's link is seen: to be copied, scanned, or opened here. */
export function LinkShown({ made, onDone }: { made: WallToken; onDone: () => void }) {
  const { t } = useTranslation();
  const link = `${window.location.origin}/wall#${made.token}`;
  return (
    <div className={styles.column}>
      <Alert type="warning" showIcon title={t("walls.once")} description={t("walls.once_help")} />
      <div className={styles.secret}>
        <code>{link}</code>
        <CopyButton text={link} label={t("walls.copy")} />
      </div>
      <img
        className={styles.qr}
        src={`data:image/svg+xml,${encodeURIComponent(made.qr_svg)}`}
        alt={t("walls.qr")}
      />
      <div className={styles.buttons}>
        <a href={link} target="_blank" rel="noreferrer">
          <Button>{t("walls.open")}</Button>
        </a>
        <Button type="primary" onClick={onDone}>
          {t("walls.done")}
        </Button>
      </div>
    </div>
  );
}

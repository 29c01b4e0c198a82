import { useTranslation } from "react-i18next";

import styles from "./marks.module.css";
import type { Purpose } from "./mode";

/** Says that the keys choose words now, and how. */
export function PickHelp({ purpose, text }: { purpose: Purpose; text: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.inline}>
      <p>
        <strong>{t(`review.pick.${purpose}`)}</strong> <q>{text}</q>
      </p>
      <p className={styles.none}>{t("review.pick.help")}</p>
    </div>
  );
}

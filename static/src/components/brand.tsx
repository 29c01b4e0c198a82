import { useTranslation } from "react-i18next";

import styles from "./brand.module.css";

/** The mark and, unless folded, the name. */
export function Brand({ folded = false }: { folded?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={styles.brand}>
      <img src="/favicon.svg" alt={folded ? t("app.name") : ""} width={28} height={28} />
      {!folded && <span>{t("app.name")}</span>}
    </span>
  );
}

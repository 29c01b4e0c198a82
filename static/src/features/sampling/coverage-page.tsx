import { useTranslation } from "react-i18next";

import { CoveragePanel } from "./coverage-panel";
import styles from "./sampling.module.css";

/** For those who read reviews and plan none. */
export default function CoveragePage() {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <title>{`${t("nav.coverage")} · ${t("app.name")}`}</title>
      <h1>{t("nav.coverage")}</h1>
      <CoveragePanel />
    </div>
  );
}

import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Holds } from "./holds";
import styles from "./keeping.module.css";
import { Rules } from "./rules";
import { Runs } from "./runs";

const TABS = ["rules", "holds", "runs"] as const;

/** How long calls are kept, what is held, and what was deleted. */
export default function RetentionPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get("tab")) ?? TABS[0];
  const content = { rules: <Rules />, holds: <Holds />, runs: <Runs /> };
  return (
    <div className={styles.page}>
      <title>{`${t("nav.retention")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.retention")}</h1>
        <span className={styles.note}>{t("keeping.retention_help")}</span>
      </header>
      <Tabs
        activeKey={tab}
        onChange={(wanted) => setParams(wanted === TABS[0] ? {} : { tab: wanted })}
        destroyOnHidden
        items={TABS.map((key) => ({
          key,
          label: t(`keeping.tab_${key}`),
          children: content[key],
        }))}
      />
    </div>
  );
}

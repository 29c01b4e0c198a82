import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { CardList } from "./card-list";
import { CreateCard } from "./create-card";
import { PackList } from "./pack-list";
import styles from "./scorecards.module.css";

const TABS = ["cards", "packs"] as const;

/** Scorecards, and the words their rules share. */
export default function ScorecardsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get("tab")) ?? TABS[0];
  const content = { cards: <CardList />, packs: <PackList /> };
  return (
    <div className={styles.page}>
      <title>{`${t("scorecards.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("scorecards.title")}</h1>
        <span className={styles.aside}>{tab === "cards" && <CreateCard />}</span>
      </header>
      <Tabs
        activeKey={tab}
        onChange={(wanted) => setParams(wanted === TABS[0] ? {} : { tab: wanted })}
        destroyOnHidden
        items={TABS.map((key) => ({
          key,
          label: t(`scorecards.list_tab.${key}`),
          children: content[key],
        }))}
      />
    </div>
  );
}

import { PlusOutlined } from "@ant-design/icons";
import { Button, Tabs } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { useCan } from "../../lib/session";
import { CoveragePanel } from "./coverage-panel";
import { DrawsTab } from "./draws-tab";
import { PlanDrawer } from "./plan-drawer";
import { PlansTab } from "./plans-tab";
import styles from "./sampling.module.css";

const TABS = ["plans", "draws", "coverage"] as const;

/** Which calls are drawn for review, and the proof of how they were. */
export default function SamplingPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const reads = useCan("reviews:read");
  const tab = TABS.find((one) => one === params.get("tab")) ?? "plans";
  return (
    <div className={styles.page}>
      <title>{`${t("nav.sampling")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.sampling")}</h1>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t("sampling.add")}
        </Button>
      </header>
      <p className={styles.note}>{t("sampling.help")}</p>
      <Tabs
        activeKey={tab}
        onChange={(wanted) => setParams(wanted === "plans" ? {} : { tab: wanted })}
        destroyOnHidden
        items={[
          {
            key: "plans",
            label: t("sampling.tabs.plans"),
            children: <PlansTab onAdd={() => setAdding(true)} />,
          },
          { key: "draws", label: t("sampling.tabs.draws"), children: <DrawsTab /> },
          ...(reads
            ? [{ key: "coverage", label: t("nav.coverage"), children: <CoveragePanel /> }]
            : []),
        ]}
      />
      {adding && <PlanDrawer plan={null} onClose={() => setAdding(false)} />}
    </div>
  );
}

import { LeftOutlined } from "@ant-design/icons";
import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearchParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Health, Source } from "../../lib/api";
import { useWords } from "../../lib/words";
import { DeliveriesTab } from "./deliveries-tab";
import { HealthTab } from "./health-tab";
import { useHealth, useSource } from "./queries";
import { RecordingsTab } from "./recordings-tab";
import { SettingsTab } from "./settings-tab";
import styles from "./sources.module.css";
import { StateWord } from "./state-word";

const TABS = ["health", "deliveries", "recordings", "settings"] as const;

/** One dialer: how it is, what it sent, its recordings, how it is read. */
export default function SourcePage() {
  const { t } = useTranslation();
  const { sourceId = "" } = useParams();
  const source = useSource(sourceId);
  const health = useHealth(sourceId);
  const failed = source.error ?? health.error;
  const ready = source.data && health.data;
  return (
    <div className={styles.page}>
      <title>{`${source.data?.name ?? t("sources.title")} · ${t("app.name")}`}</title>
      <Link className={styles.note} to="/sources">
        <LeftOutlined /> {t("sources.back")}
      </Link>
      {ready && <Whole source={source.data} health={health.data} />}
      {!ready &&
        (failed ? (
          <ProblemPanel
            error={failed}
            onRetry={() => Promise.all([source.refetch(), health.refetch()])}
          />
        ) : (
          <>
            <Placeholder height={32} width={320} />
            <Placeholder height={88} />
            <Placeholder height={320} />
          </>
        ))}
    </div>
  );
}

function Whole({ source, health }: { source: Source; health: Health }) {
  const { t } = useTranslation();
  const word = useWords();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get("tab")) ?? TABS[0];
  const content = {
    health: <HealthTab source={source} health={health} />,
    deliveries: <DeliveriesTab source={source} />,
    recordings: <RecordingsTab source={source} />,
    settings: <SettingsTab source={source} />,
  };
  return (
    <>
      <header className={styles.header}>
        <h1>{source.name}</h1>
        <span className={styles.note}>{word("dialer", source.dialer)}</span>
        <StateWord health={health} />
      </header>
      <Tabs
        activeKey={tab}
        onChange={(wanted) => setParams(wanted === TABS[0] ? {} : { tab: wanted })}
        destroyOnHidden
        items={TABS.map((key) => ({
          key,
          label: t(`sources.tab.${key}`),
          children: content[key],
        }))}
      />
    </>
  );
}

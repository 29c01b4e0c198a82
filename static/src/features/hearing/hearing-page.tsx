import { Tabs } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Hearing } from "../../lib/api";
import { Campaigns } from "./campaigns";
import { Engines } from "./engines";
import styles from "./hearing.module.css";
import { Overview } from "./overview";
import { PausedNotice, PauseEverything } from "./pause-everything";
import { LOOK_S, useHearing } from "./queries";
import { Queue } from "./queue";
import { Sources } from "./sources";
import { Workers } from "./workers";

const TABS = ["recordings", "campaigns", "sources"] as const;

/** The queue of recordings, those who hear them, and how. */
export default function HearingPage() {
  const { t } = useTranslation();
  const hearing = useHearing();
  return (
    <div className={styles.page}>
      <title>{`${t("hearing.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("hearing.title")}</h1>
        <span className={styles.note}>{t("hearing.updated", { seconds: LOOK_S })}</span>
        {hearing.data && <PauseEverything hearing={hearing.data} />}
      </header>
      {hearing.data && <Now hearing={hearing.data} />}
      {!hearing.data &&
        (hearing.isError ? (
          <ProblemPanel error={hearing.error} onRetry={hearing.refetch} />
        ) : (
          <Skeleton />
        ))}
    </div>
  );
}

function Now({ hearing }: { hearing: Hearing }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get("tab")) ?? TABS[0];
  const content = {
    recordings: <Queue />,
    campaigns: <Campaigns hearing={hearing} />,
    sources: <Sources />,
  };
  return (
    <>
      <PausedNotice hearing={hearing} />
      <Overview hearing={hearing} />
      <div className={styles.pair}>
        <Engines engines={hearing.engines} />
        <Workers workers={hearing.workers} />
      </div>
      <Tabs
        activeKey={tab}
        onChange={(wanted) => setParams(wanted === TABS[0] ? {} : { tab: wanted })}
        destroyOnHidden
        items={TABS.map((key) => ({
          key,
          label: t(`hearing.${key}`),
          children: content[key],
        }))}
      />
    </>
  );
}

function Skeleton() {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <Placeholder height={88} />
      <div className={styles.pair}>
        <Placeholder height={160} />
        <Placeholder height={160} />
      </div>
      <Placeholder height={400} />
    </div>
  );
}

import { Alert } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { System, SystemCard } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { ConditionIcon } from "./condition-icon";
import { Day } from "./day";
import { PartCard } from "./part-card";
import { LOOK_S, useSystem } from "./queries";
import styles from "./system.module.css";

const WORST_FIRST: readonly SystemCard["condition"][] = ["act", "look", "fine"];

/** How the whole installation is, in plain words: what needs somebody comes first. */
export default function SystemPage() {
  const { t } = useTranslation();
  const system = useSystem();
  const { data } = system;
  return (
    <div className={styles.page}>
      <title>{`${t("system.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("system.title")}</h1>
        <span className={styles.note}>{t("system.updated", { seconds: LOOK_S })}</span>
      </header>
      {system.isError && !data && <ProblemPanel error={system.error} onRetry={system.refetch} />}
      {system.isError && data && <Stale at={data.at} />}
      {data && (
        <>
          <Overall system={data} />
          <Day />
          <Cards system={data} stale={system.isError} />
        </>
      )}
      {system.isPending && <Skeleton />}
    </div>
  );
}

/** What was last known stays on the screen, and is said to be old. */
function Stale({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t("system.stale", { time: format.time(at) })}
      description={t("system.stale_help")}
    />
  );
}

function Overall({ system }: { system: System }) {
  const { t } = useTranslation();
  const { condition, needing } = system;
  return (
    <p className={styles.overall} data-condition={condition} aria-live="polite">
      <ConditionIcon condition={condition} />
      <strong>
        {condition === "fine" ? t("system.all_well") : t("system.needing", { count: needing })}
      </strong>
      <span className={styles.note}>{t(`system.overall.${condition}`)}</span>
    </p>
  );
}

function Cards({ system, stale }: { system: System; stale: boolean }) {
  const worst = (card: SystemCard) => WORST_FIRST.indexOf(card.condition);
  return (
    <div className={styles.cards} data-stale={stale}>
      {system.cards
        .toSorted((a, b) => worst(a) - worst(b))
        .map((card) => (
          <PartCard key={card.name} card={card} system={system} />
        ))}
    </div>
  );
}

function Skeleton() {
  return (
    <div className={styles.page} aria-busy="true">
      <Placeholder height={56} />
      <Placeholder height={112} />
      <div className={styles.cards}>
        {["a", "b", "c", "d", "e", "f"].map((key) => (
          <Placeholder key={key} height={200} />
        ))}
      </div>
    </div>
  );
}

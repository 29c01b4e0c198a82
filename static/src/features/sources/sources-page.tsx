import { Alert } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NoSources } from "./no-sources";
import { LOOK_S, useHealths, useSources } from "./queries";
import styles from "./sources.module.css";
import { SourcesTable } from "./sources-table";
import { byNeed, stateOf } from "./state";

/** All dialers, those that need somebody first. */
export default function SourcesPage() {
  const { t } = useTranslation();
  const sources = useSources();
  return (
    <div className={styles.page}>
      <title>{`${t("sources.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("sources.title")}</h1>
        <span className={styles.note}>{t("sources.updated", { seconds: LOOK_S })}</span>
      </header>
      {sources.data && <All sources={sources.data.items} />}
      {!sources.data &&
        (sources.isError ? (
          <ProblemPanel error={sources.error} onRetry={sources.refetch} />
        ) : (
          <Placeholder height={240} />
        ))}
    </div>
  );
}

type Sources = NonNullable<ReturnType<typeof useSources>["data"]>["items"];

function All({ sources }: { sources: Sources }) {
  const { t } = useTranslation();
  const healths = useHealths(sources.map(({ id }) => id));
  if (sources.length === 0) return <NoSources />;
  const refused = healths.find(({ error }) => error)?.error;
  const rows = sources.map((source, place) => ({
    ...source,
    health: healths[place]?.data,
    failed: healths[place]?.isError ?? false,
  }));
  const silent = rows.filter(({ health }) => health && stateOf(health) === "silent").length;
  if (refused && rows.every(({ health }) => !health)) return <ProblemPanel error={refused} />;
  return (
    <>
      {silent > 0 && (
        <Alert type="error" showIcon title={t("sources.silent_count", { count: silent })} />
      )}
      <SourcesTable rows={byNeed(rows)} />
    </>
  );
}

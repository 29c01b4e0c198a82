import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { FilterBar } from "./filter-bar";
import { type Filters, readFilters, toQuery, writeFilters } from "./filters";
import { MyDay } from "./my-day";
import { useTasks } from "./queries";
import styles from "./queue.module.css";
import { TaskTable } from "./task-table";

const SKELETON = [0, 1, 2, 3, 4, 5, 6, 7];

/** What waits to be reviewed, most urgent first, and how far today is. */
export default function QueuePage() {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  const reviews = useCan("reviews:write");
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const tasks = useTasks(toQuery(filters, manages, params.get("cursor")));
  const title = manages ? t("tasks.title_all") : t("nav.queue");

  function change(wanted: Partial<Filters>) {
    setParams(writeFilters({ ...filters, ...wanted }));
  }

  return (
    <div className={styles.page}>
      <title>{`${title} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{title}</h1>
        {reviews && <MyDay campaign={filters.campaign} />}
      </header>
      <FilterBar filters={filters} onChange={change} onClear={() => setParams({})} />
      {tasks.data ? (
        <>
          <TaskTable
            key={params.toString()}
            tasks={tasks.data.items}
            stale={tasks.isPlaceholderData}
            filters={filters}
            onClear={() => setParams(filters.view === "open" ? {} : { view: filters.view })}
          />
          <Pager
            next={tasks.data.next ?? null}
            label={t("tasks.table")}
            shown={t("tasks.shown", { count: tasks.data.items.length })}
          />
        </>
      ) : tasks.error ? (
        <ProblemPanel error={tasks.error} onRetry={tasks.refetch} />
      ) : (
        <div className={styles.skeleton} aria-busy="true">
          {SKELETON.map((row) => (
            <Placeholder key={row} height={40} />
          ))}
        </div>
      )}
    </div>
  );
}

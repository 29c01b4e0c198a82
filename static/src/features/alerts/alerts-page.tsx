import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useCan, useTimezone } from "../../lib/session";
import { AlertDrawer } from "./alert-drawer";
import styles from "./alerts.module.css";
import { AlertsTable } from "./alerts-table";
import { FilterBar } from "./filter-bar";
import { byNeed, type Filters, readFilters, toQuery, writeFilters } from "./filters";
import { useAlerts } from "./queries";

/** What goes on and wants somebody, and what was. */
export default function AlertsPage() {
  const { t } = useTranslation();
  const timezone = useTimezone();
  const acknowledges = useCan("alerts:manage");
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const isOpen = filters.view === "open";
  const alerts = useAlerts(toQuery(filters, timezone, params.get("cursor")), isOpen);
  const items = alerts.data?.items;
  const rows = useMemo(() => (isOpen ? byNeed(items ?? []) : (items ?? [])), [isOpen, items]);
  const shown = params.get("alert");

  function change(wanted: Partial<Filters>) {
    setParams(writeFilters({ ...filters, ...wanted }));
  }

  function show(id: string | null) {
    const wanted = new URLSearchParams(params);
    if (id) wanted.set("alert", id);
    else wanted.delete("alert");
    setParams(wanted, { replace: true });
  }

  return (
    <div className={styles.page}>
      <title>{`${t("nav.alerts")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.alerts")}</h1>
        {isOpen && acknowledges && <span className={styles.note}>{t("alerts.keys_hint")}</span>}
      </header>
      <p className={styles.note}>{t("alerts.help")}</p>
      <FilterBar
        filters={filters}
        onChange={change}
        onClear={() => setParams(isOpen ? {} : { view: filters.view })}
      />
      {alerts.data ? (
        <>
          <AlertsTable
            alerts={rows}
            view={filters.view}
            stale={alerts.isPlaceholderData}
            onShow={show}
          />
          <Pager
            next={alerts.data.next ?? null}
            label={t("alerts.table")}
            shown={t("alerts.shown", { count: rows.length })}
          />
        </>
      ) : alerts.error ? (
        <ProblemPanel error={alerts.error} onRetry={alerts.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
      {shown && <AlertDrawer id={shown} onClose={() => show(null)} />}
    </div>
  );
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { ProblemPanel } from "../../components/problem-panel";
import { api, ask, type Call } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useTimezone } from "../../lib/session";
import styles from "./calls.module.css";
import { CallsTable } from "./calls-table";
import { FilterBar } from "./filter-bar";
import {
  type CallsQuery,
  type Filters,
  isFiltered,
  readFilters,
  toQuery,
  writeFilters,
} from "./filters";

const MOVING_MS = 3_000;
const QUIET_MS = 15_000;

export default function CallsPage() {
  const { t } = useTranslation();
  const timezone = useTimezone();
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => readFilters(params), [params]);
  const calls = useCalls(toQuery(filters, timezone, params.get("cursor")));

  function change(wanted: Partial<Filters>) {
    setParams(writeFilters({ ...filters, ...wanted }));
  }

  return (
    <div className={styles.page}>
      <title>{`${t("calls.title")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("calls.title")}</h1>
        <ZoneNote timezone={timezone} />
      </header>
      <FilterBar filters={filters} onChange={change} onClear={() => setParams({})} />
      {calls.isError && !calls.data ? (
        <ProblemPanel error={calls.error} onRetry={calls.refetch} />
      ) : (
        <>
          <CallsTable
            calls={calls.data?.items}
            stale={calls.isPlaceholderData}
            filtered={isFiltered(filters)}
            onClear={() => setParams({})}
          />
          {calls.data && (
            <Pager
              next={calls.data.next ?? null}
              label={t("calls.table")}
              shown={t("calls.shown", { count: calls.data.items.length })}
            />
          )}
        </>
      )}
    </div>
  );
}

function useCalls(query: CallsQuery) {
  return useQuery({
    queryKey: ["calls", query],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/calls", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(isMoving) ? MOVING_MS : QUIET_MS),
  });
}

/** Whether the row will change by itself soon. */
function isMoving({ state, recording_state }: Call): boolean {
  return state !== "ended" || recording_state === "waiting" || recording_state === "transcribing";
}

/** Says which zone the times are in when it is not the one on the reader's wall. */
function ZoneNote({ timezone }: { timezone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (timezone === Intl.DateTimeFormat().resolvedOptions().timeZone) return null;
  return <span className={styles.note}>{t("calls.zone", { zone: format.zone(timezone) })}</span>;
}

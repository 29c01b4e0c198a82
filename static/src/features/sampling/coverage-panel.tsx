import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { dayAfter, dayStart, fromPicker, isDay, pickerToday } from "../../lib/day";
import { useTimezone } from "../../lib/session";
import { CoverageFilters } from "./coverage-filters";
import { CoverageTable } from "./coverage-table";
import { type Coverage, useCoverage } from "./queries";
import styles from "./sampling.module.css";
import { weeks } from "./weeks";

const USUAL_WEEKS = 4;

/** How much of each agent's calls was reviewed, and what that says of all of them. */
export function CoveragePanel() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const { from, to } = useDays();
  const timezone = useTimezone();
  const unit = params.get("unit");
  const coverage = useCoverage({
    from: dayStart(from, timezone),
    to: dayStart(dayAfter(to), timezone),
    unit,
    cursor: params.get("cursor"),
  });

  function change(wanted: { from: string; to: string; unit: string | null }) {
    const next = new URLSearchParams(params);
    next.delete("cursor");
    for (const [name, value] of Object.entries(wanted)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    setParams(next);
  }

  return (
    <div className={styles.tab}>
      <p className={styles.note}>{t("coverage.help")}</p>
      <CoverageFilters from={from} to={to} unit={unit} onChange={change} />
      {coverage.data ? (
        <>
          <CoverageTable agents={coverage.data.items} stale={coverage.isPlaceholderData} />
          <Pages agents={coverage.data.items} next={coverage.data.next ?? null} />
        </>
      ) : coverage.error ? (
        <ProblemPanel error={coverage.error} onRetry={coverage.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
    </div>
  );
}

/** Of the address, or whole weeks up to this one. */
function useDays(): { from: string; to: string } {
  const [params] = useSearchParams();
  const timezone = useTimezone();
  const [from, to] = [params.get("from"), params.get("to")];
  if (isDay(from) && isDay(to)) return { from, to };
  const [first, last] = weeks(pickerToday(timezone), USUAL_WEEKS);
  return { from: fromPicker(first), to: fromPicker(last) };
}

function Pages({ agents, next }: { agents: Coverage[]; next: string | null }) {
  const { t } = useTranslation();
  const below = agents.filter(({ floor_met }) => !floor_met).length;
  const shown = [
    t("coverage.shown", { count: agents.length }),
    below > 0 && t("coverage.below", { count: below }),
  ];
  return (
    <Pager next={next} label={t("coverage.table")} shown={shown.filter(Boolean).join(" · ")} />
  );
}

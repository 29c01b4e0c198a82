import { PlusOutlined } from "@ant-design/icons";
import { Button, Select, Switch } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Goal, GoalMetric } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { unitTree } from "../../lib/unit-tree";
import { GoalDrawer } from "./goal-drawer";
import { GoalTable } from "./goal-table";
import styles from "./goals.module.css";
import { METRICS, useMetricName } from "./metrics";
import { type GoalsQuery, useGoals, useUnits } from "./queries";
import { UnitSelect } from "./unit-select";

const LIMIT = 50;

/** What teams and agents are to reach in a day: set, changed, ended. */
export default function GoalsPage() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [params, setParams] = useSearchParams();
  const mayWrite = useCan("goals:write");
  const [edited, setEdited] = useState<Goal | "new" | null>(null);
  const goals = useGoals(queryOf(params));
  const boards = useUnits();
  const units = useMemo(
    () => unitTree(boards.data?.items ?? [], language),
    [boards.data, language],
  );

  function change(name: string, value: string | undefined) {
    const wanted = new URLSearchParams(params);
    if (value) wanted.set(name, value);
    else wanted.delete(name);
    wanted.delete("cursor");
    setParams(wanted);
  }

  return (
    <div className={styles.page}>
      <title>{`${t("nav.goals")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.goals")}</h1>
        {mayWrite && (
          <Button
            type="primary"
            className={styles.push ?? ""}
            icon={<PlusOutlined />}
            onClick={() => setEdited("new")}
          >
            {t("goals.add")}
          </Button>
        )}
      </header>
      <p className={styles.note}>{t("goals.help")}</p>
      <Filters params={params} units={units} onChange={change} />
      {boards.isError ? (
        <ProblemPanel error={boards.error} onRetry={boards.refetch} />
      ) : (
        <Listed goals={goals} mayWrite={mayWrite} onOpen={setEdited} />
      )}
      {edited && boards.data && (
        <GoalDrawer
          goal={edited === "new" ? null : edited}
          unitId={params.get("unit")}
          units={units}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  );
}

interface ListedProps {
  goals: ReturnType<typeof useGoals>;
  mayWrite: boolean;
  onOpen: (goal: Goal | "new") => void;
}

function Listed({ goals, mayWrite, onOpen }: ListedProps) {
  const { t } = useTranslation();
  if (goals.data)
    return (
      <>
        <GoalTable
          goals={goals.data.items}
          mayWrite={mayWrite}
          onAdd={() => onOpen("new")}
          onChange={onOpen}
        />
        <Pager
          next={goals.data.next ?? null}
          label={t("nav.goals")}
          shown={t("goals.shown", { count: goals.data.items.length })}
        />
      </>
    );
  if (goals.error) return <ProblemPanel error={goals.error} onRetry={goals.refetch} />;
  return <Placeholder height={320} />;
}

interface FilterProps {
  params: URLSearchParams;
  units: ReturnType<typeof unitTree>;
  onChange: (name: string, value: string | undefined) => void;
}

function Filters({ params, units, onChange }: FilterProps) {
  const { t } = useTranslation();
  const nameOf = useMetricName();
  return (
    <div className={styles.filters}>
      <UnitSelect
        units={units}
        allowClear
        className={styles.unit ?? ""}
        label={t("goals.unit")}
        placeholder={t("goals.all_units")}
        value={units.length > 0 ? (params.get("unit") ?? undefined) : undefined}
        onChange={(unit) => onChange("unit", unit)}
      />
      <Select<GoalMetric | "">
        className={styles.metric ?? ""}
        aria-label={t("goals.metric")}
        value={metricOf(params.get("metric")) ?? ""}
        onChange={(metric) => onChange("metric", metric || undefined)}
        options={[
          { value: "", label: t("goals.all_metrics") },
          ...METRICS.map((metric) => ({ value: metric, label: nameOf(metric) })),
        ]}
      />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch within is the control */}
      <label className={styles.switch}>
        <Switch
          size="small"
          checked={params.get("past") === "yes"}
          onChange={(past) => onChange("past", past ? "yes" : undefined)}
        />
        {t("goals.with_past")}
      </label>
    </div>
  );
}

function queryOf(params: URLSearchParams): GoalsQuery {
  const unit_id = params.get("unit");
  const metric = metricOf(params.get("metric"));
  const cursor = params.get("cursor");
  return {
    limit: LIMIT,
    past: params.get("past") === "yes",
    ...(unit_id && { unit_id }),
    ...(metric && { metric }),
    ...(cursor && { cursor }),
  };
}

function metricOf(text: string | null): GoalMetric | undefined {
  return METRICS.find((metric) => metric === text);
}

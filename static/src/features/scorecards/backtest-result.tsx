import { Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { BacktestCalls } from "./backtest-calls";
import { ScoreShift } from "./score-shift";
import { TotalsLine } from "./totals-line";
import type { CallsWanted } from "./trial-queries";
import styles from "./trials.module.css";
import type { Backtest, HitChange, RuleTrial } from "./types";

/** What the draft does otherwise: rule by rule, team by team, call by call. */
export function BacktestResult({ test }: { test: Backtest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [wanted, setWanted] = useState<CallsWanted>({ rule: null, change: null, sample: null });
  const { rules, totals, teams, agents } = test.summary;
  const changed = rules.filter(({ change }) => change !== "same");
  return (
    <>
      <p className={styles.note}>
        {t("backtests.scanned", {
          scanned: format.count(test.calls_scanned),
          done: format.count(test.calls_done),
        })}
      </p>
      {totals.calls > 0 && <TotalsLine totals={totals} />}
      <RuleTable
        rules={changed}
        onShow={(rule, change) => setWanted({ rule, change, sample: null })}
      />
      {teams.length + agents.length > 0 && <ScoreShift teams={teams} agents={agents} />}
      <BacktestCalls test={test} wanted={wanted} onWanted={setWanted} />
    </>
  );
}

interface TableProps {
  rules: readonly RuleTrial[];
  onShow: (rule: string, change: HitChange) => void;
}

const COLORS = {
  added: "success",
  removed: "error",
  changed: "processing",
  same: "default",
} as const;

function RuleTable({ rules, onShow }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (change: HitChange) => ({
    title: t(`backtests.${change}`),
    align: "right" as const,
    render: (_: unknown, rule: RuleTrial) => {
      const value = rule[change];
      if (value === null || value === undefined || value === 0) return format.count(value ?? 0);
      return (
        <button
          type="button"
          className={styles.count}
          data-change={change}
          aria-label={t("backtests.show_calls", {
            rule: rule.rule_name,
            change: t(`backtests.${change}`),
            n: value,
          })}
          onClick={() => onShow(rule.rule_key, change)}
        >
          {change === "new" ? "+" : change === "lost" ? "−" : ""}
          {format.count(value)}
        </button>
      );
    },
  });
  const columns: TableColumnsType<RuleTrial> = [
    {
      title: t("scorecards.rules"),
      render: (_, { rule_name, change }) => (
        <>
          {rule_name}{" "}
          <Tag color={COLORS[change]}>
            {change === "same" ? t("backtests.same") : t(`scorecards.change.${change}`)}
          </Tag>
        </>
      ),
    },
    count("new"),
    count("lost"),
    count("kept"),
    {
      title: <span title={t("backtests.precision_help")}>{t("backtests.precision")}</span>,
      render: (_, { precision, confirmed, rejected }) =>
        precision ? (
          <>
            {format.percent(precision.value)}{" "}
            <span className={styles.note}>
              {t("backtests.interval", {
                low: format.percent(precision.low),
                high: format.percent(precision.high),
                n: format.count(confirmed + rejected),
              })}
            </span>
          </>
        ) : (
          <span className={styles.note}>{t("backtests.no_reviews")}</span>
        ),
    },
  ];
  return (
    <Table<RuleTrial>
      aria-label={t("backtests.by_rule")}
      size="small"
      rowKey="rule_key"
      columns={columns}
      dataSource={[...rules]}
      pagination={false}
      scroll={{ x: "max-content" }}
      locale={{ emptyText: t("backtests.no_rule_changed") }}
    />
  );
}

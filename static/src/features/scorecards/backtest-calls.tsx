import { CaretRightOutlined, WarningFilled } from "@ant-design/icons";
import { Button, Empty, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { formatDuration, useFormat } from "../../lib/format";
import { type CallsWanted, useBacktestCalls } from "./trial-queries";
import styles from "./trials.module.css";
import type { Backtest, HitChange, TrialCall } from "./types";

const PAGE = 20;
const SAMPLE = 10;
const CHANGES = ["new", "lost", "kept"] as const satisfies HitChange[];

interface Props {
  test: Backtest;
  wanted: CallsWanted;
  onWanted: (wanted: CallsWanted) => void;
}

/** Calls that score otherwise, the most affected first, or some drawn by lot to listen to. */
export function BacktestCalls({ test, wanted, onWanted }: Props) {
  const { t } = useTranslation();
  const [limit, setLimit] = useState(PAGE);
  const calls = useBacktestCalls(test.id, wanted, limit, test.calls_done);
  const names = new Map(test.summary.rules.map(({ rule_key, rule_name }) => [rule_key, rule_name]));
  const set = (patch: Partial<CallsWanted>) => onWanted({ ...wanted, ...patch });
  return (
    <section className={styles.calls}>
      <header className={styles.bar}>
        <h2>{t("backtests.calls")}</h2>
        <Segmented
          size="small"
          value={wanted.sample ? "sample" : "affected"}
          options={(["affected", "sample"] as const).map((one) => ({
            value: one,
            label: t(`backtests.${one}`),
          }))}
          onChange={(one) => set({ sample: one === "sample" ? SAMPLE : null })}
        />
        <Select<string>
          size="small"
          allowClear
          aria-label={t("scorecards.rules")}
          placeholder={t("backtests.all_rules")}
          popupMatchSelectWidth={false}
          value={wanted.rule}
          options={test.summary.rules
            .filter(({ change }) => change !== "same")
            .map(({ rule_key, rule_name }) => ({ value: rule_key, label: rule_name }))}
          onChange={(rule) => set({ rule: rule ?? null })}
        />
        <Select<HitChange>
          size="small"
          allowClear
          aria-label={t("backtests.change")}
          placeholder={t("backtests.all_changes")}
          popupMatchSelectWidth={false}
          value={wanted.change}
          options={CHANGES.map((one) => ({ value: one, label: t(`backtests.${one}`) }))}
          onChange={(change) => set({ change: change ?? null })}
        />
      </header>
      {calls.isError && !calls.data && (
        <ProblemPanel error={calls.error} inline onRetry={calls.refetch} />
      )}
      {calls.isPending && <Placeholder height={120} />}
      {calls.data?.items.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("backtests.no_calls")} />
      )}
      <ul>
        {calls.data?.items.map((call) => (
          <CallRow key={call.call_id} call={call} names={names} />
        ))}
      </ul>
      {calls.data?.next && (
        <Button size="small" loading={calls.isFetching} onClick={() => setLimit(limit + PAGE)}>
          {t("backtests.more")}
        </Button>
      )}
    </section>
  );
}

function CallRow({ call, names }: { call: TrialCall; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li>
      <p className={styles.callHead}>
        <Link to={`/calls/${call.call_id}`} target="_blank">
          {format.dateTime(call.started_at)}
        </Link>
        <span>{[call.agent_name, call.team_name].filter(Boolean).join(" · ")}</span>
        <span className={styles.figures}>
          {call.fatal_before && <WarningFilled aria-label={t("call.hit_fatal")} />}
          {format.score(call.score_before)} →{" "}
          {call.fatal_after && <WarningFilled aria-label={t("call.hit_fatal")} />}
          <b>{format.score(call.score_after)}</b>
        </span>
      </p>
      {call.changes.map(({ rule_key, change, places }) => (
        <p key={`${rule_key} ${change}`} className={styles.hitLine} data-change={change}>
          <b>{t(`backtests.${change}`)}</b> {names.get(rule_key) ?? rule_key}
          {places.slice(0, 3).map((place) => (
            <Link
              key={`${place.start_s} ${place.char_start}`}
              to={`/calls/${call.call_id}?t=${place.start_s.toFixed(1)}`}
              target="_blank"
            >
              <CaretRightOutlined /> {formatDuration(place.start_s)} {place.quote}
            </Link>
          ))}
        </p>
      ))}
    </li>
  );
}

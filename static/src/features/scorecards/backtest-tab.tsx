import { ExperimentOutlined } from "@ant-design/icons";
import { Button, Empty, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { BacktestResult } from "./backtest-result";
import { TrialFilter, useFirstPeriod } from "./trial-filter";
import { TrialProgress } from "./trial-progress";
import { isMoving, useBacktests, useCancelBacktest, useStartBacktest } from "./trial-queries";
import styles from "./trials.module.css";
import type { Backtest, Scorecard, Version } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  card: Scorecard | null;
  stored: Version;
  draft: Draft;
}

/** Whom the draft would have hit on calls that are over. No score changes. */
export function BacktestTab({ card, stored, draft }: Props) {
  const { t } = useTranslation();
  const first = useFirstPeriod();
  const [period, setPeriod] = useState(first);
  const [chosen, setChosen] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const tests = useBacktests(stored.scorecard_id);
  const start = useStartBacktest();
  const items = tests.data?.items ?? [];
  const shown = items.find(({ id }) => id === chosen) ?? items[0];
  const busy = items.some(({ state }) => isMoving(state));
  if (card?.published_version == null)
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("backtests.nothing_to_compare")} />
    );

  async function begin() {
    setSaving(true);
    const isSaved = await draft.saveNow();
    setSaving(false);
    if (!isSaved) return;
    const { scorecard_id, number } = stored;
    start.mutate({ ...period, scorecard_id, number }, { onSuccess: ({ id }) => setChosen(id) });
  }

  return (
    <div className={styles.trials}>
      <p className={styles.note}>{t("backtests.help", { number: card.published_version })}</p>
      <div className={styles.bar}>
        <TrialFilter value={period} onChange={setPeriod} />
        <Button
          type="primary"
          icon={<ExperimentOutlined />}
          loading={saving || start.isPending}
          disabled={busy}
          onClick={begin}
        >
          {t("backtests.start")}
        </Button>
      </div>
      {draft.state === "invalid" && <p className={styles.note}>{t("scorecards.save.invalid")}</p>}
      {start.isError && <ProblemPanel error={start.error} inline />}
      {tests.isError && !tests.data && (
        <ProblemPanel error={tests.error} inline onRetry={tests.refetch} />
      )}
      {tests.isPending && <Placeholder height={160} />}
      {tests.data && !shown && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("backtests.none")} />
      )}
      {shown && items.length > 1 && <History items={items} value={shown.id} onChange={setChosen} />}
      {shown && <Shown test={shown} />}
    </div>
  );
}

function Shown({ test }: { test: Backtest }) {
  const cancel = useCancelBacktest();
  return (
    <>
      <TrialProgress
        trial={test}
        cancelling={cancel.isPending}
        onCancel={() => cancel.mutate(test.id)}
      />
      {cancel.isError && <ProblemPanel error={cancel.error} inline />}
      {test.calls_done > 0 && <BacktestResult key={test.id} test={test} />}
    </>
  );
}

interface HistoryProps {
  items: readonly Backtest[];
  value: string;
  onChange: (id: string) => void;
}

function History({ items, value, onChange }: HistoryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Select<string>
      size="small"
      aria-label={t("backtests.history")}
      value={value}
      options={items.map((one) => ({
        value: one.id,
        label: t("backtests.run_name", {
          time: format.dateTime(one.created_at),
          number: one.number ?? "–",
          against: one.against_number,
          from: one.from_date,
          until: one.until_date,
        }),
      }))}
      onChange={onChange}
    />
  );
}

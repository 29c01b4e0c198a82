import { Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { RescoreDialog } from "./rescore-dialog";
import { ScoreShift } from "./score-shift";
import styles from "./scorecards.module.css";
import { TotalsLine } from "./totals-line";
import { TrialProgress } from "./trial-progress";
import { useAdoptRescore, useCancelRescore, useRescores } from "./trial-queries";
import trialStyles from "./trials.module.css";
import type { Rescore, Version } from "./types";

interface Props {
  cardId: string;
  versions: readonly Version[];
}

/** Periods scored with another version, beside the scores that calls have. */
export function RescorePanel({ cardId, versions }: Props) {
  const { t } = useTranslation();
  const runs = useRescores(cardId);
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const usable = versions.filter(({ state }) => state !== "draft");
  return (
    <section className={styles.panel}>
      <h2>{t("backtests.rescores")}</h2>
      <p className={styles.note}>{t("backtests.rescores_help")}</p>
      {runs.isError && !runs.data && (
        <ProblemPanel error={runs.error} inline onRetry={runs.refetch} />
      )}
      <ul className={styles.versions}>
        {runs.data?.items.map((run) => (
          <Run
            key={run.id}
            run={run}
            open={open === run.id}
            onOpen={() => setOpen(open === run.id ? null : run.id)}
          />
        ))}
      </ul>
      {usable.length > 0 && (
        <Button size="small" onClick={() => setAsking(true)}>
          {t("backtests.rescore")}
        </Button>
      )}
      {asking && (
        <RescoreDialog cardId={cardId} versions={usable} onClose={() => setAsking(false)} />
      )}
    </section>
  );
}

function Run({ run, open, onOpen }: { run: Rescore; open: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useCancelRescore();
  const { teams, agents, totals } = run.summary;
  return (
    <li>
      <p className={styles.versionLine}>
        <button type="button" className={trialStyles.link} aria-expanded={open} onClick={onOpen}>
          {run.name}
        </button>
        <Tag>v{run.number}</Tag>
        {run.adopted_at && (
          <Tag color="success">
            {t("backtests.adopted", { time: format.dateTime(run.adopted_at) })}
          </Tag>
        )}
        <span className={styles.note}>
          {t("scorecards.period_both", { from: run.from_date, until: run.until_date })}
        </span>
      </p>
      <TrialProgress
        trial={run}
        cancelling={cancel.isPending}
        onCancel={() => cancel.mutate(run.id)}
      />
      {open && totals.calls > 0 && (
        <>
          <TotalsLine totals={totals} />
          <ScoreShift teams={teams} agents={agents} />
        </>
      )}
      {run.state === "done" && !run.adopted_at && <Adopt run={run} />}
    </li>
  );
}

/** Asks first: boards and reports count from these scores then. */
function Adopt({ run }: { run: Rescore }) {
  const { t } = useTranslation();
  const format = useFormat();
  const adopt = useAdoptRescore();
  return (
    <div>
      <Popconfirm
        title={t("backtests.adopt_ask", {
          name: run.name,
          n: format.count(run.summary.totals.calls),
        })}
        description={t("backtests.adopt_help")}
        okText={t("backtests.adopt")}
        cancelText={t("backtests.not_adopt")}
        onConfirm={() => adopt.mutate(run.id)}
      >
        <Button size="small" loading={adopt.isPending}>
          {t("backtests.adopt")}
        </Button>
      </Popconfirm>
      {adopt.isError && <ProblemPanel error={adopt.error} inline />}
    </div>
  );
}

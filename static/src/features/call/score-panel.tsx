import type { UseQueryResult } from "@tanstack/react-query";
import { Empty } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail, Evaluation } from "../../lib/api";
import styles from "./call.module.css";
import { isHeard, isScoring, wasNeverAnswered } from "./queries";
import { ScoreLines } from "./score-lines";
import { ScoreSum } from "./score-sum";
import { VersionSwitch } from "./version-switch";

interface Props {
  call: CallDetail;
  evaluations: UseQueryResult<{ items: Evaluation[] }>;
  evaluation: Evaluation | undefined;
  onChoose: (id: string) => void;
  onPlay: (second: number) => void;
}

export function ScorePanel({ call, evaluations, evaluation, onChoose, onPlay }: Props) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel} aria-labelledby="score">
      <div className={styles.panelHead}>
        <h2 id="score">{t("score.title")}</h2>
        {evaluation && evaluations.data && (
          <VersionSwitch
            evaluations={evaluations.data.items}
            chosen={evaluation}
            onChoose={onChoose}
          />
        )}
      </div>
      {evaluation ? (
        <div className={styles.scrolls}>
          <ScoreSum evaluation={evaluation} onPlay={onPlay} />
          <ScoreLines lines={evaluation.lines} onPlay={onPlay} />
        </div>
      ) : (
        <NoScore call={call} evaluations={evaluations} />
      )}
    </section>
  );
}

function NoScore({ call, evaluations }: Pick<Props, "call" | "evaluations">) {
  const { t } = useTranslation();
  if (evaluations.isError)
    return <ProblemPanel error={evaluations.error} onRetry={evaluations.refetch} />;
  if (isHeard(call) && evaluations.isPending)
    return (
      <div className={styles.loading} aria-busy="true">
        <Placeholder height={64} />
        <Placeholder height={200} />
      </div>
    );
  const [sentence, help] = why();
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {sentence}
          <br />
          {help}
        </>
      }
    />
  );

  function why(): [string, string] {
    if (wasNeverAnswered(call)) return [t("score.not_connected"), ""];
    if (!isHeard(call)) return [t("score.none"), t("score.after_transcript")];
    if (isScoring(call, evaluations.data?.items)) return [t("score.scoring"), ""];
    return [t("score.no_scorecard"), t("score.no_scorecard_help")];
  }
}

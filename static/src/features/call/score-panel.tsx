import type { UseQueryResult } from "@tanstack/react-query";
import { Empty } from "antd";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import { isHeard, isScoring, wasNeverAnswered } from "../../components/call/queries";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail, Evaluation, TranscriptSummary } from "../../lib/api";
import { ScoreLines } from "./score-lines";
import { ScoreSum } from "./score-sum";

interface Props {
  call: CallDetail;
  evaluations: UseQueryResult<{ items: Evaluation[] }>;
  evaluation: Evaluation | undefined;
  /** The one whose score is wanted. */
  transcript: TranscriptSummary | undefined;
  onPlay: (second: number) => void;
}

export function ScorePanel({ evaluation, onPlay, ...rest }: Props) {
  if (!evaluation) return <NoScore {...rest} />;
  return (
    <div className={styles.scrolls}>
      <ScoreSum evaluation={evaluation} onPlay={onPlay} />
      <ScoreLines evaluation={evaluation} onPlay={onPlay} />
    </div>
  );
}

function NoScore({ call, evaluations, transcript }: Omit<Props, "evaluation" | "onPlay">) {
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
    const made = evaluations.data?.items ?? [];
    if (wasNeverAnswered(call)) return [t("score.not_connected"), ""];
    if (!isHeard(call)) return [t("score.none"), t("score.after_transcript")];
    if (isScoring(transcript, made)) return [t("score.scoring"), ""];
    if (made.length > 0) return [t("versions.not_scored"), t("versions.not_scored_help")];
    return [t("score.no_scorecard"), t("score.no_scorecard_help")];
  }
}

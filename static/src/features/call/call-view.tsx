import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { CallDetail } from "../../lib/api";
import { useCan } from "../../lib/session";
import styles from "./call.module.css";
import { Deck } from "./deck";
import { Facts } from "./facts";
import { createPlayer } from "./player";
import { useEvaluations, useTranscript } from "./queries";
import { RecordingStatus } from "./recording-status";
import { ScorePanel } from "./score-panel";
import { TranscriptPanel } from "./transcript-panel";
import { useCallKeys } from "./use-call-keys";

const NO_HITS: never[] = [];

/** A call: its facts, its sound, what was said and what that was worth. */
export function CallView({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [player] = useState(createPlayer);
  const mayListen = useCan("calls:listen");
  const transcript = useTranscript(call);
  const evaluations = useEvaluations(call);

  const made = evaluations.data?.items;
  const evaluation = made?.find(({ id }) => id === params.get("evaluation")) ?? made?.[0];
  const hits = evaluation?.hits ?? NO_HITS;
  useCallKeys(player, hits);

  function choose(id: string) {
    setParams(
      (before) => {
        before.set("evaluation", id);
        return before;
      },
      { replace: true },
    );
  }

  return (
    <div className={styles.page}>
      <title>{`${call.agent_name ?? t("call.nobody")} · ${t("call.title")} · ${t("app.name")}`}</title>
      <Facts call={call} />
      <RecordingStatus call={call} />
      {call.recording && mayListen && (
        <Deck
          call={call}
          player={player}
          hits={hits}
          utterances={transcript.data?.utterances ?? NO_HITS}
        />
      )}
      {!mayListen && <p className={styles.note}>{t("player.no_listen")}</p>}
      <div className={styles.columns}>
        <TranscriptPanel
          call={call}
          transcript={transcript}
          hits={evaluation?.transcript_id === transcript.data?.id ? hits : NO_HITS}
          outdated={Boolean(evaluation && evaluation.transcript_id !== transcript.data?.id)}
          player={player}
        />
        <ScorePanel
          call={call}
          evaluations={evaluations}
          evaluation={evaluation}
          onChoose={choose}
          onPlay={player.playFrom}
        />
      </div>
    </div>
  );
}

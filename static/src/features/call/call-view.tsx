import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import type { CallDetail } from "../../lib/api";
import { type Shortcut, useShortcuts } from "../../lib/keys";
import { useCan } from "../../lib/session";
import styles from "./call.module.css";
import { Deck } from "./deck";
import { Facts } from "./facts";
import { nextHit, previousHit } from "./marks";
import { createPlayer } from "./player";
import { useEvaluations, useTranscript } from "./queries";
import { RecordingStatus } from "./recording-status";
import { ScorePanel } from "./score-panel";
import { TranscriptPanel } from "./transcript-panel";

const STEP_S = 5;
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

function useCallKeys(
  player: ReturnType<typeof createPlayer>,
  hits: Parameters<typeof nextHit>[0],
): void {
  const shortcuts = useMemo<Shortcut[]>(() => {
    const jump = (find: typeof nextHit) => {
      const hit = find(hits, player.time_s());
      if (hit) player.playFrom(hit.start_s);
    };
    return [
      { keys: [" "], label: "play", run: player.toggle },
      { keys: ["j"], label: "next_hit", run: () => jump(nextHit) },
      { keys: ["k"], label: "previous_hit", run: () => jump(previousHit) },
      { keys: ["ArrowLeft"], label: "back", run: () => player.skip(-STEP_S) },
      { keys: ["ArrowRight"], label: "forward", run: () => player.skip(STEP_S) },
      { keys: ["["], label: "slower", run: () => player.shiftSpeed(-1) },
      { keys: ["]"], label: "faster", run: () => player.shiftSpeed(1) },
    ];
  }, [player, hits]);
  useShortcuts(shortcuts);
}

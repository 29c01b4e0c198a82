import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import { Deck } from "../../components/call/deck";
import { Facts } from "../../components/call/facts";
import { createPlayer } from "../../components/call/player";
import {
  useAcoustics,
  useEvaluations,
  useTranscript,
  useTranscripts,
} from "../../components/call/queries";
import { RecordingStatus } from "../../components/call/recording-status";
import type { CallDetail } from "../../lib/api";
import { useCan } from "../../lib/session";
import { ResultPanel } from "./result-panel";
import { TranscriptPanel } from "./transcript-panel";
import { useCallKeys } from "./use-call-keys";
import { useChosen } from "./use-chosen";

const Compare = lazy(() => import("./compare"));

const NOTHING: never[] = [];

/** A call: its facts, its sound, what was said and what that was worth. */
export function CallView({ call }: { call: CallDetail }) {
  const { t } = useTranslation();
  const [player] = useState(createPlayer);
  const mayListen = useCan("calls:listen");
  const transcripts = useTranscripts(call);
  const versions = transcripts.data?.items ?? NOTHING;
  const evaluations = useEvaluations(call, versions[0]);
  const chosen = useChosen(versions, evaluations.data?.items ?? NOTHING);
  const transcript = useTranscript(call, chosen.transcript?.id);
  const acoustics = useAcoustics(call, chosen.transcript?.id);
  const hits = chosen.evaluation?.hits ?? NOTHING;
  useCallKeys(player, hits, chosen);

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
          utterances={transcript.data?.utterances ?? NOTHING}
          acoustics={acoustics.data ?? null}
        />
      )}
      {!mayListen && <p className={styles.note}>{t("player.no_listen")}</p>}
      <div className={styles.columns}>
        <TranscriptPanel
          call={call}
          versions={transcripts}
          transcript={transcript}
          evaluations={evaluations.data?.items ?? NOTHING}
          chosen={chosen}
          player={player}
        />
        <ResultPanel
          call={call}
          versions={versions}
          evaluations={evaluations}
          acoustics={acoustics}
          chosen={chosen}
          onPlay={player.playFrom}
        />
      </div>
      {chosen.compare !== null && versions.length > 1 && (
        <Suspense>
          <Compare call={call} versions={versions} chosen={chosen} onPlay={player.playFrom} />
        </Suspense>
      )}
    </div>
  );
}

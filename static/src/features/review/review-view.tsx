import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import styles from "../../components/call/call.module.css";
import { Deck } from "../../components/call/deck";
import { MarkingContext } from "../../components/call/marking";
import { createPlayer } from "../../components/call/player";
import { useAcoustics, useTranscript } from "../../components/call/queries";
import { RecordingStatus } from "../../components/call/recording-status";
import type { CallDetail } from "../../lib/api";
import { setPreferences, usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { DeskHead } from "./desk-head";
import { fieldId } from "./feedback";
import { FinaliseDialog } from "./finalise-dialog";
import deskStyles from "./review.module.css";
import { ReviewPanel } from "./review-panel";
import { SaveTrouble } from "./save-word";
import { SkipSilence } from "./skip-silence";
import { TranscriptSide } from "./transcript-side";
import type { Review } from "./types";
import { useActiveTime } from "./use-active-time";
import { useDesk } from "./use-desk";
import { useDeskKeys } from "./use-desk-keys";
import { useFinalising } from "./use-finalising";
import { useMarking } from "./use-marking";
import { usePicking } from "./use-picking";
import { usePresence } from "./use-presence";
import { useReportedTime } from "./use-reported-time";
import { useSaving } from "./use-saving";
import { useSkipSilence } from "./use-skip-silence";

const NOTHING: never[] = [];

interface Props {
  call: CallDetail;
  first: Review;
  /** It is somebody's own draft. */
  editable: boolean;
}

/** The desk: sound and words of a call, and everything that a reviewer says of them. */
export function ReviewView({ call, first, editable: own }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [player] = useState(createPlayer);
  const mayListen = useCan("calls:listen");
  const { skip_silence } = usePreferences();
  const saving = useSaving(first);
  const { review } = saving;
  const editable = own && review.state === "draft";
  const transcript = useTranscript(call, review.transcript_id);
  const acoustics = useAcoustics(call, review.transcript_id);
  const utterances = transcript.data?.utterances ?? NOTHING;
  const desk = useDesk({ saving, editable, player });
  const picking = usePicking(desk, player, utterances);
  const working = useActiveTime(first.active_s, player, editable);
  const presence = usePresence(call.id, saving);
  const finalising = useFinalising(desk, working);
  useReportedTime(saving, working, editable);
  useSkipSilence(player, skip_silence, acoustics.data ?? null, utterances);
  const marking = useMarking(desk, picking, call);

  function skipSilence() {
    setPreferences({ skip_silence: !skip_silence });
    desk.say(t(skip_silence ? "review.said.skip_off" : "review.said.skip_on"));
  }

  function comment() {
    player.pause();
    desk.setMode({ kind: "comment", at_s: player.time_s(), id: null });
  }

  useDeskKeys({
    ...{ desk, picking, player, comment, skipSilence },
    write: (field) => document.getElementById(fieldId(field))?.focus(),
    finalise: finalising.ask,
  });

  return (
    <div className={styles.page}>
      <title>{`${t("review.title")} · ${call.agent_name ?? t("call.nobody")} · ${t("app.name")}`}</title>
      <DeskHead call={call} desk={desk} working={working} presence={presence} />
      <SaveTrouble saving={saving} />
      <RecordingStatus call={call} />
      <MarkingContext value={marking}>
        {call.recording && mayListen && (
          <Deck
            call={call}
            player={player}
            hits={desk.hits.map(({ hit }) => hit)}
            utterances={utterances}
            acoustics={acoustics.data ?? null}
            onJump={desk.jump}
          >
            <SkipSilence />
          </Deck>
        )}
        {!mayListen && <p className={styles.note}>{t("player.no_listen")}</p>}
        <div className={deskStyles.columns}>
          <TranscriptSide call={call} desk={desk} transcript={transcript} player={player} />
          <ReviewPanel
            call={call}
            desk={desk}
            player={player}
            finalising={finalising}
            onComment={comment}
            onSuperseded={(draft) => navigate(`?review=${draft.id}`)}
          />
        </div>
      </MarkingContext>
      {finalising.asking && (
        <FinaliseDialog
          desk={desk}
          active_s={working.active_s}
          next={finalising.asking === "next"}
          onFinalise={finalising.finalise}
          onClose={finalising.close}
        />
      )}
      <p role="status" className="visually-hidden">
        {desk.said}
      </p>
    </div>
  );
}

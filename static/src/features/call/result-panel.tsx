import type { UseQueryResult } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import type { Acoustics, CallDetail, Evaluation, TranscriptSummary } from "../../lib/api";
import { QueueButton } from "./queue-button";
import { ReviewLink } from "./review-link";
import { ScorePanel } from "./score-panel";
import { SoundPanel } from "./sound-panel";
import type { ChosenAndChange } from "./use-chosen";
import { VersionSwitch } from "./version-switch";

interface Props {
  call: CallDetail;
  versions: readonly TranscriptSummary[];
  evaluations: UseQueryResult<{ items: Evaluation[] }>;
  acoustics: UseQueryResult<Acoustics | null>;
  chosen: ChosenAndChange;
  onPlay: (second: number) => void;
}

/** What the call was worth, or what was measured of its sound. */
export function ResultPanel({ call, versions, evaluations, acoustics, chosen, onPlay }: Props) {
  const { t } = useTranslation();
  const { panel, evaluation, transcript, change } = chosen;
  return (
    <section
      className={styles.panel}
      aria-label={panel === "score" ? t("score.title") : t("sound.title")}
    >
      <div className={styles.panelHead} data-wraps>
        <Segmented<"score" | "sound">
          size="small"
          aria-label={t("keys.panel")}
          value={panel}
          onChange={(wanted) => change({ panel: wanted === "sound" ? wanted : null })}
          options={[
            { value: "score", label: t("score.title") },
            { value: "sound", label: t("sound.title") },
          ]}
        />
        <ReviewLink callId={call.id} />
        <QueueButton call={call} />
        {panel === "score" && evaluation && evaluations.data && (
          <VersionSwitch
            evaluations={evaluations.data.items}
            versions={versions}
            chosen={evaluation}
            onChoose={(id) => change({ evaluation: id, transcript: null })}
          />
        )}
      </div>
      {panel === "score" ? (
        <ScorePanel
          call={call}
          evaluations={evaluations}
          evaluation={evaluation}
          transcript={transcript}
          onPlay={onPlay}
        />
      ) : (
        <SoundPanel call={call} acoustics={acoustics} onPlay={onPlay} />
      )}
    </section>
  );
}

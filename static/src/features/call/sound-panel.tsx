import type { UseQueryResult } from "@tanstack/react-query";
import { Empty } from "antd";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import { isHeard, wasNeverAnswered } from "../../components/call/queries";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Acoustics, CallDetail } from "../../lib/api";
import { SpeakerFigures } from "./speaker-figures";
import { TalkShares } from "./talk-shares";
import { WholeFigures } from "./whole-figures";

interface Props {
  call: CallDetail;
  acoustics: UseQueryResult<Acoustics | null>;
  onPlay: (second: number) => void;
}

/** What was measured of the sound; every figure says how, and leads to its seconds. */
export function SoundPanel({ call, acoustics, onPlay }: Props) {
  const { data } = acoustics;
  if (!data) return <NoSound call={call} acoustics={acoustics} />;
  return (
    <div className={styles.scrolls}>
      <TalkShares acoustics={data} />
      <SpeakerFigures acoustics={data} onPlay={onPlay} />
      <WholeFigures acoustics={data} onPlay={onPlay} />
    </div>
  );
}

function NoSound({ call, acoustics }: Omit<Props, "onPlay">) {
  const { t } = useTranslation();
  if (acoustics.isError)
    return <ProblemPanel error={acoustics.error} onRetry={acoustics.refetch} />;
  if (isHeard(call) && acoustics.isPending)
    return (
      <div className={styles.loading} aria-busy="true">
        <Placeholder height={48} />
        <Placeholder height={240} />
      </div>
    );
  return (
    <Empty
      image={Empty.PRESENTED_IMAGE_SIMPLE}
      description={
        <>
          {sentence()}
          <br />
          {help()}
        </>
      }
    />
  );

  function sentence() {
    return wasNeverAnswered(call) ? t("recording.not_connected") : t("sound.none");
  }

  function help() {
    if (wasNeverAnswered(call)) return "";
    return isHeard(call) ? t("sound.none_help") : t("sound.after_transcript");
  }
}

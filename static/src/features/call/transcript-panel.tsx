import type { UseQueryResult } from "@tanstack/react-query";
import { Checkbox, Empty } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail, Hit, Transcript } from "../../lib/api";
import { hasStatus } from "../../lib/problem";
import styles from "./call.module.css";
import { hasDoubtful } from "./pieces";
import type { Player } from "./player";
import { isHeard, wasNeverAnswered } from "./queries";
import { Turns } from "./turns";

const ROWS = [0, 1, 2, 3, 4, 5];

interface Props {
  call: CallDetail;
  transcript: UseQueryResult<Transcript>;
  hits: readonly Hit[];
  /** The chosen score rests on another transcript than the one shown. */
  outdated: boolean;
  player: Player;
}

export function TranscriptPanel({ call, transcript, hits, outdated, player }: Props) {
  const { t } = useTranslation();
  const [following, setFollowing] = useState(true);
  const { data } = transcript;
  return (
    <section className={styles.panel} aria-labelledby="transcript">
      <div className={styles.panelHead}>
        <h2 id="transcript">{t("call.transcript")}</h2>
        {data && (
          <span className={styles.note}>{t("call.transcript_of", { model: data.model })}</span>
        )}
        {data && (
          <Checkbox
            className={styles.follow}
            checked={following}
            onChange={(event) => setFollowing(event.target.checked)}
          >
            {t("call.follow")}
          </Checkbox>
        )}
      </div>
      {data && outdated && <p className={styles.note}>{t("call.hits_of_old")}</p>}
      {data && data.utterances.length > 0 ? (
        <>
          <Turns utterances={data.utterances} hits={hits} player={player} following={following} />
          {hasDoubtful(data.utterances) && (
            <p className={styles.legend}>
              <span className={styles.doubtful}>{t("call.doubtful_sample")}</span>{" "}
              {t("call.doubtful_legend")}
            </p>
          )}
        </>
      ) : (
        <NoTurns call={call} transcript={transcript} />
      )}
    </section>
  );
}

function NoTurns({ call, transcript }: Pick<Props, "call" | "transcript">) {
  const { t } = useTranslation();
  if (transcript.isError && !hasStatus(transcript.error, 404))
    return <ProblemPanel error={transcript.error} onRetry={transcript.refetch} />;
  if (isHeard(call) && transcript.isPending)
    return (
      <div className={styles.loading} aria-busy="true">
        {ROWS.map((row) => (
          <Placeholder key={row} height={40} />
        ))}
      </div>
    );
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={sentence()} />;

  function sentence() {
    if (wasNeverAnswered(call)) return t("call.transcript_not_connected");
    if (!call.recording) return t("call.transcript_no_recording");
    if (call.recording.state === "set_aside") return t("call.transcript_set_aside");
    return isHeard(call) ? t("call.transcript_none") : t("call.transcript_pending");
  }
}

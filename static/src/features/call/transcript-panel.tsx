import type { UseQueryResult } from "@tanstack/react-query";
import { Empty } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import styles from "../../components/call/call.module.css";
import { hasDoubtful } from "../../components/call/pieces";
import type { Player } from "../../components/call/player";
import { isHeard, wasNeverAnswered } from "../../components/call/queries";
import { Turns } from "../../components/call/turns";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail, Evaluation, Transcript, TranscriptSummary } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { hasStatus } from "../../lib/problem";
import { SwapNotice } from "./swap-notice";
import { TranscriptHead } from "./transcript-head";
import type { ChosenAndChange } from "./use-chosen";

const ROWS = [0, 1, 2, 3, 4, 5];
const NOTHING: never[] = [];

interface Props {
  call: CallDetail;
  versions: UseQueryResult<{ items: TranscriptSummary[] }>;
  transcript: UseQueryResult<Transcript>;
  evaluations: readonly Evaluation[];
  chosen: ChosenAndChange;
  player: Player;
}

export function TranscriptPanel(props: Props) {
  const { call, versions, transcript, evaluations, chosen, player } = props;
  const { t } = useTranslation();
  const { show_doubtful } = usePreferences();
  const [following, setFollowing] = useState(true);
  const [asking, setAsking] = useState(false);
  const { data } = transcript;
  const all = versions.data?.items ?? NOTHING;
  return (
    <section className={styles.panel} aria-labelledby="transcript">
      <TranscriptHead
        call={call}
        versions={all}
        transcript={data}
        chosen={chosen}
        following={following}
        onFollow={setFollowing}
        onSwap={() => setAsking(true)}
      />
      <SwapNotice
        call={call}
        versions={all}
        transcript={data}
        evaluations={evaluations}
        chosen={chosen}
        asking={asking}
        onAsk={setAsking}
      />
      {data && data.utterances.length + data.left_out.length > 0 ? (
        <>
          <Turns
            utterances={data.utterances}
            leftOut={data.left_out}
            hits={chosen.evaluation?.hits ?? NOTHING}
            player={player}
            following={following}
          />
          {show_doubtful && hasDoubtful(data.utterances) && (
            <p className={styles.legend}>
              <span className={styles.doubtful}>{t("call.doubtful_sample")}</span>{" "}
              {t("call.doubtful_legend")}
            </p>
          )}
        </>
      ) : (
        <NoTurns call={call} versions={versions} transcript={transcript} />
      )}
    </section>
  );
}

function NoTurns({ call, versions, transcript }: Pick<Props, "call" | "versions" | "transcript">) {
  const { t } = useTranslation();
  const broken = [versions, transcript].find(
    ({ isError, error }) => isError && !hasStatus(error, 404),
  );
  if (broken) return <ProblemPanel error={broken.error} onRetry={broken.refetch} />;
  if (isHeard(call) && (versions.isPending || transcript.isFetching))
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
    if (isHeard(call)) return t("call.transcript_none");
    if (call.recording.state === "set_aside") return t("call.transcript_set_aside");
    return t("call.transcript_pending");
  }
}

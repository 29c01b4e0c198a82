import { SwapOutlined } from "@ant-design/icons";
import type { UseQueryResult } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Empty, Modal } from "antd";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useSwapSpeakers } from "../../components/call/actions";
import styles from "../../components/call/call.module.css";
import { hasDoubtful } from "../../components/call/pieces";
import type { Player } from "../../components/call/player";
import { Turns } from "../../components/call/turns";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail, Transcript } from "../../lib/api";
import { setPreferences, usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import type { Desk } from "./use-desk";

const ROWS = [0, 1, 2, 3, 4, 5];

interface Props {
  call: CallDetail;
  desk: Desk;
  transcript: UseQueryResult<Transcript>;
  player: Player;
}

/** What was said, in the words that the review is about; it follows the sound. */
export function TranscriptSide({ call, desk, transcript, player }: Props) {
  const { t } = useTranslation();
  const { show_doubtful } = usePreferences();
  const [following, setFollowing] = useState(true);
  const panel = useRef<HTMLElement>(null);
  const { data } = transcript;
  const choosing = desk.mode.kind === "pick" || desk.mode.kind === "words";

  // biome-ignore lint/correctness/useExhaustiveDependencies: each step of choosing shows its words
  useEffect(() => {
    if (choosing)
      panel.current?.querySelector("[data-picked]")?.scrollIntoView({ block: "nearest" });
  }, [choosing, desk.mode]);

  return (
    <section ref={panel} className={styles.panel} aria-labelledby="transcript">
      <div className={styles.panelHead}>
        <h2 id="transcript">{t("call.transcript")}</h2>
        <div className={styles.tools}>
          <Checkbox
            checked={show_doubtful}
            onChange={({ target }) => setPreferences({ show_doubtful: target.checked })}
          >
            {t("versions.show_doubtful")}
          </Checkbox>
          <Checkbox checked={following} onChange={({ target }) => setFollowing(target.checked)}>
            {t("call.follow")}
          </Checkbox>
          {data && <SwapSpeakers call={call} transcript={data} />}
        </div>
      </div>
      {data && data.utterances.length > 0 ? (
        <>
          <Turns
            utterances={data.utterances}
            leftOut={data.left_out}
            hits={desk.hits.map(({ hit }) => hit)}
            player={player}
            following={following && !choosing}
          />
          {show_doubtful && hasDoubtful(data.utterances) && (
            <p className={styles.legend}>
              <span className={styles.doubtful}>{t("call.doubtful_sample")}</span>{" "}
              {t("call.doubtful_legend")}
            </p>
          )}
        </>
      ) : (
        <NoWords transcript={transcript} />
      )}
    </section>
  );
}

function NoWords({ transcript }: Pick<Props, "transcript">) {
  const { t } = useTranslation();
  if (transcript.isError)
    return <ProblemPanel error={transcript.error} onRetry={transcript.refetch} />;
  if (transcript.isPending)
    return (
      <div className={styles.loading} aria-busy="true">
        {ROWS.map((row) => (
          <Placeholder key={row} height={40} />
        ))}
      </div>
    );
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("call.transcript_none")} />;
}

/** A swap makes a new transcript and a new score; this review stays with the old ones. */
function SwapSpeakers({ call, transcript }: { call: CallDetail; transcript: Transcript }) {
  const { t } = useTranslation();
  const mayCorrect = useCan("transcripts:correct");
  const swap = useSwapSpeakers(call);
  const [asking, setAsking] = useState(false);
  const mixed = transcript.utterances.every(({ channel }) => channel === "mixed");
  if (!mayCorrect || mixed) return null;

  function confirm() {
    setAsking(false);
    swap.mutate(transcript.id);
  }

  return (
    <>
      <Button size="small" icon={<SwapOutlined />} onClick={() => setAsking(true)}>
        {t("swap.action")}
      </Button>
      <Modal
        open={asking}
        title={t("swap.ask")}
        okText={t("swap.confirm")}
        cancelText={t("swap.cancel")}
        onOk={confirm}
        onCancel={() => setAsking(false)}
      >
        <p>{t("swap.ask_help")}</p>
        <p>{t("review.swap_help")}</p>
      </Modal>
      {swap.isSuccess && <Alert type="info" showIcon title={t("review.swapped")} />}
      {swap.isError && <ProblemPanel error={swap.error} inline />}
    </>
  );
}

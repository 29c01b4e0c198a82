import { SwapOutlined } from "@ant-design/icons";
import { Alert, Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSwapSpeakers } from "../../components/call/actions";
import styles from "../../components/call/call.module.css";
import { isScoring } from "../../components/call/queries";
import { ProblemPanel } from "../../components/problem-panel";
import type { CallDetail, Evaluation, Swap, Transcript, TranscriptSummary } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import type { ChosenAndChange } from "./use-chosen";

/** Nothing is ever certain by what was said. */
const NEARLY_SURE = 0.99;

interface Props {
  call: CallDetail;
  versions: readonly TranscriptSummary[];
  /** Absent while it is being read. */
  transcript: Transcript | undefined;
  evaluations: readonly Evaluation[];
  chosen: ChosenAndChange;
  /** Whether the reader is being asked; asking is done here, whoever starts it. */
  asking: boolean;
  onAsk: (asking: boolean) => void;
}

/** That the speakers may be swapped, swapping them, and what came of it. */
export function SwapNotice(props: Props) {
  const { call, versions, transcript, evaluations, chosen, asking, onAsk } = props;
  const { t } = useTranslation();
  const mayCorrect = useCan("transcripts:correct");
  const swap = useSwapSpeakers(call);
  const [before, setBefore] = useState<Evaluation | undefined>();
  const newest = versions[0];
  const suspected = transcript && transcript.id === newest?.id ? transcript.swap : null;
  const done = swap.data && newest?.id === swap.data.id ? newest : undefined;

  async function confirm() {
    setBefore(chosen.evaluation);
    onAsk(false);
    if (!newest) return;
    await swap.mutateAsync(newest.id).catch(() => undefined);
    chosen.change({ transcript: null, evaluation: null });
  }

  return (
    <>
      {suspected && !done && (
        <Suspected swap={suspected} onSwap={mayCorrect ? () => onAsk(true) : undefined} />
      )}
      {done && (
        <Swapped
          scoring={isScoring(done, evaluations)}
          before={before}
          after={evaluations.find(({ transcript_id }) => transcript_id === done.id)}
          onUndo={confirm}
          undoing={swap.isPending}
          onClose={swap.reset}
        />
      )}
      {swap.isError && <ProblemPanel error={swap.error} inline />}
      <Modal
        open={asking}
        title={t("swap.ask")}
        okText={t("swap.confirm")}
        cancelText={t("swap.cancel")}
        okButtonProps={{ icon: <SwapOutlined /> }}
        confirmLoading={swap.isPending}
        onOk={confirm}
        onCancel={() => onAsk(false)}
      >
        {t("swap.ask_help")}
      </Modal>
    </>
  );
}

function Suspected({ swap, onSwap }: { swap: Swap; onSwap: (() => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const percentOf = (likelihood: number) =>
    likelihood > NEARLY_SURE
      ? `> ${format.wholePercent(NEARLY_SURE)}`
      : format.wholePercent(likelihood);
  const cues = swap.cues.map((text) => t("swap.cue", { text }));
  return (
    <Alert
      className={styles.notice}
      type="warning"
      showIcon
      title={
        <>
          {t("swap.suspected")} · {t("swap.likelihood", { percent: percentOf(swap.likelihood) })}
          {cues.length > 0 && (
            <p className={styles.note}>
              {t("swap.cues")} {cues.join(" ")}
            </p>
          )}
        </>
      }
      action={
        onSwap && (
          <Button size="small" icon={<SwapOutlined />} onClick={onSwap}>
            {t("swap.action")}
          </Button>
        )
      }
    />
  );
}

interface SwappedProps {
  scoring: boolean;
  before: Evaluation | undefined;
  after: Evaluation | undefined;
  onUndo: () => void;
  undoing: boolean;
  onClose: () => void;
}

function Swapped({ scoring, before, after, onUndo, undoing, onClose }: SwappedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert
      className={styles.notice}
      role="status"
      type={scoring ? "info" : "success"}
      showIcon
      title={sentence()}
      closable={{ onClose }}
      action={
        <Button size="small" loading={undoing} onClick={onUndo}>
          {t("swap.undo")}
        </Button>
      }
    />
  );

  function sentence() {
    if (scoring) return t("swap.scoring");
    if (!after) return t("swap.unscored");
    const score = format.score(after.score);
    if (!before) return t("swap.scored_first", { after: score });
    return t("swap.scored", { before: format.score(before.score), after: score });
  }
}

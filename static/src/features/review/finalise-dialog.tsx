import { Button, Modal } from "antd";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { formatDuration, useFormat } from "../../lib/format";
import { purposeOf } from "./choose-review";
import { countStates } from "./hits";
import { countOpen } from "./open-points";
import { goToOpen } from "./open-strip";
import styles from "./review.module.css";
import type { Desk } from "./use-desk";

interface Props {
  desk: Desk;
  active_s: number;
  /** Whether the next call follows. */
  next: boolean;
  /** Rejects with the server's word. */
  onFinalise: () => Promise<void>;
  onClose: () => void;
}

/** Asks once, with everything in it that counts; while something is open it leads there. */
export function FinaliseDialog(props: Props) {
  const { desk, next, onFinalise, onClose } = props;
  const { t } = useTranslation();
  const [going, setGoing] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { all } = countOpen(desk);
  const unsaved = desk.saving.status !== "saved";

  async function finalise() {
    setGoing(true);
    try {
      await onFinalise();
      onClose();
    } catch (failure) {
      setError(failure);
      setGoing(false);
    }
  }

  function goOn() {
    onClose();
    // Not before the dialog has given the focus back.
    setTimeout(() => goToOpen(desk), FOCUS_MS);
  }

  const confirm = next ? t("review.finalise.confirm_next") : t("review.finalise.confirm");
  return (
    <Modal
      open
      title={all > 0 ? t("review.finalise.open_title", { count: all }) : t("review.finalise.title")}
      onCancel={onClose}
      footer={[
        <Button key="keep" onClick={onClose}>
          {t("review.finalise.keep")}
        </Button>,
        all > 0 ? (
          <Button key="go" type="primary" autoFocus onClick={goOn}>
            {t("review.finalise.go")}
          </Button>
        ) : (
          <Button
            key="finalise"
            type="primary"
            autoFocus
            loading={going || desk.saving.status === "saving"}
            disabled={desk.saving.status === "offline" || desk.saving.status === "conflict"}
            onClick={() => void finalise()}
          >
            {confirm}
          </Button>
        ),
      ]}
    >
      {all > 0 ? <StillOpen desk={desk} /> : <Summary {...props} />}
      {unsaved && <p className={styles.wrong}>{t("review.finalise.still_saving")}</p>}
      {error !== null && (
        <>
          <p role="alert">{t("review.finalise.failed")}</p>
          <ProblemPanel error={error} inline />
        </>
      )}
    </Modal>
  );
}

const FOCUS_MS = 50;
const LISTED = 8;

function StillOpen({ desk }: { desk: Desk }) {
  const { t } = useTranslation();
  const hits = desk.hits.filter(({ state }) => state === "open");
  const items = desk.items.filter(({ open }) => open);
  const lines = [
    ...items.map(({ line }) => line.rule_name),
    ...hits.map(({ hit }) => `${formatDuration(hit.start_s)} ${hit.rule_name} ${hit.quote}`),
  ];
  return (
    <>
      <p>{t("review.finalise.open_help")}</p>
      <ul className={styles.points}>
        {lines.slice(0, LISTED).map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing but its place
          <li key={place}>{line}</li>
        ))}
        {lines.length > LISTED && <li>…</li>}
      </ul>
    </>
  );
}

function Summary({ desk, active_s }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { review } = desk.saving;
  const { score, machine } = review;
  const from = t("review.score.machine");
  return (
    <>
      <dl className={styles.summary}>
        <Point term={t("review.finalise.sum_score")}>
          <strong>{format.score(score.score)}</strong> · {from} {format.score(machine.score)}
        </Point>
        <Point term={t("review.finalise.sum_hits")}>
          {t("review.finalise.sum_hits_of", countStates(desk.hits))}
        </Point>
        <Point term={t("review.finalise.sum_answers")}>{format.count(review.answers.length)}</Point>
        <Point term={t("review.finalise.sum_comments")}>
          {format.count(review.comments.length)}
        </Point>
        {review.corrections.length > 0 && (
          <Point term={t("review.finalise.sum_corrections")}>
            {format.count(review.corrections.length)}
          </Point>
        )}
        <Point term={t("review.finalise.sum_time")}>{formatDuration(active_s)}</Point>
      </dl>
      <p className={styles.muted}>
        {t(
          purposeOf(desk.saving.review) !== "review"
            ? "review.finalise.help_apart"
            : "review.finalise.help",
        )}
      </p>
    </>
  );
}

function Point({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

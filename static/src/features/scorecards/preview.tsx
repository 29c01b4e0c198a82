/** What the draft makes of one call or dialogue, while it is being written. */
import { Segmented, Spin } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { isOfField } from "../../lib/problem";
import { CallPicker } from "./call-picker";
import { DialogueField } from "./dialogue-field";
import styles from "./preview.module.css";
import { PreviewScore } from "./preview-score";
import { PreviewTurns } from "./preview-turns";
import type { Body } from "./types";
import { type Subject, useTrial } from "./use-trial";

interface Props {
  body: Body;
  /** The rule being written; its hits stand out. */
  ruleKey: string | null;
  subject: Subject;
  onSubject: (subject: Subject) => void;
  onRule: (key: string) => void;
}

export function Preview({ body, ruleKey, subject, onSubject, onRule }: Props) {
  const { t } = useTranslation();
  const { trial, leftOut } = useTrial(body, subject);
  const tried = trial.data;
  // Half a line is no trouble yet.
  const misread = trial.isError && isOfField(trial.error, "dialogue");
  return (
    <section className={styles.preview} aria-label={t("scorecards.preview")}>
      <header className={styles.head}>
        <h2>{t("scorecards.preview")}</h2>
        {trial.isFetching && <Spin size="small" />}
        <Segmented
          size="small"
          value={subject.kind}
          options={(["call", "dialogue"] as const).map((kind) => ({
            value: kind,
            label: t(`scorecards.try_${kind}`),
          }))}
          onChange={(kind) => onSubject({ ...subject, kind })}
        />
      </header>
      {subject.kind === "call" ? (
        <CallPicker
          value={subject.callId}
          onChange={(callId) => onSubject({ ...subject, callId })}
        />
      ) : (
        <DialogueField
          value={subject.dialogue}
          onChange={(dialogue) => onSubject({ ...subject, dialogue })}
        />
      )}
      <div aria-live="polite" className={styles.results} data-stale={trial.isFetching || undefined}>
        {misread && <p className={styles.note}>{t("problem.known.dialogue_wrong")}</p>}
        {trial.isError && !misread && (
          <ProblemPanel error={trial.error} inline onRetry={trial.refetch} />
        )}
        {leftOut > 0 && (
          <p className={styles.note}>{t("scorecards.preview_left_out", { n: leftOut })}</p>
        )}
        {!trial.isError && tried?.score && (
          <PreviewScore score={tried.score} ruleKey={ruleKey} onRule={onRule} />
        )}
        {!trial.isError && tried && !tried.score && (
          <p className={styles.note}>{t("scorecards.preview_waits")}</p>
        )}
        {!trial.isError && tried && (
          <PreviewTurns
            utterances={tried.utterances}
            lines={tried.score?.lines ?? []}
            ruleKey={ruleKey}
            onRule={onRule}
          />
        )}
        {!trial.isError && !tried && !trial.isFetching && (
          <p className={styles.note}>{t("scorecards.preview_empty")}</p>
        )}
      </div>
    </section>
  );
}

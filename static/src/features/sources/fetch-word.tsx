import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { FetchState, RecordingFetch } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import styles from "./recordings.module.css";

const ICONS: Record<FetchState, ReactNode> = {
  waiting: <ClockCircleOutlined />,
  fetched: <CheckCircleOutlined />,
  given_up: <CloseCircleOutlined />,
};

/** How far fetching a recording is, and why it is not further. */
export function FetchWord({ fetch }: { fetch: RecordingFetch }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWords();
  const { state, error_kind, error, not_before } = fetch;
  return (
    <>
      <span className={styles.word} data-state={state}>
        {ICONS[state]} {t(`sources.fetch_state.${state}`)}
        {state === "waiting" && (
          <span className={styles.note}>
            {" "}
            · {t("sources.next_try", { time: format.minute(not_before) })}
          </span>
        )}
      </span>
      {error_kind && (
        <div className={styles.note} title={error ?? undefined}>
          {word("fetch_error", error_kind)}
        </div>
      )}
    </>
  );
}

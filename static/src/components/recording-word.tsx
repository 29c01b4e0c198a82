import {
  AudioOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  LoadingOutlined,
  PauseCircleOutlined,
  StopOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { RecordingState } from "../lib/api";
import { NO_VALUE, useFormat } from "../lib/format";
import styles from "./recording-word.module.css";

const ICONS: Record<RecordingState, ReactNode> = {
  waiting: <ClockCircleOutlined />,
  transcribing: <LoadingOutlined />,
  transcribed: <AudioOutlined />,
  set_aside: <ExclamationCircleOutlined />,
  paused: <PauseCircleOutlined />,
  cancelled: <StopOutlined />,
};

interface Props {
  state: RecordingState | null;
  progress: number | null;
}

/** The state of a recording in sign and word; how far it is while it is heard. */
export function RecordingWord({ state, progress }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!state) return NO_VALUE;
  const word = t(`words.recording_state.${state}`);
  const heard = state === "transcribing" && progress !== null;
  return (
    <span className={styles.word} data-recording={state} title={word}>
      {ICONS[state]} {heard ? format.wholePercent(progress) : word}
    </span>
  );
}

import {
  CheckOutlined,
  PauseCircleOutlined,
  PhoneOutlined,
  SoundOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { CallState } from "../../lib/api";
import styles from "./calls.module.css";

const ICONS: Record<CallState, ReactNode> = {
  dialing: <PhoneOutlined />,
  ringing: <PhoneOutlined />,
  talking: <SoundOutlined />,
  held: <PauseCircleOutlined />,
  ended: <CheckOutlined />,
};

export function CallStateWord({ state }: { state: CallState }) {
  const { t } = useTranslation();
  return (
    <span className={styles.word} data-state={state}>
      {ICONS[state]} {t(`words.call_state.${state}`)}
    </span>
  );
}

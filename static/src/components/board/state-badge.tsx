import {
  CheckCircleOutlined,
  CoffeeOutlined,
  EditOutlined,
  PauseCircleOutlined,
  PhoneOutlined,
  PoweroffOutlined,
  ReadOutlined,
  SoundOutlined,
  TeamOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { AgentState } from "../../lib/api";
import styles from "./state.module.css";

interface Look {
  icon: ReactNode;
  tone: "good" | "look" | "rest";
}

const LOOKS = {
  talking: { icon: <SoundOutlined />, tone: "good" },
  ringing: { icon: <PhoneOutlined />, tone: "good" },
  ready: { icon: <CheckCircleOutlined />, tone: "good" },
  hold: { icon: <PauseCircleOutlined />, tone: "look" },
  wrap_up: { icon: <EditOutlined />, tone: "look" },
  break: { icon: <CoffeeOutlined />, tone: "look" },
  meeting: { icon: <TeamOutlined />, tone: "rest" },
  training: { icon: <ReadOutlined />, tone: "rest" },
  offline: { icon: <PoweroffOutlined />, tone: "rest" },
} as const satisfies Record<AgentState, Look>;

export function StateBadge({ state }: { state: AgentState }) {
  const { t } = useTranslation();
  const { icon, tone } = LOOKS[state];
  return (
    <span className={styles.state} data-tone={tone} data-state={state}>
      {icon}
      {t(`words.agent_state.${state}`)}
    </span>
  );
}

import {
  CheckCircleFilled,
  CheckCircleOutlined,
  CheckSquareFilled,
  CloseSquareOutlined,
  FlagFilled,
  FlagOutlined,
  PlusSquareFilled,
  QuestionCircleFilled,
  WarningFilled,
  WarningOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

import type { HitState } from "./marking";
import type { Tone } from "./marks";

const TONES: Record<Tone, ReactNode> = {
  act: <WarningFilled />,
  look: <FlagFilled />,
  good: <CheckCircleFilled />,
};

/** Hollow: nobody has judged it yet. */
const OPEN: Record<Tone, ReactNode> = {
  act: <WarningOutlined />,
  look: <FlagOutlined />,
  good: <CheckCircleOutlined />,
};

const STATES: Record<Exclude<HitState, "open">, ReactNode> = {
  confirmed: <CheckSquareFilled />,
  rejected: <CloseSquareOutlined />,
  unsure: <QuestionCircleFilled />,
  added: <PlusSquareFilled />,
};

/** The sign of a hit: what it means, or once somebody has judged it, how. */
export function HitIcon({ tone, state }: { tone: Tone; state: HitState | null }) {
  if (state === null) return TONES[tone];
  return state === "open" ? OPEN[tone] : STATES[state];
}

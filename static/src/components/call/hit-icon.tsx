import {
  CheckCircleFilled,
  CheckSquareFilled,
  CloseSquareOutlined,
  FlagFilled,
  PlusSquareFilled,
  QuestionCircleFilled,
  WarningFilled,
} from "@ant-design/icons";
import type { ReactNode } from "react";

import type { HitState } from "./marking";
import type { Tone } from "./marks";

const TONES: Record<Tone, ReactNode> = {
  act: <WarningFilled />,
  look: <FlagFilled />,
  good: <CheckCircleFilled />,
};

const STATES: Record<Exclude<HitState, "open">, ReactNode> = {
  confirmed: <CheckSquareFilled />,
  rejected: <CloseSquareOutlined />,
  unsure: <QuestionCircleFilled />,
  added: <PlusSquareFilled />,
};

/** The sign of a hit: what it means, or once somebody has judged it, how. */
export function HitIcon({ tone, state }: { tone: Tone; state: HitState | null }) {
  return state === null || state === "open" ? TONES[tone] : STATES[state];
}

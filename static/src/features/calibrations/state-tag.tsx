import { CheckCircleOutlined, ClockCircleOutlined, StopOutlined } from "@ant-design/icons";
import { Tag } from "antd";
import { useTranslation } from "react-i18next";

import type { Calibration } from "./queries";

const LOOKS = {
  open: { color: "processing", icon: <ClockCircleOutlined /> },
  closed: { color: "success", icon: <CheckCircleOutlined /> },
  cancelled: { color: "default", icon: <StopOutlined /> },
} as const;

export function StateTag({ state }: Pick<Calibration, "state">) {
  const { t } = useTranslation();
  return <Tag {...LOOKS[state]}>{t(`calibrations.states.${state}`)}</Tag>;
}

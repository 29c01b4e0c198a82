import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  MinusCircleOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { DeliveryState } from "../../lib/api";
import styles from "./deliveries.module.css";

const ICONS: Record<DeliveryState, ReactNode> = {
  stored: <CheckCircleOutlined />,
  partly: <ExclamationCircleOutlined />,
  refused: <CloseCircleOutlined />,
  ignored: <MinusCircleOutlined />,
};

/** What became of a delivery, in colour, sign and word. */
export function DeliveryWord({ state }: { state: DeliveryState }) {
  const { t } = useTranslation();
  return (
    <span
      className={styles.word}
      data-state={state}
      title={t(`sources.delivery_state_help.${state}`)}
    >
      {ICONS[state]} {t(`sources.delivery_state.${state}`)}
    </span>
  );
}

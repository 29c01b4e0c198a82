import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  RollbackOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { components } from "../../lib/api-types";
import styles from "./appeals.module.css";

type State = components["schemas"]["AppealState"];

const ICONS: Record<State, ReactNode> = {
  open: <ClockCircleOutlined />,
  accepted: <CheckCircleFilled />,
  denied: <CloseCircleFilled />,
  withdrawn: <RollbackOutlined />,
};

/** How an appeal stands, in colour, sign and word. */
export function AppealState({ state }: { state: State }) {
  const { t } = useTranslation();
  return (
    <span className={styles.state} data-state={state}>
      {ICONS[state]} {t(`appeals.state.${state}`)}
    </span>
  );
}

import { CheckCircleFilled, CloseCircleFilled, WarningFilled } from "@ant-design/icons";

import type { SystemCard } from "../../lib/api";
import styles from "./system.module.css";

const ICONS = {
  fine: <CheckCircleFilled />,
  look: <WarningFilled />,
  act: <CloseCircleFilled />,
} as const satisfies Record<SystemCard["condition"], React.ReactNode>;

/** Never alone: a word stands beside it. */
export function ConditionIcon({ condition }: { condition: SystemCard["condition"] }) {
  return (
    <span className={styles.icon} data-condition={condition} aria-hidden="true">
      {ICONS[condition]}
    </span>
  );
}

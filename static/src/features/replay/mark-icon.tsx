import { BellFilled, TrophyFilled, WarningFilled } from "@ant-design/icons";
import type { ReactNode } from "react";

import type { MarkKind } from "./marks";
import styles from "./replay.module.css";

const ICONS: Record<MarkKind, ReactNode> = {
  fatal: <WarningFilled />,
  sale: <TrophyFilled />,
  alert: <BellFilled />,
};

/** The words stand beside it. */
export function MarkIcon({ kind }: { kind: MarkKind }) {
  return (
    <span className={styles.icon} data-kind={kind} aria-hidden="true">
      {ICONS[kind]}
    </span>
  );
}

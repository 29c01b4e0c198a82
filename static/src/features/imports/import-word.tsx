import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
  FormOutlined,
  LoadingOutlined,
  StopOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Import } from "../../lib/api";
import styles from "./imports.module.css";

const ICONS: Record<Import["state"], ReactNode> = {
  uploaded: <FormOutlined />,
  queued: <ClockCircleOutlined />,
  running: <LoadingOutlined />,
  done: <CheckCircleOutlined />,
  failed: <CloseCircleOutlined />,
  cancelled: <StopOutlined />,
};

/** How an import is, in colour, sign and word. */
export function ImportWord({ one: { state, rows_refused } }: { one: Import }) {
  const { t } = useTranslation();
  if (state === "done" && rows_refused > 0)
    return (
      <span className={styles.word} data-state="partly">
        <ExclamationCircleOutlined /> {t("imports.done_errors")}
      </span>
    );
  return (
    <span className={styles.word} data-state={state}>
      {ICONS[state]} {t(`imports.state_word.${state}`)}
    </span>
  );
}

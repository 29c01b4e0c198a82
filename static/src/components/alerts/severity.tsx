import { AlertFilled, InfoCircleFilled, WarningFilled } from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import styles from "./alerts.module.css";
import type { Severity } from "./severities";

const ICONS: Record<Severity, ReactNode> = {
  critical: <AlertFilled />,
  warning: <WarningFilled />,
  info: <InfoCircleFilled />,
};

/** How grave an alert is: icon, word and colour. */
export function SeverityTag({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  return (
    <span className={styles.severity} data-severity={severity}>
      {ICONS[severity]}
      {t(`alerts.severity.${severity}`)}
    </span>
  );
}

/** Where there is no room for the word, readers of the screen still hear it. */
export function SeverityIcon({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  const word = t(`alerts.severity.${severity}`);
  return (
    <span
      className={styles.icon}
      data-severity={severity}
      role="img"
      aria-label={word}
      title={word}
    >
      {ICONS[severity]}
    </span>
  );
}

import {
  CheckCircleFilled,
  CloseCircleFilled,
  EditOutlined,
  MinusCircleOutlined,
  QuestionCircleOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Verdict as Value } from "../lib/api";
import styles from "./verdict.module.css";

const ICONS: Record<Value, ReactNode> = {
  passed: <CheckCircleFilled />,
  failed: <CloseCircleFilled />,
  not_measurable: <QuestionCircleOutlined />,
  not_applicable: <MinusCircleOutlined />,
  unanswered: <EditOutlined />,
};

interface Props {
  verdict: Value;
  /** A whole call passes; one line of its scorecard is met. */
  of: "call" | "line";
}

/** A verdict in colour, sign and word. */
export function Verdict({ verdict, of }: Props) {
  const { t } = useTranslation();
  const word = of === "call" ? t(`words.verdict.${verdict}`) : t(`words.line_verdict.${verdict}`);
  return (
    <span className={styles.verdict} data-verdict={verdict}>
      {ICONS[verdict]} {word}
    </span>
  );
}

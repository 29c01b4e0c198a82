import {
  AlertFilled,
  ApiOutlined,
  CheckCircleFilled,
  PauseCircleOutlined,
} from "@ant-design/icons";
import { Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Health } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./sources.module.css";
import { type SourceState, stateOf } from "./state";

const ICONS: Record<SourceState, ReactNode> = {
  receiving: <CheckCircleFilled />,
  quiet: <PauseCircleOutlined />,
  silent: <AlertFilled />,
  never: <ApiOutlined />,
};

/** How a dialer is, in colour, sign and word. */
export function StateWord({ health }: { health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = stateOf(health);
  const since = health.silent_since;
  return (
    <Tooltip title={t(`sources.state_help.${state}`)} trigger={["hover", "focus"]}>
      <button type="button" className={styles.state} data-state={state}>
        {ICONS[state]}{" "}
        {since
          ? t("sources.silent_since", { time: format.minute(since) })
          : t(`sources.state_word.${state}`)}
      </button>
    </Tooltip>
  );
}

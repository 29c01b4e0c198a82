import { CheckCircleFilled, ClockCircleOutlined, WarningFilled } from "@ant-design/icons";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { pace } from "../board/pace";
import { numberOf, writeNumber } from "./numbers";
import type { FaceProps } from "./shown";
import styles from "./tiles.module.css";

const ICONS = {
  waiting: <ClockCircleOutlined />,
  reached: <CheckCircleFilled />,
  good: <CheckCircleFilled />,
  look: <WarningFilled />,
  act: <WarningFilled />,
} as const;

/** Today against the unit's goal, and against what is expected of it by now. */
export function PaceFace({ tile, scope, shown }: FaceProps<"pace">) {
  const { t } = useTranslation();
  const format = useFormat(shown.state.board?.timezone);
  const metric = tile.metric ?? "dials";
  const done = numberOf(metric, scope, "today") ?? 0;
  const unit = tile.unit_id ?? shown.unitId;
  const goal = shown.goals.find(
    (one) => one.unit_id === unit && one.metric === (metric === "talk" ? "talk_s" : metric),
  );
  if (!goal)
    return (
      <>
        <span className={styles.number}>{writeNumber(metric, done, format)}</span>
        <span className={styles.level}>{t("tiles.no_goal")}</span>
      </>
    );
  const { share, level } = pace(done, goal.target, goal.expected);
  const tone = level === "look" || level === "act" ? level : "fine";
  const of = { target: writeNumber(metric, goal.target, format) };
  return (
    <>
      <span className={styles.number}>{writeNumber(metric, done, format)}</span>
      <span className={styles.goal} aria-hidden="true">
        <span style={{ width: `${Math.min(1, done / goal.target) * 100}%` }} data-level={tone} />
        <i style={{ left: `${Math.min(1, goal.expected / goal.target) * 100}%` }} />
      </span>
      <span className={styles.level} data-level={tone}>
        {ICONS[level]}{" "}
        {level === "waiting" || level === "reached"
          ? t(`views.pace.${level}`, of)
          : t("views.pace.of", { ...of, share: format.percent(share) })}
      </span>
    </>
  );
}

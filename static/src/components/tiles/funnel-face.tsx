import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { funnel } from "../board/funnel";
import { Rows } from "./rows";
import type { FaceProps } from "./shown";
import styles from "./tiles.module.css";

/** From dials to sales, with the rate of each step. */
export function FunnelFace({ tile, scope, shown }: FaceProps<"funnel">) {
  const { t } = useTranslation();
  const format = useFormat(shown.state.board?.timezone);
  const rows = funnel(scope.tally(tile.period ?? "today")).map((step) => ({
    key: step.name,
    name: t(`metric.${step.name}.name`),
    share: step.of_all,
    value: (
      <>
        {format.count(step.count)}
        {step.rate !== null && <small className={styles.rate}>{format.percent(step.rate)}</small>}
      </>
    ),
  }));
  return <Rows rows={rows} empty={t("views.funnel_empty")} />;
}

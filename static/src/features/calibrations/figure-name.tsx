import { Popover } from "antd";
import { useTranslation } from "react-i18next";

import styles from "./calibrations.module.css";

export type FigureName =
  | "alignment"
  | "item_alignment"
  | "within"
  | "bias"
  | "agreement"
  | "kappa"
  | "cohen"
  | "spread";

/** The name of a figure, and on demand its formula. */
export function FigureTitle({ name }: { name: FigureName }) {
  const { t } = useTranslation();
  const label = t(`calibrations.${name === "item_alignment" ? "alignment" : name}`);
  return (
    <Popover
      trigger={["hover", "focus", "click"]}
      title={label}
      content={<p className={styles.formula}>{t(`calibrations.${name}_formula`)}</p>}
    >
      <button type="button" className={styles.explain}>
        {label}
      </button>
    </Popover>
  );
}

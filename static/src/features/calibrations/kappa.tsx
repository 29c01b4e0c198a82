import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";

import { NO_VALUE, useFormat } from "../../lib/format";
import styles from "./calibrations.module.css";
import { kappaWord } from "./reading";

interface Props {
  kappa: number | null;
  /** Said where there is none. */
  why: string;
}

/** Kappa with what it means; a dash where it is not defined, with the reason. */
export function Kappa({ kappa, why }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (kappa === null)
    return (
      <Tooltip title={why} trigger={["hover", "focus", "click"]}>
        <button type="button" className={styles.explain} aria-label={why}>
          {NO_VALUE}
        </button>
      </Tooltip>
    );
  const word = kappaWord(kappa);
  return (
    <span className={word === "poor" ? styles.low : undefined}>
      {format.factor(kappa)} · {t(`calibrations.kappa_words.${word}`)}
    </span>
  );
}

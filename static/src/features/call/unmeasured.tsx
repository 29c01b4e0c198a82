import { MinusCircleOutlined } from "@ant-design/icons";
import { Tooltip } from "antd";
import { useTranslation } from "react-i18next";

import type { Why } from "../../lib/api";
import styles from "./sound.module.css";

/** In place of a figure that there is not: never a zero, and with its reason. */
export function Unmeasured({ why, brief = false }: { why: Why | null; brief?: boolean }) {
  const { t } = useTranslation();
  const reason = why ? t(`words.why.${why}`) : t("sound.no_reason");
  const word = (
    <span className={styles.unmeasured}>
      <MinusCircleOutlined /> {t("sound.not_measurable")}
    </span>
  );
  if (brief)
    return (
      <Tooltip title={reason}>
        <button type="button" className={styles.plain}>
          {word}
          <span className="visually-hidden">{reason}</span>
        </button>
      </Tooltip>
    );
  return (
    <>
      {word} <span className={styles.reason}>{reason}</span>
    </>
  );
}

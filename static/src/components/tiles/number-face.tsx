import { CheckCircleFilled, ExclamationCircleFilled, WarningFilled } from "@ant-design/icons";
import { Popover } from "antd";
import { useTranslation } from "react-i18next";

import type { TileThresholds } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { isPeople, levelOf, numberOf, writeNumber } from "./numbers";
import type { FaceProps } from "./shown";
import styles from "./tiles.module.css";
import { useTileWords } from "./use-tile-words";

const ICONS = {
  fine: <CheckCircleFilled />,
  look: <ExclamationCircleFilled />,
  act: <WarningFilled />,
} as const;

/** One number, large; past a threshold in colour, with an icon and a word. */
export function NumberFace({ tile, scope, shown }: FaceProps<"number">) {
  const { t } = useTranslation();
  const words = useTileWords();
  const format = useFormat(shown.state.board?.timezone);
  const value = numberOf(tile.metric, scope, tile.period ?? "today");
  const level = levelOf(value, tile.thresholds);
  const text = writeNumber(tile.metric, value, format);
  const figure = (
    <span className={styles.number} data-level={level}>
      {text}
    </span>
  );
  return (
    <>
      {shown.onWall ? (
        figure
      ) : (
        <Popover
          trigger={["hover", "focus", "click"]}
          mouseEnterDelay={0.3}
          title={words.metric(tile.metric)}
          content={
            <>
              {words.formula(tile.metric)}
              <br />
              {!isPeople(tile.metric) && `${words.period(tile.period ?? "today")} · `}
              {t("tiles.as_of", { time: format.time(shown.state.as_of_ms) })}
            </>
          }
        >
          <button type="button" className={styles.explained}>
            {figure}
          </button>
        </Popover>
      )}
      {tile.thresholds && (
        <span className={styles.level} data-level={level}>
          {ICONS[level]} {t(`tiles.level.${level}`, { limit: passed(tile.thresholds) })}
        </span>
      )}
    </>
  );

  function passed({ amber, red }: TileThresholds): string {
    return writeNumber(tile.metric, level === "act" ? red : amber, format);
  }
}

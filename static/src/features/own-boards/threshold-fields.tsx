import { InputNumber, Segmented, Switch } from "antd";
import { useTranslation } from "react-i18next";

import { isShare, isTime } from "../../components/tiles/numbers";
import type { Tile, TileMetric, TileThresholds } from "../../lib/api";
import styles from "./editor.module.css";

type NumberTile = Extract<Tile, { kind: "number" }>;

interface Props {
  tile: NumberTile;
  onChange: (tile: Tile) => void;
}

const FIRST: TileThresholds = { amber: 0, red: 0, direction: "below" };

/** From where on a number turns amber and red. */
export function ThresholdFields({ tile, onChange }: Props) {
  const { t } = useTranslation();
  const { thresholds } = tile;
  const set = (change: Partial<TileThresholds>) =>
    onChange({ ...tile, thresholds: { ...FIRST, ...thresholds, ...change } });
  return (
    <>
      <div className={styles.row}>
        <Switch
          size="small"
          aria-label={t("own_boards.thresholds")}
          checked={Boolean(thresholds)}
          onChange={(on) => onChange({ ...tile, thresholds: on ? FIRST : null })}
        />
        {t("own_boards.thresholds")}
      </div>
      {thresholds && (
        <>
          <Segmented
            size="small"
            aria-label={t("own_boards.direction")}
            value={thresholds.direction}
            options={(["below", "above"] as const).map((value) => ({
              value,
              label: t(`own_boards.${value}`),
            }))}
            onChange={(direction) => set({ direction })}
          />
          <div className={styles.row}>
            <Limit
              name={t("own_boards.amber")}
              metric={tile.metric}
              value={thresholds.amber}
              onChange={(amber) => set({ amber })}
            />
            <Limit
              name={t("own_boards.red")}
              metric={tile.metric}
              value={thresholds.red}
              onChange={(red) => set({ red })}
            />
          </div>
          {isBehind(thresholds) && (
            <span className={styles.wrong}>{t("own_boards.red_behind")}</span>
          )}
        </>
      )}
    </>
  );
}

/** Whether amber would come after red. */
export function isBehind({ amber, red, direction }: TileThresholds): boolean {
  return direction === "above" ? red < amber : red > amber;
}

interface LimitProps {
  name: string;
  metric: TileMetric;
  value: number;
  onChange: (value: number) => void;
}

/** People write 12 for 12 %, and minutes; the server wants shares and seconds. */
function Limit({ name, metric, value, onChange }: LimitProps) {
  const { t } = useTranslation();
  const unit = unitOf(metric);
  return (
    <div className={styles.limit}>
      {name}
      <InputNumber
        aria-label={name}
        min={0}
        value={round(value / unit)}
        suffix={isShare(metric) ? "%" : isTime(metric) ? t("own_boards.minutes") : undefined}
        onChange={(given) => onChange((given ?? 0) * unit)}
      />
    </div>
  );
}

/** What one of the unit that people write means to the server. */
export function unitOf(metric: TileMetric): number {
  if (isShare(metric)) return 0.01;
  return isTime(metric) ? 60 : 1;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

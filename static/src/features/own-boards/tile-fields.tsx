import { Input, InputNumber, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";

import { PERIODS } from "../../components/board/periods";
import { RANKED_BY } from "../../components/board/ranking";
import { isPeople, TILE_METRICS } from "../../components/tiles/numbers";
import { type PlacedUnit, unitsBelow } from "../../components/tiles/scope";
import { useTileWords } from "../../components/tiles/use-tile-words";
import type { Tile } from "../../lib/api";
import styles from "./editor.module.css";
import { useBoardCampaigns } from "./queries";
import { ThresholdFields } from "./threshold-fields";

const PACED = ["dials", "connects", "effective_talks", "talk", "sales"] as const;
const SIZES = [1, 2, 3, 4] as const;

interface Props {
  tile: Tile;
  units: readonly PlacedUnit[];
  /** Whom the board is about. */
  unitId: string;
  onChange: (tile: Tile) => void;
}

/** What can be said about one tile, whatever its kind. */
export function TileFields({ tile, units, unitId, onChange }: Props) {
  const { t } = useTranslation();
  const words = useTileWords();
  const inside = unitsBelow(units, unitId);
  const narrower = units.filter(({ id }) => id !== unitId && inside.has(id));
  return (
    <fieldset className={styles.fields}>
      <legend>{t("own_boards.tile_fields", { name: words.title(tile) })}</legend>
      <div className={styles.field}>
        {t("own_boards.title_of_tile")}
        <Input
          aria-label={t("own_boards.title_of_tile")}
          value={tile.title ?? ""}
          maxLength={60}
          placeholder={words.title({ ...tile, title: "" })}
          onChange={({ target }) => onChange({ ...tile, title: target.value })}
        />
      </div>
      <div className={styles.field}>
        {t("own_boards.columns")}
        <Segmented
          size="small"
          aria-label={t("own_boards.columns")}
          value={tile.columns ?? 1}
          options={SIZES.map((value) => ({ value, label: String(value) }))}
          onChange={(columns) => onChange({ ...tile, columns: Number(columns) })}
        />
      </div>
      <MetricField tile={tile} onChange={onChange} />
      {"period" in tile && !(tile.kind === "number" && isPeople(tile.metric)) && (
        <div className={styles.field}>
          {t("views.period")}
          <Segmented
            size="small"
            aria-label={t("views.period")}
            value={tile.period ?? "today"}
            options={PERIODS.map((value) => ({ value, label: words.period(value) }))}
            onChange={(period) => onChange({ ...tile, period })}
          />
        </div>
      )}
      {narrower.length > 0 && (
        <div className={styles.field}>
          {t("own_boards.narrow_unit")}
          <Select
            allowClear
            aria-label={t("own_boards.narrow_unit")}
            showSearch={{ optionFilterProp: "label" }}
            placeholder={t("own_boards.whole")}
            options={narrower.map(({ id, name }) => ({ value: id, label: name }))}
            value={tile.unit_id ?? null}
            onChange={(unit_id: string | undefined) =>
              onChange({ ...tile, unit_id: unit_id ?? null })
            }
          />
        </div>
      )}
      <CampaignField tile={tile} onChange={onChange} />
      {tile.kind === "number" && <ThresholdFields tile={tile} onChange={onChange} />}
    </fieldset>
  );
}

type Part = Pick<Props, "tile" | "onChange">;

function MetricField({ tile, onChange }: Part) {
  const { t } = useTranslation();
  const words = useTileWords();
  const label = t("own_boards.metric");
  const named = <Name extends (typeof TILE_METRICS)[number]>(names: readonly Name[]) =>
    names.map((value) => ({ value, label: words.metric(value) }));
  switch (tile.kind) {
    case "number":
      return (
        <div className={styles.field}>
          {label}
          <Select
            aria-label={label}
            options={named(TILE_METRICS)}
            value={tile.metric}
            onChange={(metric) => {
              const rest = isPeople(metric) ? { campaign_id: null } : {};
              onChange({ ...tile, ...rest, metric, thresholds: null });
            }}
          />
        </div>
      );
    case "ranking":
      return (
        <>
          <div className={styles.field}>
            {label}
            <Select
              aria-label={label}
              options={named(RANKED_BY)}
              value={tile.metric ?? "sales"}
              onChange={(metric) => onChange({ ...tile, metric })}
            />
          </div>
          <div className={styles.field}>
            {t("own_boards.places")}
            <InputNumber
              aria-label={t("own_boards.places")}
              min={3}
              max={50}
              value={tile.places ?? 10}
              onChange={(places) => onChange({ ...tile, places: places ?? 10 })}
            />
          </div>
        </>
      );
    case "pace":
      return (
        <div className={styles.field}>
          {label}
          <Select
            aria-label={label}
            options={named(PACED)}
            value={tile.metric ?? "dials"}
            onChange={(metric) => onChange({ ...tile, metric })}
          />
        </div>
      );
    default:
      return null;
  }
}

function CampaignField({ tile, onChange }: Part) {
  const { t } = useTranslation();
  const campaigns = useBoardCampaigns();
  if (!("campaign_id" in tile) || (tile.kind === "number" && isPeople(tile.metric))) return null;
  return (
    <div className={styles.field}>
      {t("own_boards.narrow_campaign")}
      <Select
        allowClear
        aria-label={t("own_boards.narrow_campaign")}
        showSearch={{ optionFilterProp: "label" }}
        placeholder={t("own_boards.all_campaigns")}
        loading={campaigns.isPending}
        options={(campaigns.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={tile.campaign_id ?? null}
        onChange={(campaign_id: string | undefined) =>
          onChange({ ...tile, campaign_id: campaign_id ?? null })
        }
      />
    </div>
  );
}

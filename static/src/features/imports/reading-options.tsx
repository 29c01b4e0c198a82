import { Input, Segmented, Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Import, Mapping, Preview } from "../../lib/api";
import { isZoneFound, type ZoneOption, zoneOptions } from "../../lib/zones";
import { withDefault, withRows } from "./columns";
import styles from "./imports.module.css";
import { Labelled } from "./labelled";
import { useSources } from "./queries";
import { SavedMappings } from "./saved-mappings";

const DATE_ORDERS = ["ymd", "mdy", "dmy"] as const;
const DELIMITERS = { comma: ",", semicolon: ";", tab: "\t", pipe: "|" } as const;
const NAMES = ["comma", "semicolon", "tab", "pipe"] as const;
const DIRECTIONS = ["outbound", "inbound"] as const;

interface Props {
  one: Import;
  preview: Preview;
  mapping: Mapping;
  sheet: string | null;
  onChange: (mapping: Mapping) => void;
  onSheet: (sheet: string) => void;
}

/** What holds for the whole table: its sheet, zone, dates, and what no column says. */
export function ReadingOptions({ one, preview, mapping, sheet, onChange, onSheet }: Props) {
  const { t } = useTranslation();
  const names = preview.columns.map(({ name }) => name);
  return (
    <div className={styles.options}>
      <SavedMappings sourceId={one.source_id} columns={names} onChoose={onChange} />
      {preview.sheets.length > 1 && (
        <Labelled label={t("imports.sheet")}>
          <Select<string>
            aria-label={t("imports.sheet")}
            value={sheet ?? preview.sheets[0] ?? null}
            onChange={onSheet}
            options={preview.sheets.map((value) => ({ value, label: value }))}
          />
        </Labelled>
      )}
      <Labelled label={t("imports.one_row")}>
        <Segmented<Mapping["one_row_is"]>
          aria-label={t("imports.one_row")}
          value={mapping.one_row_is}
          onChange={(kind) => onChange(withRows(mapping, kind))}
          options={[
            { value: "call", label: t("imports.one_row_call") },
            { value: "event", label: t("imports.one_row_event") },
          ]}
        />
      </Labelled>
      <Zone
        one={one}
        mapping={mapping}
        onChange={onChange}
        missing={preview.problems.some(({ field }) => field === "timezone")}
      />
      <Labelled label={t("imports.date_order")}>
        <Select<(typeof DATE_ORDERS)[number]>
          aria-label={t("imports.date_order")}
          allowClear
          placeholder={t("imports.date_auto")}
          value={mapping.date_order ?? null}
          onChange={(date_order) => onChange({ ...mapping, date_order: date_order ?? null })}
          options={DATE_ORDERS.map((value) => ({
            value,
            label: t(`imports.date_orders.${value}`),
          }))}
        />
      </Labelled>
      {one.format === "csv" && (
        <Labelled label={t("imports.delimiter")}>
          <Select<string>
            aria-label={t("imports.delimiter")}
            allowClear
            placeholder={t("imports.delimiter_auto")}
            value={mapping.delimiter ?? null}
            onChange={(delimiter) => onChange({ ...mapping, delimiter: delimiter ?? null })}
            options={NAMES.map((name) => ({
              value: DELIMITERS[name],
              label: t(`imports.delimiters.${name}`),
            }))}
          />
        </Labelled>
      )}
      <Defaults mapping={mapping} onChange={onChange} />
    </div>
  );
}

type Part = Pick<Props, "mapping" | "onChange">;

interface ZoneProps extends Part {
  one: Import;
  missing: boolean;
}

function Zone({ one, mapping, onChange, missing }: ZoneProps) {
  const { t } = useTranslation();
  const sources = useSources();
  const [typed, setTyped] = useState("");
  const zones = useMemo(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const all = zoneOptions(Date.now());
    const first = all.filter(({ value }) => value === here);
    return [
      ...first.map((zone) => ({ ...zone, label: `${zone.label} · ${t("imports.zone_here")}` })),
      ...all.filter(({ value }) => value !== here),
    ];
  }, [t]);
  const own = sources.data?.items.find(({ id }) => id === one.source_id)?.timezone;
  return (
    <Labelled label={t("imports.zone")}>
      <Select<string, ZoneOption>
        aria-label={t("imports.zone")}
        allowClear
        defaultActiveFirstOption={typed !== ""}
        showSearch={{ filterOption: isZoneFound, onSearch: setTyped }}
        popupMatchSelectWidth={320}
        status={missing ? "error" : ""}
        placeholder={own ? t("imports.zone_source", { zone: own }) : t("imports.zone_none")}
        value={mapping.timezone ?? null}
        onChange={(timezone) => onChange({ ...mapping, timezone: timezone ?? null })}
        options={zones}
      />
    </Labelled>
  );
}

/** Only what no column says can be said for all rows. */
function Defaults({ mapping, onChange }: Part) {
  const { t } = useTranslation();
  const isSaid = (field: string) => mapping.columns.some((column) => column.field === field);
  return (
    <>
      {!isSaid("direction") && (
        <Labelled label={t("imports.default_direction")}>
          <Select<(typeof DIRECTIONS)[number]>
            aria-label={t("imports.default_direction")}
            allowClear
            placeholder={t("imports.default_none")}
            value={DIRECTIONS.find((one) => one === mapping.defaults?.direction) ?? null}
            onChange={(value) => onChange(withDefault(mapping, "direction", value ?? null))}
            options={DIRECTIONS.map((value) => ({ value, label: t(`imports.direction.${value}`) }))}
          />
        </Labelled>
      )}
      {!isSaid("campaign") && (
        <Labelled label={t("imports.default_campaign")}>
          <Input
            aria-label={t("imports.default_campaign")}
            allowClear
            maxLength={200}
            placeholder={t("imports.default_none")}
            value={mapping.defaults?.campaign ?? ""}
            onChange={({ target }) =>
              onChange(withDefault(mapping, "campaign", target.value || null))
            }
          />
        </Labelled>
      )}
    </>
  );
}

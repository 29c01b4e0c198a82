import { ClearOutlined } from "@ant-design/icons";
import { Button, Checkbox, Segmented, Select } from "antd";
import { useTranslation } from "react-i18next";

import { useCan } from "../../lib/session";
import { type Filters, isNarrowed, LAYERS, type View, viewsFor } from "./filters";
import { usePlaces } from "./queries";
import styles from "./queue.module.css";

interface Props {
  filters: Filters;
  onChange: (wanted: Partial<Filters>) => void;
  onClear: () => void;
}

export function FilterBar({ filters, onChange, onClear }: Props) {
  const { t } = useTranslation();
  const manages = useCan("reviews:manage");
  const reviews = useCan("reviews:write");
  const places = usePlaces();
  return (
    <search className={styles.filters} aria-label={t("tasks.filters")}>
      <Segmented<View>
        aria-label={t("tasks.view")}
        value={filters.view}
        options={viewsFor(manages, reviews).map((value) => ({
          value,
          label: t(`tasks.views.${value}`),
        }))}
        onChange={(view) => onChange({ view, assignee: null })}
      />
      <Choice
        label={t("calls.campaign")}
        value={filters.campaign}
        named={places.data?.campaigns}
        onChange={(campaign) => onChange({ campaign })}
      />
      <Choice
        label={t("calls.agent")}
        value={filters.agent}
        named={places.data?.agents}
        onChange={(agent) => onChange({ agent })}
      />
      <Choice
        label={t("tasks.layer")}
        value={filters.layer}
        named={LAYERS.map((id) => ({ id, name: t(`tasks.layers.${id}`) }))}
        onChange={(layer) => onChange({ layer: LAYERS.find((one) => one === layer) ?? null })}
      />
      <Checkbox
        checked={filters.overdue}
        onChange={(event) => onChange({ overdue: event.target.checked })}
      >
        {t("tasks.overdue_only")}
      </Checkbox>
      {isNarrowed(filters) && (
        <Button type="text" icon={<ClearOutlined />} onClick={onClear}>
          {t("tasks.clear")}
        </Button>
      )}
    </search>
  );
}

interface ChoiceProps {
  label: string;
  value: string | null;
  named: readonly { id: string; name: string }[] | undefined;
  onChange: (id: string | null) => void;
}

export function Choice({ label, value, named, onChange }: ChoiceProps) {
  return (
    <Select<string>
      className={styles.choice ?? ""}
      aria-label={label}
      placeholder={label}
      value={named ? value : null}
      loading={!named}
      options={(named ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      showSearch={{ optionFilterProp: "label" }}
      allowClear
      popupMatchSelectWidth={false}
      onChange={(chosen) => onChange(chosen ?? null)}
    />
  );
}

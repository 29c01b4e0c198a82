import { Select } from "antd";

import type { PlacedUnit } from "../../lib/unit-tree";

interface Props {
  units: readonly PlacedUnit[];
  label: string;
  placeholder?: string;
  allowClear?: boolean;
  className?: string;
  disabled?: boolean;
  id?: string;
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
}

/** A unit, in the order of the organisation. */
export function UnitSelect({ units, label, ...field }: Props) {
  return (
    <Select
      {...field}
      aria-label={label}
      showSearch={{ optionFilterProp: "name" }}
      popupMatchSelectWidth={false}
      options={units.map(({ id, name, depth }) => ({
        value: id,
        name,
        label: <span style={{ paddingLeft: 16 * depth }}>{name}</span>,
      }))}
    />
  );
}

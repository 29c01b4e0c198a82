import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { Unit } from "../../lib/api";
import { useTimezone } from "../../lib/session";
import type { BoardState } from "./board";
import styles from "./board.module.css";
import { Connection } from "./connection";

interface Props {
  state: BoardState;
  online: boolean;
  units: readonly Unit[];
}

export function BoardHeader({ state, online, units }: Props) {
  const { t } = useTranslation();
  const zone = useTimezone();
  const { board } = state;
  if (!board) return null;
  return (
    <header className={styles.header}>
      <h1>
        <UnitPicker current={board} units={units} />
      </h1>
      {board.timezone !== zone && (
        <span className={styles.aside}>{t("board.zone", { zone: board.timezone })}</span>
      )}
      <Connection online={online} state={state} />
    </header>
  );
}

interface PickerProps {
  current: { id: string; name: string };
  units: readonly Unit[];
}

function UnitPicker({ current, units }: PickerProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (units.length < 2) return current.name;
  const depth = depths(units);
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        className: styles.unitMenu ?? "",
        items: units.map(({ id, name }) => ({
          key: id,
          label: <span style={{ paddingLeft: 16 * (depth.get(id) ?? 0) }}>{name}</span>,
        })),
        selectable: true,
        selectedKeys: [current.id],
        onClick: ({ key }) => navigate(`/boards/${key}`),
      }}
    >
      <Button
        type="text"
        className={styles.unitPicker}
        icon={<DownOutlined />}
        iconPlacement="end"
        aria-label={`${t("board.choose")}: ${current.name}`}
      >
        {current.name}
      </Button>
    </Dropdown>
  );
}

/** How many of the listed units stand above each one. */
function depths(units: readonly Unit[]): Map<string, number> {
  const parent = new Map(units.map(({ id, parent_id }) => [id, parent_id]));
  const depthOf = (id: string): number => {
    const above = parent.get(id);
    return above && parent.has(above) ? depthOf(above) + 1 : 0;
  };
  return new Map(units.map(({ id }) => [id, depthOf(id)]));
}

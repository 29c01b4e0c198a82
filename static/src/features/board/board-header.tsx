import { DownOutlined, HistoryOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import type { BoardState } from "../../components/board/board";
import styles from "../../components/board/board.module.css";
import { Connection } from "../../components/board/connection";
import { useFormat } from "../../lib/format";
import { useTimezone } from "../../lib/session";
import type { PlacedUnit } from "../../lib/unit-tree";

interface Props {
  state: BoardState;
  online: boolean;
  units: readonly PlacedUnit[];
}

export function BoardHeader({ state, online, units }: Props) {
  const { t } = useTranslation();
  const zone = useTimezone();
  const format = useFormat();
  const { board } = state;
  if (!board) return null;
  return (
    <header className={styles.header}>
      <h1>
        <UnitPicker current={board} units={units} />
      </h1>
      {board.timezone !== zone && (
        <span className={styles.aside}>
          {t("board.zone", { zone: format.zone(board.timezone) })}
        </span>
      )}
      <Link className={styles.aside} to={`/boards/${board.id}/replay`}>
        <HistoryOutlined /> {t("board.replay")}
      </Link>
      <Connection online={online} state={state} />
    </header>
  );
}

interface PickerProps {
  current: { id: string; name: string };
  units: readonly PlacedUnit[];
}

function UnitPicker({ current, units }: PickerProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (units.length < 2) return current.name;
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        className: styles.unitMenu ?? "",
        items: units.map(({ id, name, depth }) => ({
          key: id,
          label: <span style={{ paddingLeft: 16 * depth }}>{name}</span>,
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

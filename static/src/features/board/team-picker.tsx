import { DownOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";

import type { UnitCard } from "../../lib/api";
import styles from "./views.module.css";

interface Props {
  teams: readonly UnitCard[];
  /** Null for all of them. */
  team: string | null;
  onChoose: (team: string | null) => void;
}

const ALL = "all";

/** Chooses one team of a board, or all. */
export function TeamPicker({ teams, team, onChoose }: Props) {
  const { t } = useTranslation();
  const current = teams.find(({ unit_id }) => unit_id === team)?.name ?? t("views.all_teams");
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        className: styles.teamMenu ?? "",
        items: [
          { key: ALL, label: t("views.all_teams") },
          ...teams.map(({ unit_id, name }) => ({ key: unit_id, label: name })),
        ],
        selectable: true,
        selectedKeys: [team ?? ALL],
        onClick: ({ key }) => onChoose(key === ALL ? null : key),
      }}
    >
      <Button
        className={styles.team ?? ""}
        icon={<DownOutlined />}
        iconPlacement="end"
        aria-label={`${t("views.team")}: ${current}`}
      >
        {current}
      </Button>
    </Dropdown>
  );
}

import { CheckCircleOutlined, ClockCircleOutlined, CloseCircleOutlined } from "@ant-design/icons";
import { App, Button, Space, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";

import type { Wall, WallToken } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useNarrow } from "../../lib/narrow";
import { useRevokeWall, useRotateWall } from "./queries";
import styles from "./walls.module.css";

const STATES = {
  active: { color: "success", icon: <CheckCircleOutlined /> },
  expired: { color: "warning", icon: <ClockCircleOutlined /> },
  revoked: { color: "default", icon: <CloseCircleOutlined /> },
} as const satisfies Record<Wall["state"], object>;

interface Acts {
  onEdit: (wall: Wall) => void;
  onToken: (made: WallToken) => void;
}

export function useWallColumns(acts: Acts): TableColumnsType<Wall> {
  const { t } = useTranslation();
  const format = useFormat();
  const isNarrow = useNarrow();
  return [
    {
      title: t("walls.name"),
      render: (_, { name, unit_name }) => (
        <>
          {name}
          <div className={styles.note}>{unit_name}</div>
        </>
      ),
    },
    {
      title: t("walls.shows"),
      render: (_, { views }) =>
        format.list(
          views.map((view) =>
            view.kind === "built_in" ? t(`wall.view.${view.view}`) : t("walls.own_board"),
          ),
        ),
    },
    {
      title: t("walls.state_word"),
      width: 112,
      render: (_, { state }) => (
        <Tag color={STATES[state].color} icon={STATES[state].icon}>
          {t(`walls.state.${state}`)}
        </Tag>
      ),
    },
    {
      title: t("walls.expires"),
      render: (_, { expires_at }) => (expires_at ? format.dateTime(expires_at) : t("walls.never")),
    },
    {
      title: t("walls.last_used"),
      render: (_, { last_used_at }) =>
        last_used_at ? format.dateTime(last_used_at) : t("walls.unused"),
    },
    { title: t("walls.maker"), dataIndex: "maker_name" },
    {
      key: "acts",
      // On a phone it would hide all the others.
      fixed: isNarrow ? false : "right",
      width: 232,
      render: (_, wall) =>
        wall.state === "revoked" ? NO_VALUE : <WallActs wall={wall} {...acts} />,
    },
  ];
}

function WallActs({ wall, onEdit, onToken }: Acts & { wall: Wall }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const rotate = useRotateWall();
  const revoke = useRevokeWall();
  const { id, name } = wall;

  const askToRotate = () =>
    modal.confirm({
      title: t("walls.rotate_title", { name }),
      content: t("walls.rotate_help"),
      okText: t("walls.rotate"),
      cancelText: t("walls.cancel"),
      onOk: async () => onToken(await rotate.mutateAsync(id)),
    });
  const askToRevoke = () =>
    modal.confirm({
      title: t("walls.revoke_title", { name }),
      content: t("walls.revoke_help"),
      okText: t("walls.revoke"),
      okButtonProps: { danger: true },
      cancelText: t("walls.cancel"),
      onOk: () => revoke.mutateAsync(id),
    });

  return (
    <Space size={4}>
      {wall.is_own && (
        <>
          <Button
            size="small"
            aria-label={t("walls.edit_of", { name })}
            onClick={() => onEdit(wall)}
          >
            {t("walls.edit")}
          </Button>
          <Button size="small" onClick={askToRotate}>
            {t("walls.rotate")}
          </Button>
        </>
      )}
      <Button size="small" danger onClick={askToRevoke}>
        {t("walls.revoke")}
      </Button>
    </Space>
  );
}

import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  ExclamationCircleOutlined,
} from "@ant-design/icons";
import { Button, Space, type TableColumnsType, Tag } from "antd";
import { useTranslation } from "react-i18next";

import type { ApiKey } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useNarrow } from "../../lib/narrow";
import styles from "./keys.module.css";

export type Doing = { act: "edit" | "rotate" | "revoke"; apiKey: ApiKey } | { act: "create" };

const STATES = {
  active: { color: "success", icon: <CheckCircleOutlined /> },
  expires_soon: { color: "warning", icon: <ExclamationCircleOutlined /> },
  expired: { color: "error", icon: <ClockCircleOutlined /> },
  revoked: { color: "default", icon: <CloseCircleOutlined /> },
} as const satisfies Record<ApiKey["state"], object>;

export function useKeyColumns(onDo: (doing: Doing) => void): TableColumnsType<ApiKey> {
  const { t } = useTranslation();
  const format = useFormat();
  const isNarrow = useNarrow();
  return [
    {
      title: t("api_keys.name"),
      render: (_, { name, hint }) => (
        <>
          {name}
          <div className={styles.note}>
            <code>{hint}…</code>
          </div>
        </>
      ),
    },
    {
      title: t("api_keys.kind"),
      render: (_, { source }) => source ?? t("api_keys.for_directory"),
    },
    {
      title: t("api_keys.scopes"),
      render: (_, { scopes }) => format.list(scopes.map((one) => t(`api_keys.scope.${one}`))),
    },
    {
      title: t("api_keys.state_word"),
      width: 128,
      render: (_, { state, previous_until }) => (
        <>
          <Tag color={STATES[state].color} icon={STATES[state].icon}>
            {t(`api_keys.state.${state}`)}
          </Tag>
          {previous_until && (
            <div className={styles.note}>
              {t("api_keys.old_until", { at: format.dateTime(previous_until) })}
            </div>
          )}
        </>
      ),
    },
    {
      title: t("api_keys.expires"),
      render: (_, { expires_at }) =>
        expires_at ? format.dateTime(expires_at) : t("api_keys.never"),
    },
    {
      title: t("api_keys.networks"),
      render: (_, { networks }) =>
        networks.length > 0 ? networks.join(", ") : t("api_keys.anywhere"),
    },
    {
      title: t("api_keys.last_used"),
      render: (_, { last_used_at, last_used_address }) => (
        <>
          {last_used_at ? format.dateTime(last_used_at) : t("api_keys.unused")}
          {last_used_address && (
            <div className={styles.note}>
              {t("api_keys.from_address", { address: last_used_address })}
            </div>
          )}
        </>
      ),
    },
    {
      key: "acts",
      title: t("api_keys.acts"),
      // On a phone it would hide all the others.
      fixed: isNarrow ? false : "right",
      width: 200,
      render: (_, apiKey) =>
        apiKey.state === "revoked" ? (
          NO_VALUE
        ) : (
          <Space size={4}>
            <Button
              size="small"
              aria-label={t("api_keys.edit_of", { name: apiKey.name })}
              onClick={() => onDo({ act: "edit", apiKey })}
            >
              {t("api_keys.edit")}
            </Button>
            <Button size="small" onClick={() => onDo({ act: "rotate", apiKey })}>
              {t("api_keys.rotate")}
            </Button>
            <Button size="small" danger onClick={() => onDo({ act: "revoke", apiKey })}>
              {t("api_keys.revoke")}
            </Button>
          </Space>
        ),
    },
  ];
}

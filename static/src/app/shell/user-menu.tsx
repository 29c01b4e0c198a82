import { LogoutOutlined, SafetyOutlined, UserOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { api, ask } from "../../lib/api";
import { SESSION_KEY, useSession } from "../../lib/session";
import styles from "./shell.module.css";

export function UserMenu() {
  const { t } = useTranslation();
  const { name, role, unit_name, login } = useSession();
  const signOut = useSignOut();

  const card = (
    <div>
      <strong>{name}</strong>
      <div className={styles.meDetail}>
        {t(`words.role.${role}`)} · {unit_name}
      </div>
      <div className={styles.meDetail}>{login}</div>
    </div>
  );
  return (
    <Dropdown
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: [
          { key: "me", type: "group", label: card },
          { type: "divider" },
          {
            key: "security",
            icon: <SafetyOutlined />,
            label: <Link to="/me/security">{t("security.open")}</Link>,
          },
          { key: "out", icon: <LogoutOutlined />, label: t("me.sign_out"), onClick: signOut },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={t("me.open", { name })} title={name}>
        <span className={styles.meName}>{name}</span>
      </Button>
    </Dropdown>
  );
}

/** Ends the session on the server, then forgets everything that was read with it. */
function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const { continue_at } = await ask(api.DELETE("/api/v1/session"));
    client.clear();
    client.setQueryData(SESSION_KEY, null);
    window.location.assign(continue_at ?? "/sign-in");
  };
}

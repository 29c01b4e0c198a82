import { LogoutOutlined, SafetyOutlined, SwapOutlined, UserOutlined } from "@ant-design/icons";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { api, ask } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { LEAVING_KEY, SESSION_KEY, useSession } from "../../lib/session";
import styles from "./shell.module.css";

export function UserMenu() {
  const { t } = useTranslation();
  const { name, role, unit_name, login, deputising } = useSession();
  const roleWord = useRoleWord();
  const { dateTime } = useFormat();
  const signOut = useSignOut();

  const card = (
    <div>
      <strong>{name}</strong>
      <div className={styles.meDetail}>
        {roleWord ?? t(`words.role.${role}`)} · {unit_name}
      </div>
      <div className={styles.meDetail}>{login}</div>
      <Sees />
      {deputising.map((one) => (
        <div key={one.deputy_id}>
          {t("notices.deputising", { name: one.name, until: dateTime(one.until_at) })}
        </div>
      ))}
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
            label: <Link to="/me/security">{t("me.security")}</Link>,
          },
          { key: "out", icon: <LogoutOutlined />, label: t("me.sign_out"), onClick: signOut },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={t("me.open", { name })} title={name}>
        <span className={styles.meName}>{name}</span>
        {deputising.length > 0 && <SwapOutlined aria-hidden />}
      </Button>
    </Dropdown>
  );
}

/** What a role of the centre's own is called; null for shipped ones. */
function useRoleWord(): string | null {
  const { language } = usePreferences();
  const { role_name_zh, role_name_en } = useSession();
  return language === "en" ? role_name_en : role_name_zh;
}

function Sees() {
  const { t } = useTranslation();
  const { list } = useFormat();
  const { everything, own_only, units, campaigns } = useSession().sees;
  const which = everything
    ? t("notices.sees_everything")
    : own_only
      ? t("notices.sees_own")
      : t("notices.sees_units", { names: list(units) });
  return (
    <div className={styles.meDetail}>
      {which}
      {campaigns && <div>{t("notices.sees_campaigns", { names: list(campaigns) })}</div>}
    </div>
  );
}

/** Ends the session on the server, then forgets everything that was read with it. */
function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    const { continue_at } = await ask(api.DELETE("/api/v1/session"));
    client.clear();
    client.setQueryData(LEAVING_KEY, true);
    client.setQueryData(SESSION_KEY, null);
    // Whoever comes back to it by the browser's history begins anew.
    window.addEventListener("pageshow", () => window.location.reload(), { once: true });
    window.location.assign(continue_at ?? "/sign-in");
  };
}

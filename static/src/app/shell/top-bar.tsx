import { QuestionCircleOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { PreferenceSwitches } from "../../components/preference-switches";
import { Bell } from "./bell";
import styles from "./shell.module.css";
import { UserMenu } from "./user-menu";

export function TopBar({ search, onHelp }: { search: ReactNode; onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <header className={styles.top}>
      <search className={styles.search}>{search}</search>
      <Button
        type="text"
        icon={<QuestionCircleOutlined />}
        aria-label={t("me.keys")}
        title={`${t("me.keys")} (?)`}
        onClick={onHelp}
      />
      <Bell />
      <PreferenceSwitches />
      <UserMenu />
    </header>
  );
}

import { MoonOutlined, SunOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { setPreferences, usePreferences } from "../lib/preferences";

/** Light or dark, the same before and after sign-in. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const label = theme === "dark" ? t("preferences.to_light") : t("preferences.to_dark");
  return (
    <Button
      type="text"
      icon={theme === "dark" ? <SunOutlined /> : <MoonOutlined />}
      aria-label={label}
      title={label}
      onClick={() => setPreferences({ theme: theme === "dark" ? "light" : "dark" })}
    />
  );
}

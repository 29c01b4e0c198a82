import { MoonOutlined, SunOutlined, TranslationOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";

import { LANGUAGES, type Language, setPreferences, usePreferences } from "../lib/preferences";
import styles from "./preference-switches.module.css";

const NAMES: Record<Language, string> = { "zh-CN": "简体中文", en: "English" };

/** Language and theme, the same before and after sign-in. */
export function PreferenceSwitches() {
  return (
    <>
      <LanguageSwitch />
      <ThemeSwitch />
    </>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const items = LANGUAGES.map((key) => ({ key, label: <span lang={key}>{NAMES[key]}</span> }));
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items,
        selectable: true,
        selectedKeys: [language],
        onClick: ({ key }) => setPreferences({ language: key as Language }),
      }}
    >
      <Button
        type="text"
        icon={<TranslationOutlined />}
        aria-label={`${t("preferences.language")}: ${NAMES[language]}`}
        title={t("preferences.language")}
      >
        <span className={styles.label}>{NAMES[language]}</span>
      </Button>
    </Dropdown>
  );
}

function ThemeSwitch() {
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

import { TranslationOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";

import {
  LANGUAGE_NAMES,
  LANGUAGES,
  type Language,
  setPreferences,
  usePreferences,
} from "../lib/preferences";
import styles from "./preference-switches.module.css";
import { ThemeSwitch } from "./theme-switch";

/** Language and theme. */
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
  const items = LANGUAGES.map((key) => ({
    key,
    label: <span lang={key}>{LANGUAGE_NAMES[key]}</span>,
  }));
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
        aria-label={`${t("preferences.language")}: ${LANGUAGE_NAMES[language]}`}
        title={t("preferences.language")}
      >
        <span className={styles.label}>{LANGUAGE_NAMES[language]}</span>
      </Button>
    </Dropdown>
  );
}

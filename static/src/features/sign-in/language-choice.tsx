import { Button } from "antd";

import { LANGUAGE_NAMES, LANGUAGES, setPreferences, usePreferences } from "../../lib/preferences";

/** Each language in its own words: who cannot read the one finds the other. */
export function LanguageChoice() {
  const { language } = usePreferences();
  return LANGUAGES.map((key) => (
    <Button
      key={key}
      type="text"
      lang={key}
      aria-pressed={key === language}
      disabled={key === language}
      onClick={() => setPreferences({ language: key })}
    >
      {LANGUAGE_NAMES[key]}
    </Button>
  ));
}

import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";

import { setPreferences, usePreferences } from "../../lib/preferences";

export function SkipSilence() {
  const { t } = useTranslation();
  const { skip_silence } = usePreferences();
  return (
    <Checkbox
      checked={skip_silence}
      onChange={({ target }) => setPreferences({ skip_silence: target.checked })}
    >
      {t("review.skip.label")}
    </Checkbox>
  );
}

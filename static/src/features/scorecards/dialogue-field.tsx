import { Button, Input } from "antd";
import { useTranslation } from "react-i18next";

import styles from "./preview.module.css";

interface Props {
  value: string;
  onChange: (dialogue: string) => void;
}

export function DialogueField({ value, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.dialogue}>
      <Input.TextArea
        aria-label={t("scorecards.dialogue")}
        placeholder={t("scorecards.dialogue_hint")}
        value={value}
        maxLength={200_000}
        autoSize={{ minRows: 4, maxRows: 12 }}
        onChange={(event) => onChange(event.target.value)}
      />
      {!value && (
        <Button size="small" onClick={() => onChange(t("scorecards.dialogue_example"))}>
          {t("scorecards.dialogue_fill")}
        </Button>
      )}
    </div>
  );
}

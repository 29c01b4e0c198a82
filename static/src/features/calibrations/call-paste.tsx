import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import styles from "./calibrations.module.css";
import { idsIn } from "./choosing";

/** Ids or addresses of calls, from a mail or a sheet. */
export function ByPaste({ onTake }: { onTake: (ids: readonly string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const found = idsIn(text);
  return (
    <>
      <Input.TextArea
        aria-label={t("calibrations.new.paste")}
        rows={5}
        value={text}
        placeholder={t("calibrations.new.paste_hint")}
        onChange={({ target }) => setText(target.value)}
      />
      <div className={styles.head}>
        <Button
          size="small"
          disabled={found.length === 0}
          onClick={() => {
            onTake(found);
            setText("");
          }}
        >
          {t("calibrations.new.take")}
        </Button>
        {text !== "" && (
          <span className={styles.note}>
            {found.length > 0
              ? t("calibrations.new.pasted", { count: found.length })
              : t("calibrations.new.pasted_none")}
          </span>
        )}
      </div>
    </>
  );
}

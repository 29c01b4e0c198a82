import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { ConditionForm } from "./condition-form";
import { newCondition } from "./conditions";
import styles from "./form.module.css";
import type { Condition } from "./types";

interface Props {
  when: Condition | null;
  path: string;
  onChange: (when: Condition | null) => void;
}

/** To which calls the rule applies: all, or those of which something is true. */
export function WhenFields({ when, path, onChange }: Props) {
  const { t } = useTranslation();
  if (!when)
    return (
      <Button
        className={styles.add ?? ""}
        type="dashed"
        size="small"
        icon={<PlusOutlined />}
        onClick={() => onChange(newCondition("fact"))}
      >
        {t("scorecards.add_when")}
      </Button>
    );
  return (
    <div className={styles.when}>
      <b>{t("scorecards.only_when")}</b>
      <ConditionForm
        condition={when}
        path={path}
        onChange={onChange}
        onRemove={() => onChange(null)}
      />
    </div>
  );
}

import { Select } from "antd";
import { useTranslation } from "react-i18next";

import styles from "./marks.module.css";
import type { Desk } from "./use-desk";

interface Props {
  desk: Desk;
  value: string | null;
  onChoose: (rule_key: string) => void;
}

/** The rules of the card, found by typing. */
export function RuleSelect({ desk, value, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <Select<string>
      autoFocus
      defaultOpen
      showSearch={{ optionFilterProp: "label" }}
      className={styles.rule}
      aria-label={t("review.add.rule")}
      placeholder={t("review.add.rule_hint")}
      notFoundContent={t("review.add.no_rule")}
      value={value}
      options={desk.items.map(({ line }) => ({ value: line.rule_key, label: line.rule_name }))}
      onSelect={onChoose}
      onInputKeyDown={({ key }) => {
        if (key === "Escape") desk.leave();
      }}
    />
  );
}

import { PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";

import { freshKey, withNewRule } from "./body";
import styles from "./form.module.css";
import { ruleFrom, TEMPLATES, type Template } from "./rule-templates";
import type { Body } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  body: Body;
  change: Draft["change"];
  onChoose: (key: string, isFresh?: boolean) => void;
  section?: string | null;
  primary?: boolean;
}

/** A rule that starts as one of those that are asked for most. */
export function AddRule({ body, change, onChoose, section = null, primary = false }: Props) {
  const { t } = useTranslation();

  function add(template: Template) {
    const key = freshKey(body, "rule");
    change((now) => withNewRule(now, { ...ruleFrom(template, key, t), section }));
    onChoose(key, true);
  }

  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: TEMPLATES.map((template) => ({
          key: template,
          label: (
            <span className={styles.option}>
              {t(`rules.template.${template}.name`)}
              <span>{t(`rules.template.${template}.help`)}</span>
            </span>
          ),
        })),
        onClick: ({ key }) => add(key as Template),
      }}
    >
      <Button
        type={primary ? "primary" : "dashed"}
        size={primary ? "middle" : "small"}
        icon={<PlusOutlined />}
      >
        {t("scorecards.add_rule")}
      </Button>
    </Dropdown>
  );
}

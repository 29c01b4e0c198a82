import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  MoreOutlined,
} from "@ant-design/icons";
import { Button, Dropdown, Input, InputNumber } from "antd";
import { useTranslation } from "react-i18next";

import { stepSection, withoutSection, withSection } from "./body";
import styles from "./rules.module.css";
import type { Body, Section } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  /** Null heads the rules that are in none. */
  section: Section | null;
  body: Body;
  change: Draft["change"];
}

export function SectionHead({ section, body, change }: Props) {
  const { t } = useTranslation();
  if (!section) return <h3 className={styles.section}>{t("scorecards.no_section")}</h3>;
  const { key, name } = section;
  const at = body.sections.indexOf(section);
  return (
    <div className={styles.section}>
      <Input
        size="small"
        variant="borderless"
        maxLength={120}
        aria-label={t("scorecards.section_name")}
        value={name}
        {...(!name.trim() && { status: "error" as const })}
        onChange={({ target: { value } }) =>
          change((now) => withSection(now, key, { ...section, name: value }))
        }
      />
      <InputNumber<number>
        className={styles.weight ?? ""}
        size="small"
        variant="filled"
        min={0}
        max={1000}
        controls={false}
        aria-label={t("scorecards.weight_of", { name })}
        placeholder={t("scorecards.weight")}
        value={section.weight ?? null}
        onChange={(weight) => change((now) => withSection(now, key, { ...section, weight }))}
      />
      <Dropdown
        trigger={["click"]}
        menu={{
          items: [
            { key: "up", label: t("scorecards.up"), icon: <ArrowUpOutlined />, disabled: at === 0 },
            {
              key: "down",
              label: t("scorecards.down"),
              icon: <ArrowDownOutlined />,
              disabled: at === body.sections.length - 1,
            },
            {
              key: "remove",
              label: t("scorecards.remove_section"),
              icon: <DeleteOutlined />,
              danger: true,
            },
          ],
          onClick: ({ key: act }) =>
            change((now) =>
              act === "remove"
                ? withoutSection(now, key)
                : stepSection(now, key, act === "up" ? -1 : 1),
            ),
        }}
      >
        <Button
          type="text"
          size="small"
          icon={<MoreOutlined />}
          aria-label={t("scorecards.section_acts", { name })}
        />
      </Dropdown>
    </div>
  );
}

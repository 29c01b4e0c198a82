import { CloseOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import styles from "./form.module.css";

export interface Extra {
  key: string;
  /** As it is offered: 同音字也算. */
  label: string;
  active: boolean;
  /** Key below `conditions` and fields, where it has any. */
  content?: ReactNode;
  on: () => void;
  off: () => void;
}

/** What a condition may ask besides: what it asks as chips, the rest behind one button. */
export function Extras({ items }: { items: readonly Extra[] }) {
  const { t } = useTranslation();
  const offered = items.filter(({ active }) => !active);
  return (
    <div className={styles.extras}>
      {items
        .filter(({ active }) => active)
        .map(({ key, label, content, off }) => (
          <span key={key} className={styles.extra}>
            {content ?? label}
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={t("scorecards.take_out", { name: label })}
              title={t("scorecards.take_out", { name: label })}
              onClick={off}
            />
          </span>
        ))}
      {offered.length > 0 && (
        <Dropdown
          trigger={["click"]}
          menu={{ items: offered.map(({ key, label, on }) => ({ key, label, onClick: on })) }}
        >
          <Button type="text" size="small" icon={<PlusOutlined />}>
            {t("scorecards.more")}
          </Button>
        </Dropdown>
      )}
    </div>
  );
}

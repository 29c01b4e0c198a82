import { InputNumber } from "antd";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import styles from "./marks.module.css";
import type { Stretch } from "./place-of-hit";

interface Props {
  stretch: Stretch;
  duration_s: number;
  onChange: (stretch: Stretch) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export function StretchFields({ stretch, duration_s, onChange, onKeyDown }: Props) {
  const { t } = useTranslation();
  const field = (name: "from" | "to", value: number, change: (value: number) => Stretch) => (
    <InputNumber<number>
      size="small"
      prefix={t(`review.add.${name}`)}
      aria-label={t(`review.add.${name}`)}
      min={0}
      max={Math.ceil(duration_s * 10) / 10}
      step={0.5}
      precision={1}
      value={value}
      onChange={(wanted) => onChange(change(wanted ?? 0))}
      onKeyDown={onKeyDown}
    />
  );
  return (
    <p className={styles.span}>
      {field("from", stretch.from_s, (from_s) => ({ ...stretch, from_s }))}
      {field("to", stretch.to_s, (to_s) => ({ ...stretch, to_s }))}
    </p>
  );
}

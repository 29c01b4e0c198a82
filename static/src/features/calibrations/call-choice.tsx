import { Alert, Button, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useTimezone } from "../../lib/session";
import styles from "./calibrations.module.css";
import { ByChance } from "./call-draw";
import { NarrowingFields } from "./call-narrowing";
import { ByPaste } from "./call-paste";
import { ByList } from "./call-ticks";
import { EVERYTHING, toWanted } from "./choosing";

const WAYS = ["list", "chance", "paste"] as const;

interface Props {
  /** Of the scorecard that scored them. */
  version: string | undefined;
  value?: string[];
  onChange?: (ids: string[]) => void;
}

/** Calls ticked in a list, drawn by chance, or pasted; all add to the same choice. */
export function CallChoice({ version, value = [], onChange = () => undefined }: Props) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  const [way, setWay] = useState<(typeof WAYS)[number]>("list");
  const [narrowing, setNarrowing] = useState(EVERYTHING);
  if (!version) return <Alert type="info" title={t("calibrations.new.choose_card")} />;
  const wanted = toWanted(version, narrowing, timezone);
  const add = (ids: readonly string[]) => onChange([...new Set([...value, ...ids])]);
  return (
    <div className={styles.choice}>
      <div className={styles.head}>
        <Segmented
          value={way}
          options={WAYS.map((one) => ({ value: one, label: t(`calibrations.new.by_${one}`) }))}
          onChange={setWay}
        />
        <span role="status">{t("calibrations.new.chosen", { count: value.length })}</span>
        {value.length > 0 && (
          <Button type="link" size="small" onClick={() => onChange([])}>
            {t("calibrations.new.clear")}
          </Button>
        )}
      </div>
      {way !== "paste" && <NarrowingFields value={narrowing} onChange={setNarrowing} />}
      {way === "list" && <ByList wanted={wanted} chosen={value} onChange={onChange} />}
      {way === "chance" && <ByChance key={version} wanted={wanted} onDrawn={onChange} />}
      {way === "paste" && <ByPaste onTake={add} />}
    </div>
  );
}

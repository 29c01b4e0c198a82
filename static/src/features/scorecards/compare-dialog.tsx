import { Modal, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { DiffView } from "./diff-view";
import styles from "./scorecards.module.css";
import type { Version } from "./types";

interface Props {
  version: Version;
  others: readonly Version[];
  first: Version | undefined;
  onClose: () => void;
}

/** Any two versions, the older one first. */
export function CompareDialog({ version, others, first, onClose }: Props) {
  const { t } = useTranslation();
  const [number, setNumber] = useState(first?.number);
  const other = others.find((one) => one.number === number);
  const [before, after] =
    other && other.number > version.number ? [version, other] : [other, version];
  return (
    <Modal open width={760} footer={null} title={t("scorecards.compare_title")} onCancel={onClose}>
      <div className={styles.dialog}>
        <Select<number>
          className={styles.against ?? ""}
          aria-label={t("scorecards.compare_against")}
          value={number ?? null}
          options={others.map((one) => ({
            value: one.number,
            label: `${t("scorecards.compare_with", { number: one.number })} · ${t(`scorecards.state.${one.state}`)}`,
          }))}
          onChange={setNumber}
        />
        {before && after && (
          <DiffView
            key={`${before.number} ${after.number}`}
            scorecardId={version.scorecard_id}
            number={after.number}
            against={before.number}
            before={before.body}
            after={after.body}
          />
        )}
      </div>
    </Modal>
  );
}

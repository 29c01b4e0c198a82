import { Alert, Button, Input, Popconfirm } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Import, Mapping, Preview } from "../../lib/api";
import styles from "./imports.module.css";
import { Labelled } from "./labelled";
import { isBad, isRefused } from "./preview";
import { useSaveMapping, useStart } from "./queries";

interface Props {
  one: Import;
  preview: Preview;
  mapping: Mapping;
  sheet: string | null;
  busy: boolean;
}

/** Keep the mapping, and let the import begin. */
export function StartPanel({ one, preview, mapping, sheet, busy }: Props) {
  const { t } = useTranslation();
  const start = useStart(one.id);
  const save = useSaveMapping();
  const [name, setName] = useState("");
  const isTable = one.format === "csv" || one.format === "xlsx";
  const bad = preview.rows.filter(isBad).length;
  const disabled = busy || isRefused(preview);
  const save_as = name.trim() || null;
  const begin = () =>
    start.mutate({ mapping: isTable ? mapping : null, sheet, save_as: isTable ? save_as : null });
  const button = {
    type: "primary",
    size: "large",
    disabled,
    loading: start.isPending,
    children: t("imports.start"),
  } as const;
  return (
    <footer className={styles.start}>
      {isTable && (
        <Labelled label={t("imports.save_as")}>
          <span className={styles.saved}>
            <Input
              aria-label={t("imports.save_as")}
              placeholder={t("imports.save_as_hint")}
              maxLength={100}
              value={name}
              onChange={({ target }) => {
                setName(target.value);
                save.reset();
              }}
            />
            <Button
              disabled={!save_as}
              loading={save.isPending}
              onClick={() =>
                save_as && save.mutate({ name: save_as, source_id: one.source_id, mapping })
              }
            >
              {t("imports.save_now")}
            </Button>
          </span>
        </Labelled>
      )}
      {bad > 0 && !disabled ? (
        <Popconfirm
          title={t("imports.start_bad_ask")}
          description={t("imports.start_bad_help")}
          okText={t("imports.start_anyway")}
          cancelText={t("imports.cancel")}
          onConfirm={begin}
        >
          <Button {...button} />
        </Popconfirm>
      ) : (
        <Button {...button} onClick={begin} />
      )}
      {save.isSuccess && (
        <Alert
          showIcon
          type="success"
          role="status"
          title={t("imports.saved_as", { name: save.data.name })}
        />
      )}
      {(start.error ?? save.error) && <ProblemPanel error={start.error ?? save.error} inline />}
    </footer>
  );
}

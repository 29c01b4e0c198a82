import { DeleteOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Mapping } from "../../lib/api";
import { fitTo } from "./columns";
import styles from "./imports.module.css";
import { Labelled } from "./labelled";
import { useDeleteMapping, useMappings } from "./queries";

interface Props {
  sourceId: string;
  /** Names of the columns that are there. */
  columns: readonly string[];
  onChoose: (mapping: Mapping) => void;
}

/** Mappings of this source's files that somebody kept. */
export function SavedMappings({ sourceId, columns, onChoose }: Props) {
  const { t } = useTranslation();
  const mappings = useMappings(sourceId);
  const remove = useDeleteMapping();
  const [chosen, setChosen] = useState<string | null>(null);
  const saved = mappings.data?.items ?? [];
  if (saved.length === 0) return null;

  function choose(name: string | undefined) {
    setChosen(name ?? null);
    const found = saved.find((one) => one.name === name);
    if (found) onChoose(fitTo(found.mapping, columns));
  }

  return (
    <Labelled label={t("imports.saved")}>
      <span className={styles.saved}>
        <Select<string>
          aria-label={t("imports.saved")}
          allowClear
          placeholder={t("imports.saved_choose")}
          value={chosen}
          onChange={choose}
          options={saved.map(({ name }) => ({ value: name, label: name }))}
        />
        {chosen !== null && (
          <Popconfirm
            title={t("imports.saved_delete_ask", { name: chosen })}
            description={t("imports.saved_delete_help")}
            okText={t("imports.saved_delete", { name: chosen })}
            okButtonProps={{ danger: true }}
            cancelText={t("imports.cancel")}
            onConfirm={() => {
              remove.mutate(chosen);
              setChosen(null);
            }}
          >
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t("imports.saved_delete", { name: chosen })}
            />
          </Popconfirm>
        )}
      </span>
      {remove.isError && <ProblemPanel error={remove.error} inline />}
    </Labelled>
  );
}

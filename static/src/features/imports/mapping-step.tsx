import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Import, Mapping, Preview } from "../../lib/api";
import { useSettled } from "../../lib/settled";
import { ColumnsTable } from "./columns-table";
import styles from "./imports.module.css";
import { PreviewPanel } from "./preview-panel";
import { Problems } from "./problems";
import { usePreview } from "./queries";
import { ReadingOptions } from "./reading-options";
import { StartPanel } from "./start-panel";

/** What each column is, with the rows as they would become. */
export function MappingStep({ one }: { one: Import }) {
  const [edited, setEdited] = useState<Mapping | null>(null);
  const [sheet, setSheet] = useState<string | null>(one.sheet);
  const asked = useSettled(edited);
  const preview = usePreview(one.id, asked, sheet);
  const { data } = preview;
  if (!data)
    return preview.isError ? (
      <ProblemPanel error={preview.error} onRetry={preview.refetch} />
    ) : (
      <Placeholder height={400} />
    );
  const mapping = edited ?? data.mapping;
  const isBusy = preview.isFetching || asked !== edited;

  function changeSheet(wanted: string) {
    setSheet(wanted);
    setEdited(null);
  }

  return (
    <>
      <Editor
        one={one}
        preview={data}
        mapping={mapping}
        sheet={sheet}
        onChange={setEdited}
        onSheet={changeSheet}
      />
      {preview.isError && <ProblemPanel error={preview.error} inline />}
      <PreviewPanel preview={data} stale={isBusy || preview.isPlaceholderData} />
      <StartPanel one={one} preview={data} mapping={mapping} sheet={sheet} busy={isBusy} />
    </>
  );
}

interface EditorProps {
  one: Import;
  preview: Preview;
  mapping: Mapping;
  sheet: string | null;
  onChange: (mapping: Mapping) => void;
  onSheet: (sheet: string) => void;
}

function Editor({ one, preview, mapping, sheet, onChange, onSheet }: EditorProps) {
  const { t } = useTranslation();
  if (one.format !== "csv" && one.format !== "xlsx")
    return (
      <div className={styles.panel}>
        <p>{t("imports.no_columns")}</p>
        <Problems preview={preview} />
      </div>
    );
  return (
    <section className={styles.panel} aria-label={t("imports.step_map")}>
      <h2>{t("imports.step_map")}</h2>
      <p className={styles.note}>{t("imports.step_map_help")}</p>
      <ReadingOptions
        one={one}
        preview={preview}
        mapping={mapping}
        sheet={sheet}
        onChange={onChange}
        onSheet={onSheet}
      />
      <Problems preview={preview} />
      <ColumnsTable columns={preview.columns} mapping={mapping} onChange={onChange} />
    </section>
  );
}

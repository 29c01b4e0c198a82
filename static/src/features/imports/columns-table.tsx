import { Select, Table } from "antd";
import { useTranslation } from "react-i18next";

import type { Column, Field, Mapping, Preview } from "../../lib/api";
import { columnOf, fieldGroups, formatsOf, withColumn, wordsOf } from "./columns";
import styles from "./imports.module.css";
import { ValuesDialog } from "./values-dialog";

type FileColumn = Preview["columns"][number];

interface Props {
  columns: FileColumn[];
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

const SAMPLES = 4;

/** Each column of the file, what its first rows hold, and what it is. */
export function ColumnsTable({ columns, mapping, onChange }: Props) {
  const { t } = useTranslation();
  const change = (name: string, wanted: Partial<Column>) =>
    onChange(withColumn(mapping, name, wanted));
  return (
    <Table<FileColumn>
      aria-label={t("imports.columns")}
      size="small"
      rowKey="name"
      dataSource={columns}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 880 }}
      rowClassName={({ name }) =>
        (columnOf(mapping, name).field === "ignore" ? styles.ignored : "") ?? ""
      }
      columns={[
        {
          title: t("imports.column"),
          width: 180,
          ellipsis: true,
          render: (_, { name }) => <strong title={name}>{name}</strong>,
        },
        {
          title: t("imports.samples"),
          ellipsis: true,
          render: (_, { samples }) => (
            <span className={styles.samples} title={samples.join("\n")}>
              {samples.slice(0, SAMPLES).join(" · ")}
            </span>
          ),
        },
        {
          title: t("imports.means"),
          width: 300,
          render: (_, { name }) => (
            <FieldChoice
              name={name}
              kind={mapping.one_row_is}
              field={columnOf(mapping, name).field}
              onChange={(field) => change(name, { field })}
            />
          ),
        },
        {
          title: t("imports.written"),
          width: 190,
          render: (_, { name, samples }) => (
            <Written
              column={columnOf(mapping, name)}
              samples={samples}
              onChange={(wanted) => change(name, wanted)}
            />
          ),
        },
      ]}
    />
  );
}

interface ChoiceProps {
  name: string;
  kind: Mapping["one_row_is"];
  field: Field;
  onChange: (field: Field) => void;
}

function FieldChoice({ name, kind, field, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Select<Field>
      className={styles.wide}
      aria-label={`${name}: ${t("imports.means")}`}
      value={field}
      onChange={onChange}
      showSearch={{
        filterOption: (typed, option) =>
          `${option?.search ?? ""}`.toLowerCase().includes(typed.toLowerCase()),
      }}
      popupMatchSelectWidth={380}
      listHeight={400}
      options={fieldGroups(kind).map((group) => ({
        label: t(`imports.group.${group.name}`),
        options: group.fields.map((value) => ({
          value,
          label: t(`imports.field.${value}`),
          search: `${t(`imports.field.${value}`)} ${value}`,
          help: t(`imports.field_help.${value}`),
        })),
      }))}
      optionRender={({ label, data }) => (
        <div className={styles.option}>
          {label} <span className={styles.note}>{data.help}</span>
        </div>
      )}
    />
  );
}

interface WrittenProps {
  column: Column;
  samples: string[];
  onChange: (wanted: Partial<Column>) => void;
}

/** How its times, lengths or words are written, where that can be said. */
function Written({ column, samples, onChange }: WrittenProps) {
  const { t } = useTranslation();
  const formats = formatsOf(column.field);
  if (formats.length > 0)
    return (
      <Select<string>
        className={styles.wide}
        aria-label={`${column.column}: ${t("imports.written")}`}
        allowClear
        placeholder={t("imports.format_auto")}
        value={column.format ?? null}
        onChange={(format) => onChange({ format: format ?? null })}
        options={[...new Set([...formats, ...(column.format ? [column.format] : [])])].map(
          (value) => ({ value, label: nameOf(value) }),
        )}
      />
    );
  const words = wordsOf(column.field);
  if (!words) return null;
  return (
    <ValuesDialog
      column={column}
      samples={samples}
      words={words}
      onChange={(values) => onChange({ values })}
    />
  );

  function nameOf(format: string): string {
    const named = KNOWN.find((one) => one === format);
    if (named) return t(`imports.formats.${named}`);
    return format === "mm:ss" ? t("imports.formats.clock") : format;
  }
}

const KNOWN = ["excel", "epoch", "epoch_ms", "s", "ms", "min", "days"] as const;

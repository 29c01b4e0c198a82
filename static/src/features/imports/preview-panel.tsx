import { CloseCircleOutlined, InfoCircleOutlined } from "@ant-design/icons";
import { Table, type TableColumnsType } from "antd";
import { useTranslation } from "react-i18next";

import type { Field, Mapping, Preview } from "../../lib/api";
import { NO_VALUE, useFormat } from "../../lib/format";
import { useWords } from "../../lib/words";
import styles from "./imports.module.css";
import { isBad, noteOf, previewFields, type Row, shownValue } from "./preview";

interface Props {
  preview: Preview;
  /** The mapping has changed since; its rows are on their way. */
  stale: boolean;
}

/** The first rows as calls or events, with what is wrong in its place. */
export function PreviewPanel({ preview, stale }: Props) {
  const { t } = useTranslation();
  const { rows } = preview;
  const bad = rows.filter(isBad).length;
  return (
    <section className={styles.panel} aria-label={t("imports.preview")} aria-busy={stale}>
      <header className={styles.header}>
        <h2>{t("imports.preview")}</h2>
        <p className={styles.note} role="status">
          {stale ? t("imports.updating") : sentence()}
        </p>
      </header>
      {rows.length === 0 ? (
        <p>{t("imports.preview_none")}</p>
      ) : (
        <div className={styles.rows} data-stale={stale}>
          <Rows preview={preview} />
        </div>
      )}
    </section>
  );

  function sentence(): string {
    if (bad > 0) return t("imports.preview_bad", { bad, total: rows.length });
    return rows.length > 0 ? t("imports.preview_help", { count: rows.length }) : "";
  }
}

function Rows({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const fields = previewFields(preview);
  const columns: TableColumnsType<Row> = [
    {
      title: t("imports.line"),
      width: 64,
      fixed: "left",
      align: "right",
      render: (_, { line }) => line,
    },
    ...fields.map((field) => ({
      title: <FieldName field={field} />,
      width: 150,
      ellipsis: true,
      render: (_: unknown, row: Row) => <Cell row={row} field={field} mapping={preview.mapping} />,
    })),
    {
      title: t("imports.wrong"),
      width: 300,
      fixed: "right",
      render: (_, row) => <Wrong row={row} />,
    },
  ];
  return (
    <Table<Row>
      aria-label={t("imports.preview")}
      size="small"
      rowKey="line"
      columns={columns}
      dataSource={preview.rows}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 364 + 150 * fields.length, y: 400 }}
      rowClassName={(row) => (isBad(row) ? styles.bad : "") ?? ""}
    />
  );
}

const NAMED: readonly string[] = [
  "call_id",
  "direction",
  "agent",
  "agent_name",
  "campaign",
  "customer_number",
  "caller_number",
  "queue",
  "started_at",
  "ringing_at",
  "answered_at",
  "ended_at",
  "duration_s",
  "talk_s",
  "wait_s",
  "outcome",
  "hangup_by",
  "amount",
  "currency",
  "sale_at",
  "satisfaction",
  "recording_url",
  "recording_file",
  "type",
  "at",
  "reason",
  "state",
  "left_by",
] satisfies Field[];

function FieldName({ field }: { field: string }) {
  const { t } = useTranslation();
  return NAMED.includes(field) ? t(`imports.field.${field as Field}`) : field;
}

interface CellProps {
  row: Row;
  field: string;
  mapping: Mapping;
}

function Cell({ row, field, mapping }: CellProps) {
  const format = useFormat();
  const word = useWords();
  const value = shownValue(row, field);
  const note = noteOf(row, field, mapping);
  if (note)
    return (
      <span className={styles.fault} title={note.sentence}>
        <CloseCircleOutlined /> {value ?? word("note", note.reason)}
      </span>
    );
  if (value === null) return <span className={styles.note}>{NO_VALUE}</span>;
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return format.dateTime(value);
  return field === "outcome" || field === "hangup_by" ? word(field, value) : value;
}

function Wrong({ row: { notes } }: { row: Row }) {
  const { t } = useTranslation();
  const word = useWords();
  if (notes.length === 0) return null;
  return (
    <ul className={styles.wrong}>
      {notes.map(({ reason, sentence, field, refuses }) => (
        <li
          key={`${reason} ${field} ${sentence}`}
          data-refuses={refuses}
          title={refuses ? t("imports.preview_row_bad") : undefined}
        >
          {refuses ? <CloseCircleOutlined /> : <InfoCircleOutlined />} {word("note", reason)}
          {field && <code> {field}</code>}
          <div className={styles.note} lang="en" title={sentence}>
            {sentence}
          </div>
        </li>
      ))}
    </ul>
  );
}

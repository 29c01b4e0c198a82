import { DownloadOutlined, TableOutlined, UploadOutlined } from "@ant-design/icons";
import { Alert, Button, Drawer, Popconfirm, Segmented, Space, Table, Tag, Upload } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { asProblem } from "../../lib/problem";
import {
  type Outcome,
  type PlannedRow,
  type TableImport,
  useApplyTable,
  useImportRows,
  useUploadTable,
} from "./queries";
import styles from "./team.module.css";
import { useNames } from "./use-names";

const OUTCOMES = ["refused", "new", "changed", "unchanged"] as const;
const KINDS = ["units", "agents", "memberships", "identities"] as const;
const COLOURS = { refused: "red", new: "green", changed: "blue", unchanged: "default" } as const;

/** Opens what brings units, agents, teams and names out and in as tables. */
export function TablesButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<TableOutlined />} onClick={() => setOpen(true)}>
        {t("team.tables")}
      </Button>
      {open && <TablesDrawer onClose={() => setOpen(false)} />}
    </>
  );
}

function TablesDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const upload = useUploadTable();
  const [applied, setApplied] = useState<TableImport | null>(null);
  return (
    <Drawer open size={860} title={t("team.tables")} onClose={onClose}>
      <section className={styles.part}>
        <h3>{t("team.tables_out")}</h3>
        <p className={styles.note}>{t("team.tables_out_help")}</p>
        <Downloads />
      </section>
      <section className={styles.part}>
        <h3>{t("team.tables_in")}</h3>
        <p className={styles.note}>{t("team.tables_in_help")}</p>
        <div>
          <Upload
            accept=".xlsx,.csv,.zip"
            showUploadList={false}
            beforeUpload={(file) => {
              setApplied(null);
              upload.mutate(file);
              return false;
            }}
          >
            <Button icon={<UploadOutlined />} loading={upload.isPending}>
              {t("team.choose_file")}
            </Button>
          </Upload>
        </div>
        {upload.error && <ProblemPanel error={upload.error} inline />}
        {applied && <Alert type="success" showIcon title={t("team.applied")} />}
        {upload.data && !applied && (
          <Preview key={upload.data.id} preview={upload.data} onApplied={setApplied} />
        )}
      </section>
    </Drawer>
  );
}

function Downloads() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const words = language === "en" ? "en" : "zh";
  const url = (format: string, more = "") =>
    `/api/v1/organisation/export?format=${format}&language=${words}${more}`;
  return (
    <Space wrap>
      <Button icon={<DownloadOutlined />} href={url("xlsx")}>
        {t("team.as_xlsx")}
      </Button>
      <Button icon={<DownloadOutlined />} href={url("csv")}>
        {t("team.as_csv")}
      </Button>
      <Button type="link" href={url("xlsx", "&template=true")}>
        {t("team.template")}
      </Button>
    </Space>
  );
}

interface PreviewProps {
  preview: TableImport;
  onApplied: (applied: TableImport) => void;
}

function Preview({ preview, onApplied }: PreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const apply = useApplyTable();
  const { language } = usePreferences();
  const total = (outcome: Outcome) =>
    KINDS.reduce((sum, kind) => sum + (preview.counts[kind]?.[outcome] ?? 0), 0);
  const [shown, setShown] = useState<Outcome>(
    OUTCOMES.find((outcome) => total(outcome) > 0) ?? "unchanged",
  );
  const wrong = total("refused");
  const acts = total("new") + total("changed");
  return (
    <>
      <p>{preview.file_name}</p>
      {wrong > 0 && (
        <Alert type="error" showIcon title={t("team.refused_rows", { count: wrong })} />
      )}
      <Segmented<Outcome>
        aria-label={t("team.outcome")}
        value={shown}
        options={OUTCOMES.map((value) => ({
          value,
          label: `${t(`team.outcomes.${value}`)} ${format.count(total(value))}`,
        }))}
        onChange={setShown}
      />
      <Rows key={shown} id={preview.id} outcome={shown} />
      {apply.error && <ProblemPanel error={apply.error} inline />}
      {apply.error && language === "en" && <p>{asProblem(apply.error).detail}</p>}
      <div>
        <Popconfirm
          title={t("team.apply_ask", { count: acts })}
          description={t("team.apply_help")}
          okText={t("team.apply")}
          cancelText={t("team.cancel")}
          disabled={wrong > 0 || acts === 0}
          onConfirm={() => apply.mutate(preview.id, { onSuccess: onApplied })}
        >
          <Button type="primary" disabled={wrong > 0 || acts === 0} loading={apply.isPending}>
            {t("team.apply")}
          </Button>
        </Popconfirm>
      </div>
    </>
  );
}

function Rows({ id, outcome }: { id: string; outcome: Outcome }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<(string | null)[]>([null]);
  const rows = useImportRows(id, outcome, way.at(-1) ?? null);
  if (rows.isPending) return <Placeholder height={200} />;
  if (!rows.data) return <ProblemPanel error={rows.error} onRetry={rows.refetch} inline />;
  const { next } = rows.data;
  return (
    <>
      <Table<PlannedRow>
        className={styles.table ?? ""}
        aria-label={t("team.preview")}
        size="small"
        rowKey={({ kind, line }) => `${kind} ${line}`}
        dataSource={rows.data.items}
        pagination={false}
        scroll={{ x: 640 }}
        columns={[
          {
            title: t("team.table"),
            width: 110,
            render: (_, { kind }) => t(`team.table_of.${kind}`),
          },
          { title: t("team.row"), width: 60, align: "right", dataIndex: "line" },
          { title: t("team.about"), width: 220, dataIndex: "key" },
          {
            title: t("team.outcome"),
            width: 100,
            render: (_, row) => (
              <Tag color={COLOURS[row.outcome]}>{t(`team.outcomes.${row.outcome}`)}</Tag>
            ),
          },
          { title: t("team.details"), render: (_, row) => <Details row={row} /> },
        ]}
      />
      {(next || way.length > 1) && (
        <Space>
          <Button disabled={way.length === 1} onClick={() => setWay(way.slice(0, -1))}>
            {t("pager.previous")}
          </Button>
          <Button disabled={!next} onClick={() => next && setWay([...way, next])}>
            {t("pager.next")}
          </Button>
        </Space>
      )}
    </>
  );
}

function Details({ row }: { row: PlannedRow }) {
  const { t } = useTranslation();
  const name = useNames();
  return (
    <>
      {row.faults?.map(({ column, value, reason }) => (
        <div key={`${column} ${reason}`} className={styles.fault}>
          {name("field", column)}
          {value && ` “${value}”`}
          {t("team.colon")}
          {t(`team.reason.${reason}`)}
        </div>
      ))}
      {row.changes?.map(({ column, before, after }) => (
        <div key={column} className={styles.change}>
          {name("field", column)}
          {t("team.colon")}
          <span className={styles.was}>{name("value", before)}</span> → {name("value", after)}
        </div>
      ))}
    </>
  );
}

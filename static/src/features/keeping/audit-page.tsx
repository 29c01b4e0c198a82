import { Button, DatePicker, Empty, Input, Select, Table } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { CopyButton } from "../../components/copy-button";
import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { EntryFacts } from "./entry-facts";
import styles from "./keeping.module.css";
import { type AuditQuery, type Entry, useActs, useAudit, useHead } from "./queries";
import { useActSentence } from "./use-act-sentence";

const FIELDS = ["actor", "act", "subject", "address", "from_at", "until_at"] as const;
const TYPED = ["actor", "subject", "address"] as const;

/** Who did what to what, when and from where. */
export default function AuditPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const query = queryOf(params);
  const entries = useAudit(query);

  function change(wanted: Partial<AuditQuery>) {
    const next = new URLSearchParams(params);
    next.delete("cursor");
    for (const [name, value] of Object.entries(wanted)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setParams(next);
  }

  return (
    <div className={styles.page}>
      <title>{`${t("nav.audit")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.audit")}</h1>
        <Head />
        <div className={styles.aside}>
          <Button href={`/api/v1/audit/export?${exportOf(params)}`} download="audit.ndjson">
            {t("keeping.export_log")}
          </Button>
        </div>
      </header>
      <Filters query={query} onChange={change} />
      {entries.data ? (
        <>
          <Entries entries={entries.data.items} />
          <Pager
            next={entries.data.next ?? null}
            label={t("nav.audit")}
            shown={t("keeping.shown", { count: entries.data.items.length })}
          />
        </>
      ) : entries.isError ? (
        <ProblemPanel error={entries.error} onRetry={entries.refetch} />
      ) : (
        <Placeholder height={400} />
      )}
    </div>
  );
}

/** The chain's end, to be noted elsewhere. */
function Head() {
  const { t } = useTranslation();
  const head = useHead();
  if (!head.data) return null;
  const { seq, hash } = head.data;
  return (
    <span className={styles.note}>
      {t("keeping.head", { seq, hash: hash.slice(0, 12) })}
      <CopyButton text={`${seq}:${hash}`} label={t("keeping.copy_head")} />
    </span>
  );
}

interface FilterProps {
  query: AuditQuery;
  onChange: (wanted: Partial<AuditQuery>) => void;
}

function Filters({ query, onChange }: FilterProps) {
  const { t } = useTranslation();
  const acts = useActs();
  const sentenceOf = useActSentence();
  const period = [query.from_at, query.until_at].map((at) => (at ? dayjs(at) : null));
  return (
    <div className={styles.filters}>
      <Select
        className={styles.filter ?? ""}
        aria-label={t("keeping.act")}
        placeholder={t("keeping.act")}
        showSearch
        allowClear
        optionFilterProp="label"
        popupMatchSelectWidth={false}
        value={query.act ?? null}
        options={(acts.data ?? []).map((value) => ({ value, label: sentenceOf(value) }))}
        onChange={(act) => onChange({ act: act ?? "" })}
      />
      {TYPED.map((name) => (
        <Input.Search
          key={`${name}-${query[name] ?? ""}`}
          className={styles.filter ?? ""}
          aria-label={t(`keeping.${name}`)}
          placeholder={t(`keeping.${name}`)}
          allowClear
          defaultValue={query[name] ?? ""}
          onSearch={(value) => onChange({ [name]: value.trim() })}
        />
      ))}
      <DatePicker.RangePicker
        showTime
        aria-label={t("keeping.period")}
        value={[period[0] ?? null, period[1] ?? null]}
        allowEmpty={[true, true]}
        onChange={(chosen) =>
          onChange({
            from_at: chosen?.[0]?.toISOString() ?? "",
            until_at: chosen?.[1]?.toISOString() ?? "",
          })
        }
      />
    </div>
  );
}

function Entries({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentenceOf = useActSentence();
  return (
    <Table<Entry>
      className={styles.table ?? ""}
      aria-label={t("nav.audit")}
      size="small"
      rowKey="id"
      dataSource={entries}
      pagination={false}
      scroll={{ x: 900 }}
      expandable={{ expandedRowRender: (entry) => <EntryFacts entry={entry} /> }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("keeping.audit_none")} />
        ),
      }}
      columns={[
        { title: t("keeping.at"), width: 150, render: (_, entry) => format.dateTime(entry.at) },
        { title: t("keeping.actor"), width: 140, dataIndex: "actor" },
        { title: t("keeping.act"), render: (_, { act }) => sentenceOf(act) },
        {
          title: t("keeping.subject"),
          render: (_, { subject }) => <span className={styles.code}>{subject}</span>,
        },
        {
          title: t("keeping.address"),
          width: 140,
          render: (_, { address }) => address ?? NO_VALUE,
        },
      ]}
    />
  );
}

function queryOf(params: URLSearchParams): AuditQuery {
  const query: AuditQuery = {};
  for (const name of [...FIELDS, "cursor"] as const) {
    const value = params.get(name);
    if (value) query[name] = value;
  }
  return query;
}

function exportOf(params: URLSearchParams): string {
  const { cursor: _, ...query } = queryOf(params);
  return new URLSearchParams(query as Record<string, string>).toString();
}

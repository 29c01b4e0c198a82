import { PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Input, Select, Table, type TableColumnsType, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { useCan } from "../../lib/session";
import { useWords } from "../../lib/words";
import { PackDrawer } from "./pack-drawer";
import { usePacks } from "./queries";
import styles from "./scorecards.module.css";
import type { PackSummary } from "./types";

/** The name of a pack that is being made. */
const NEW = "new";

/** Words that rules of many cards share. */
export function PackList() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const packs = usePacks();
  const mayWrite = useCan("scorecards:write");
  const [q, setQ] = useState("");
  const [language, setLanguage] = useState<string | null>(null);
  const items = useShown(packs.data?.items ?? [], q, language);
  const columns = useColumns();
  const open = params.get("pack");
  const go = (pack: string | null) =>
    setParams({ tab: "packs", ...(pack && { pack }) }, { replace: true });
  if (packs.isError && !packs.data)
    return <ProblemPanel error={packs.error} onRetry={packs.refetch} />;
  return (
    <div className={styles.stack}>
      <search className={styles.filters}>
        <Input.Search
          className={styles.q ?? ""}
          allowClear
          placeholder={t("packs.search")}
          aria-label={t("packs.search")}
          onChange={(event) => setQ(event.target.value)}
        />
        <LanguageFilter items={packs.data?.items ?? []} value={language} onChange={setLanguage} />
        {mayWrite && (
          <Button className={styles.aside ?? ""} icon={<PlusOutlined />} onClick={() => go(NEW)}>
            {t("packs.create")}
          </Button>
        )}
      </search>
      <Table<PackSummary>
        className={styles.table ?? ""}
        aria-label={t("packs.title")}
        size="small"
        rowKey="key"
        columns={columns}
        dataSource={items}
        pagination={false}
        scroll={{ x: "max-content" }}
        locale={{
          emptyText: packs.isPending ? (
            <Placeholder height={240} />
          ) : (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("packs.none")} />
          ),
        }}
      />
      {open && (
        <PackDrawer key={open} packKey={open === NEW ? null : open} onClose={() => go(null)} />
      )}
    </div>
  );
}

function LanguageFilter({
  items,
  value,
  onChange,
}: {
  items: readonly PackSummary[];
  value: string | null;
  onChange: (language: string | null) => void;
}) {
  const { t } = useTranslation();
  const word = useWords();
  const codes = [...new Set(items.map(({ language }) => language))];
  return (
    <Select<string>
      allowClear
      aria-label={t("packs.language")}
      placeholder={t("packs.language")}
      value={value}
      options={codes.map((code) => ({ value: code, label: word("language", code) }))}
      popupMatchSelectWidth={false}
      onChange={(code) => onChange(code ?? null)}
    />
  );
}

/** By category and then by name, in the reader's language. */
function useShown(items: readonly PackSummary[], q: string, wanted: string | null): PackSummary[] {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const text = ({ name, category, key }: PackSummary) =>
    `${t(`packs.category.${category}`)} ${name[language]} ${key}`;
  return items
    .filter((pack) => wanted === null || pack.language === wanted)
    .filter((pack) => text(pack).toLowerCase().includes(q.trim().toLowerCase()))
    .toSorted((one, other) => text(one).localeCompare(text(other), language));
}

function useColumns(): TableColumnsType<PackSummary> {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWords();
  const { language } = usePreferences();
  return [
    {
      title: t("packs.name"),
      render: (_, { key, name }) => (
        <Link to={`?tab=packs&pack=${key}`} replace>
          {name[language]}
        </Link>
      ),
    },
    { title: t("packs.kind"), render: (_, { category }) => t(`packs.category.${category}`) },
    { title: t("packs.language"), render: (_, pack) => word("language", pack.language) },
    {
      title: t("packs.phrases"),
      align: "right",
      render: (_, { phrase_count }) => format.count(phrase_count),
    },
    {
      title: t("packs.exclusions"),
      align: "right",
      render: (_, { exclusion_count }) =>
        exclusion_count ? format.count(exclusion_count) : NO_VALUE,
    },
    {
      title: t("packs.origin"),
      render: (_, { shipped, edited }) => {
        if (!shipped) return <Tag color="processing">{t("packs.own")}</Tag>;
        return edited ? <Tag color="warning">{t("packs.edited")}</Tag> : t("packs.shipped");
      },
    },
    {
      title: t("packs.used_by"),
      render: (_, { used_by }) =>
        used_by.length === 0 ? (
          NO_VALUE
        ) : (
          <ul>
            {used_by.map(({ scorecard_id, name }) => (
              <li key={scorecard_id}>
                <Link to={`/scorecards/${scorecard_id}`}>{name}</Link>
              </li>
            ))}
          </ul>
        ),
    },
    { title: t("packs.source"), dataIndex: "source", className: styles.source ?? "" },
  ];
}

import { Alert, Button, Empty, Select, Space, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { IntervalBar } from "../../components/interval-bar";
import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { Muting } from "./muting";
import styles from "./precision.module.css";
import { type RulePrecision, useCards, useRules } from "./queries";
import { Rejections } from "./rejections";
import { Weeks } from "./weeks";

const COLOURS = { trusted: "success", needs_review: "default", muted: "warning" } as const;

/** How often each rule is right, how sure that is, and what became of it. */
export default function PrecisionPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const card = params.get("scorecard");
  const rules = useRules(card, params.get("cursor"));
  const cards = useCards();
  return (
    <div className={styles.page}>
      <title>{`${t("nav.precision")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.precision")}</h1>
        <Select
          className={styles.cards ?? ""}
          aria-label={t("precision.scorecard")}
          value={cards.data && card ? card : ""}
          onChange={(id) => setParams(id ? { scorecard: id } : {})}
          options={[
            { value: "", label: t("precision.all_scorecards") },
            ...(cards.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </header>
      <p className={styles.note}>
        {t("precision.help")} {t("precision.recall_help")}
      </p>
      {rules.data ? (
        <>
          <Asking rules={rules.data.items} />
          <RulesTable rules={rules.data.items} />
          <Pager
            next={rules.data.next ?? null}
            label={t("nav.precision")}
            shown={t("precision.shown", { count: rules.data.items.length })}
          />
        </>
      ) : rules.error ? (
        <ProblemPanel error={rules.error} onRetry={rules.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
    </div>
  );
}

/** Fatal rules that are wrong so often that somebody must decide. */
function Asking({ rules }: { rules: RulePrecision[] }) {
  const { t } = useTranslation();
  const may = useCan("reviews:manage");
  return rules
    .filter((rule) => rule.asks_to_be_muted)
    .map((rule) => (
      <Alert
        key={`${rule.scorecard_id}/${rule.rule_key}`}
        type="error"
        showIcon
        title={t("precision.asks", { name: rule.rule_name })}
        description={t("precision.asks_why")}
        action={may && <Muting rule={rule} />}
      />
    ));
}

function RulesTable({ rules }: { rules: RulePrecision[] }) {
  const { t } = useTranslation();
  const may = useCan("reviews:manage");
  const [shown, setShown] = useState<RulePrecision | null>(null);
  return (
    <>
      <Table<RulePrecision>
        className={styles.table ?? ""}
        aria-label={t("nav.precision")}
        size="small"
        rowKey={({ scorecard_id, rule_key }) => `${scorecard_id}/${rule_key}`}
        dataSource={rules}
        pagination={false}
        scroll={{ x: 1060 }}
        locale={{ emptyText: <Nothing /> }}
        columns={[
          { title: t("precision.rule"), render: (_, rule) => <Named rule={rule} /> },
          {
            title: t("precision.state"),
            width: 116,
            render: (_, { trust }) => (
              <Tag color={COLOURS[trust]}>{t(`precision.states.${trust}`)}</Tag>
            ),
          },
          {
            title: t("precision.precision"),
            width: 184,
            render: (_, { told }) => (
              <Share interval={told.precision} label={t("precision.precision")} />
            ),
          },
          {
            title: t("precision.reviewed"),
            width: 128,
            render: (_, rule) => <Reviewed rule={rule} />,
          },
          {
            title: t("precision.recall"),
            width: 184,
            render: (_, rule) => <Recall rule={rule} />,
          },
          { title: t("precision.trend"), width: 88, render: (_, rule) => <Weeks {...rule} /> },
          {
            title: t("precision.acts"),
            width: 176,
            render: (_, rule) => (
              <Space size="small">
                <Button
                  size="small"
                  disabled={rule.told.rejected === 0}
                  onClick={() => setShown(rule)}
                >
                  {t("precision.rejected")}
                </Button>
                {may && rule.fatal && <Muting rule={rule} />}
              </Space>
            ),
          },
        ]}
      />
      {shown && <Rejections rule={shown} onClose={() => setShown(null)} />}
    </>
  );
}

function Named({ rule }: { rule: RulePrecision }) {
  const { t } = useTranslation();
  const { muted_by, muted_reason } = rule;
  return (
    <>
      {rule.rule_name} {rule.fatal && <Tag color="error">{t("precision.fatal")}</Tag>}
      <div className={styles.note}>{rule.scorecard_name}</div>
      {muted_by && (
        <div className={styles.note}>
          {t("precision.muted_by", { name: muted_by, reason: muted_reason ?? "" })}
        </div>
      )}
    </>
  );
}

function Reviewed({ rule: { told } }: { rule: RulePrecision }) {
  const { t } = useTranslation();
  const { confirmed, rejected, unsure } = told;
  return (
    <>
      {t("precision.reviewed_of", { confirmed, reviewed: confirmed + rejected })}
      {unsure > 0 && <div className={styles.note}>{t("precision.unsure", { count: unsure })}</div>}
    </>
  );
}

function Recall({ rule: { recall, found, missed } }: { rule: RulePrecision }) {
  const { t } = useTranslation();
  return (
    <>
      <Share interval={recall} label={t("precision.recall")} />
      {recall && <div className={styles.note}>{t("precision.recall_of", { found, missed })}</div>}
    </>
  );
}

function Share({ interval, label }: { interval: RulePrecision["recall"]; label: string }) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  return (
    <IntervalBar interval={interval} label={label} shown={percent} none={t("precision.none_yet")} />
  );
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("precision.empty")}>
      <p className={styles.note}>{t("precision.empty_next")}</p>
    </Empty>
  );
}

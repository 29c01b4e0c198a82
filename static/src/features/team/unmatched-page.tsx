import { Button, Empty, Popconfirm, Segmented, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { NO_VALUE, useFormat } from "../../lib/format";
import { MatchDialog } from "./match-dialog";
import { type UnmatchedName, useIgnore, useMatchNames, useUnmatched } from "./queries";
import styles from "./team.module.css";

const MOST_COUNTED = 10_000;

/** Names that dialers use and nobody has. */
export default function UnmatchedPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const ignored = params.get("ignored") === "1";
  const names = useUnmatched(ignored, params.get("cursor"));
  return (
    <div className={styles.page}>
      <title>{`${t("nav.unmatched")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.unmatched")}</h1>
        <span className={styles.note}>{t("team.unmatched_help")}</span>
      </header>
      <div>
        <Segmented
          aria-label={t("team.state")}
          value={ignored ? "ignored" : "waiting"}
          options={[
            { value: "waiting", label: t("team.waiting") },
            { value: "ignored", label: t("team.ignored") },
          ]}
          onChange={(wanted) => setParams(wanted === "ignored" ? { ignored: "1" } : {})}
        />
      </div>
      {names.data ? (
        <>
          <Names key={String(ignored)} names={names.data.items} ignored={ignored} />
          <Pager
            next={names.data.next ?? null}
            label={t("nav.unmatched")}
            shown={t("team.shown_names", { count: names.data.items.length })}
          />
        </>
      ) : names.isError ? (
        <ProblemPanel error={names.error} onRetry={names.refetch} />
      ) : (
        <Placeholder height={320} />
      )}
    </div>
  );
}

function Names({ names, ignored }: { names: UnmatchedName[]; ignored: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState<string[]>([]);
  const [matching, setMatching] = useState<UnmatchedName | null>(null);
  const ignore = useIgnore();
  const match = useMatchNames();
  const picked = names.filter(({ id }) => chosen.includes(id));
  const sure = picked.filter(({ guesses }) => guesses[0] && guesses[0].by !== "likeness");
  const failed = ignore.error ?? match.error;
  const done = { onSuccess: () => setChosen([]) };

  return (
    <>
      {failed && <ProblemPanel error={failed} inline />}
      <div className={styles.actions}>
        <span className={styles.note}>{t("team.chosen", { count: picked.length })}</span>
        {!ignored && (
          <Button
            disabled={sure.length === 0}
            loading={match.isPending}
            onClick={() =>
              match.mutate(
                sure.map(({ id, guesses }) => ({
                  identity_id: id,
                  agent_id: guesses[0]?.agent_id ?? null,
                })),
                done,
              )
            }
          >
            {t("team.match_sure", { count: sure.length })}
          </Button>
        )}
        <Popconfirm
          title={t(ignored ? "team.consider_ask" : "team.ignore_ask", { count: picked.length })}
          okText={t(ignored ? "team.consider" : "team.ignore")}
          cancelText={t("team.cancel")}
          disabled={picked.length === 0}
          onConfirm={() =>
            ignore.mutate({ identity_ids: picked.map(({ id }) => id), ignored: !ignored }, done)
          }
        >
          <Button disabled={picked.length === 0} loading={ignore.isPending}>
            {t(ignored ? "team.consider" : "team.ignore")}
          </Button>
        </Popconfirm>
      </div>
      <Table<UnmatchedName>
        className={styles.table ?? ""}
        aria-label={t("nav.unmatched")}
        size="small"
        rowKey="id"
        dataSource={names}
        pagination={false}
        scroll={{ x: 1000 }}
        rowSelection={{
          selectedRowKeys: chosen,
          onChange: (keys) => setChosen(keys.map(String)),
        }}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={t(ignored ? "team.ignored_none" : "team.unmatched_none")}
            />
          ),
        }}
        columns={[
          { title: t("team.name_there"), dataIndex: "external_id" },
          { title: t("team.source"), dataIndex: "source_name", width: 160 },
          {
            title: t("team.calls"),
            width: 90,
            align: "right",
            render: (_, { calls }) =>
              calls >= MOST_COUNTED ? `${format.count(calls)}+` : format.count(calls),
          },
          {
            title: t("team.last_call"),
            width: 150,
            render: (_, { last_call_at: at }) => (at ? format.dateTime(at) : NO_VALUE),
          },
          {
            title: t("team.first_seen"),
            width: 150,
            render: (_, { first_seen_at }) => format.dateTime(first_seen_at),
          },
          {
            title: t("team.guess"),
            width: 220,
            render: (_, { guesses: [best] }) => best && <BestGuess guess={best} />,
          },
          {
            width: 110,
            fixed: "right",
            render: (_, name) => (
              <Button size="small" onClick={() => setMatching(name)}>
                {t("team.match")}
              </Button>
            ),
          },
        ]}
      />
      {matching && (
        <MatchDialog key={matching.id} name={matching} onClose={() => setMatching(null)} />
      )}
    </>
  );
}

function BestGuess({ guess }: { guess: UnmatchedName["guesses"][number] }) {
  const { t } = useTranslation();
  return (
    <>
      {guess.name} <span className={styles.note}>{guess.code}</span>{" "}
      <Tag color={guess.by === "likeness" ? "default" : "green"}>{t(`team.by.${guess.by}`)}</Tag>
    </>
  );
}

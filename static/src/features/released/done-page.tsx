import { SettingOutlined } from "@ant-design/icons";
import { Button, Segmented, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { FinishedTable } from "./finished-table";
import { PolicyDrawer } from "./policy-drawer";
import { useAgents, useCampaigns, useFinished } from "./queries";
import { ReleaseButton } from "./release-button";
import styles from "./released.module.css";

const STATES = ["all", "held", "released"] as const;
type State = (typeof STATES)[number];

/** Finished reviews, and whether their agents see them. */
export default function DonePage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const mayManage = useCan("reviews:manage");
  const [deciding, setDeciding] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const state = STATES.find((one) => one === params.get("state")) ?? "all";
  const finished = useFinished({
    released: state === "all" ? null : state === "released",
    agent: params.get("agent"),
    campaign: params.get("campaign"),
    cursor: params.get("cursor"),
  });
  const items = finished.data?.items ?? [];
  const wanted = items.filter(({ id, released_at }) => chosen.includes(id) && !released_at);

  function filter(name: "state" | "agent" | "campaign", value: string | null) {
    const next = new URLSearchParams(params);
    next.delete("cursor");
    if (value) next.set(name, value);
    else next.delete(name);
    setChosen([]);
    setParams(next);
  }

  return (
    <div className={styles.page}>
      <title>{`${t("nav.reviews_done")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.reviews_done")}</h1>
        <span className={styles.note}>{t("released.help")}</span>
        <span className={styles.spring} />
        {mayManage && (
          <Button icon={<SettingOutlined />} onClick={() => setDeciding(true)}>
            {t("released.policy")}
          </Button>
        )}
      </header>
      <div className={styles.filters}>
        <Segmented<State>
          aria-label={t("released.filter_label")}
          value={state}
          onChange={(value) => filter("state", value === "all" ? null : value)}
          options={STATES.map((value) => ({ value, label: t(`released.filter.${value}`) }))}
        />
        <Places params={params} onFilter={filter} />
        <span className={styles.spring} />
        {mayManage && <ReleaseButton reviews={wanted} onDone={() => setChosen([])} />}
      </div>
      {finished.data ? (
        <>
          <FinishedTable
            items={items}
            chosen={chosen}
            onChoose={mayManage ? setChosen : undefined}
          />
          <Pager
            next={finished.data.next ?? null}
            label={t("nav.reviews_done")}
            shown={t("released.shown", { count: items.length })}
          />
        </>
      ) : finished.isError ? (
        <ProblemPanel error={finished.error} onRetry={finished.refetch} />
      ) : (
        <Placeholder height={360} />
      )}
      {deciding && <PolicyDrawer onClose={() => setDeciding(false)} />}
    </div>
  );
}

interface PlacesProps {
  params: URLSearchParams;
  onFilter: (name: "agent" | "campaign", value: string | null) => void;
}

function Places({ params, onFilter }: PlacesProps) {
  const { t } = useTranslation();
  const agents = useAgents();
  const campaigns = useCampaigns();
  const lists = [
    { name: "agent", word: t("released.any_agent"), rows: agents.data?.items },
    { name: "campaign", word: t("released.any_campaign"), rows: campaigns.data?.items },
  ] as const;
  return lists.map(({ name, word, rows }) => (
    <Select<string>
      key={name}
      className={styles.select ?? ""}
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      aria-label={t(`released.${name}`)}
      placeholder={word}
      value={rows ? params.get(name) : null}
      loading={!rows}
      onChange={(value: string | undefined) => onFilter(name, value ?? null)}
      options={(rows ?? []).map((row) => ({ value: row.id, label: row.name }))}
    />
  ));
}

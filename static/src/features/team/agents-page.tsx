import { PlusOutlined } from "@ant-design/icons";
import { Button, Empty, Input, Select, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Agent, Unit } from "../../lib/api";
import { AddAgent } from "./add-agent";
import { AgentDrawer } from "./agent-drawer";
import { type AgentsQuery, useAgents, useUnits } from "./queries";
import { TablesButton } from "./tables-drawer";
import styles from "./team.module.css";
import { UnitSelect } from "./unit-select";

/** Agents in scope: found by name, code or team; each opens in a drawer. */
export default function AgentsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const units = useUnits();
  const agents = useAgents(queryOf(params));
  const opened = params.get("agent");

  function change(name: string, value: string | undefined, keepPage = false) {
    const wanted = new URLSearchParams(params);
    if (value) wanted.set(name, value);
    else wanted.delete(name);
    if (!keepPage) wanted.delete("cursor");
    setParams(wanted);
  }

  const failed = agents.error ?? units.error;
  return (
    <div className={styles.page}>
      <title>{`${t("nav.agents")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.agents")}</h1>
        <div className={styles.aside}>
          <TablesButton />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t("team.add_agent")}
          </Button>
        </div>
      </header>
      <Filters params={params} units={units.data?.items ?? []} onChange={change} />
      {agents.data && units.data ? (
        <>
          <AgentsTable
            agents={agents.data.items}
            units={units.data.items}
            onOpen={({ id }) => change("agent", id, true)}
          />
          <Pager
            next={agents.data.next ?? null}
            label={t("nav.agents")}
            shown={t("team.shown", { count: agents.data.items.length })}
          />
        </>
      ) : failed ? (
        <ProblemPanel error={failed} onRetry={agents.refetch} />
      ) : (
        <Placeholder height={400} />
      )}
      {adding && <AddAgent units={units.data?.items ?? []} onClose={() => setAdding(false)} />}
      {opened && units.data && (
        <AgentDrawer
          key={opened}
          agentId={opened}
          units={units.data.items}
          onClose={() => change("agent", undefined, true)}
        />
      )}
    </div>
  );
}

interface FilterProps {
  params: URLSearchParams;
  units: readonly Unit[];
  onChange: (name: string, value: string | undefined) => void;
}

function Filters({ params, units, onChange }: FilterProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.filters}>
      <Input.Search
        className={styles.q ?? ""}
        allowClear
        maxLength={200}
        aria-label={t("team.find_agent")}
        placeholder={t("team.find_agent")}
        defaultValue={params.get("q") ?? ""}
        onSearch={(q) => onChange("q", q.trim())}
      />
      <span className={styles.place}>
        <UnitSelect
          units={units}
          label={t("team.unit")}
          placeholder={t("team.unit")}
          allowClear
          value={units.length > 0 ? (params.get("unit") ?? undefined) : undefined}
          onChange={(unit) => onChange("unit", unit)}
        />
      </span>
      <Select
        className={styles.choice ?? ""}
        aria-label={t("team.state")}
        value={params.get("active") ?? "yes"}
        options={[
          { value: "yes", label: t("team.active") },
          { value: "no", label: t("team.inactive") },
          { value: "all", label: t("team.everybody") },
        ]}
        onChange={(active: string) => onChange("active", active === "yes" ? undefined : active)}
      />
    </div>
  );
}

interface TableProps {
  agents: Agent[];
  units: readonly Unit[];
  onOpen: (agent: Agent) => void;
}

function AgentsTable({ agents, units, onOpen }: TableProps) {
  const { t } = useTranslation();
  const names = new Map(units.map(({ id, name }) => [id, name]));
  return (
    <Table<Agent>
      className={styles.table ?? ""}
      aria-label={t("nav.agents")}
      size="small"
      rowKey="id"
      dataSource={agents}
      pagination={false}
      scroll={{ x: 560 }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("team.agents_none")} />
        ),
      }}
      columns={[
        {
          title: t("team.person"),
          render: (_, agent) => (
            <>
              <Button type="link" size="small" onClick={() => onOpen(agent)}>
                {agent.name}
              </Button>
              {!agent.active && <Tag>{t("team.inactive")}</Tag>}
            </>
          ),
        },
        { title: t("team.code"), dataIndex: "code", width: 200 },
        { title: t("team.team"), width: 240, render: (_, { unit_id }) => names.get(unit_id) },
      ]}
    />
  );
}

function queryOf(params: URLSearchParams): AgentsQuery {
  const active = params.get("active") ?? "yes";
  const [q, unit, cursor] = [params.get("q"), params.get("unit"), params.get("cursor")];
  return {
    ...(q && { q }),
    ...(unit && { unit_id: unit }),
    ...(cursor && { cursor }),
    ...(active !== "all" && { active: active === "yes" }),
  };
}

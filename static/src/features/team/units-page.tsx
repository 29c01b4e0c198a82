import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Table, Tag } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Unit } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { type PlacedUnit, unitTree } from "../../lib/unit-tree";
import { useUnits } from "./queries";
import { TablesButton } from "./tables-drawer";
import styles from "./team.module.css";
import { UnitDrawer } from "./unit-drawer";

interface Node extends PlacedUnit {
  children?: Node[];
}

/** The tree of units, and changing it. */
export default function UnitsPage() {
  const { t } = useTranslation();
  const units = useUnits();
  const [open, setOpen] = useState<Unit | "new" | null>(null);
  const [archived, setArchived] = useState(false);
  return (
    <div className={styles.page}>
      <title>{`${t("nav.units")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.units")}</h1>
        <span className={styles.note}>{t("team.units_help")}</span>
        <div className={styles.aside}>
          <TablesButton />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen("new")}>
            {t("team.add_unit")}
          </Button>
        </div>
      </header>
      <div>
        <Checkbox checked={archived} onChange={({ target }) => setArchived(target.checked)}>
          {t("team.show_archived")}
        </Checkbox>
      </div>
      {units.data && (
        <Tree
          units={units.data.items.filter((one) => archived || !one.archived_at)}
          onOpen={setOpen}
        />
      )}
      {!units.data &&
        (units.isError ? (
          <ProblemPanel error={units.error} onRetry={units.refetch} />
        ) : (
          <Placeholder height={320} />
        ))}
      {open && units.data && (
        <UnitDrawer
          key={open === "new" ? "new" : open.id}
          unit={open === "new" ? null : open}
          units={units.data.items}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}

function Tree({ units, onOpen }: { units: readonly Unit[]; onOpen: (unit: Unit) => void }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const format = useFormat();
  const nodes = useMemo(() => nested(unitTree(units, language)), [units, language]);
  return (
    <Table<Node>
      className={styles.table ?? ""}
      aria-label={t("nav.units")}
      size="small"
      rowKey="id"
      dataSource={nodes}
      pagination={false}
      scroll={{ x: 640 }}
      expandable={{ defaultExpandAllRows: true }}
      columns={[
        {
          title: t("team.name"),
          render: (_, unit) => (
            <>
              <Button type="link" size="small" onClick={() => onOpen(unit)}>
                {unit.name}
              </Button>
              {unit.archived_at && <Tag>{t("team.archived")}</Tag>}
            </>
          ),
        },
        { title: t("team.kind"), width: 140, render: (_, { kind }) => t(`team.kinds.${kind}`) },
        { title: t("team.timezone"), width: 200, dataIndex: "timezone" },
        {
          title: t("team.active_agents"),
          width: 140,
          align: "right",
          render: (_, unit) => format.count(agentsWithin(unit)),
        },
      ]}
    />
  );
}

/** Of a unit and all below it. */
function agentsWithin({ agents, children = [] }: Node): number {
  return children.reduce((sum, child) => sum + agentsWithin(child), agents);
}

/** The flat list as a tree, in the same order. */
function nested(units: readonly PlacedUnit[]): Node[] {
  const nodes = new Map<string, Node>(units.map((unit) => [unit.id, { ...unit }]));
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = node.parent_id ? nodes.get(node.parent_id) : undefined;
    if (parent) parent.children = [...(parent.children ?? []), node];
    else roots.push(node);
  }
  return roots;
}

import { TreeSelect } from "antd";
import { useMemo } from "react";

import type { Unit } from "../../lib/api";
import { usePreferences } from "../../lib/preferences";
import { unitTree } from "../../lib/unit-tree";
import styles from "./team.module.css";

const ROOT = "";

interface Props {
  units: readonly Unit[];
  /** Only teams can be chosen: agents belong to them. */
  teams?: boolean;
  /** What is left out, with all below it. */
  without?: string | undefined;
  placeholder?: string;
  allowClear?: boolean;
  value?: string | undefined;
  onChange?: (id: string | undefined) => void;
  id?: string;
  label?: string;
}

/** A unit out of the tree. */
export function UnitSelect({ units, teams = false, without, label, ...field }: Props) {
  const { language } = usePreferences();
  const data = useMemo(() => {
    const placed = unitTree(
      units.filter(({ archived_at }) => !archived_at),
      language,
    );
    const gone = new Set(without ? [without] : []);
    for (const { id, parent_id } of placed) if (parent_id && gone.has(parent_id)) gone.add(id);
    const listed = new Set(placed.map(({ id }) => id));
    return placed
      .filter(({ id }) => !gone.has(id))
      .map(({ id, parent_id, name, kind }) => ({
        id,
        pId: parent_id && listed.has(parent_id) ? parent_id : ROOT,
        value: id,
        title: name,
        selectable: !teams || kind === "team",
        disabled: teams && kind !== "team",
      }));
  }, [units, teams, without, language]);
  return (
    <TreeSelect
      {...field}
      aria-label={label}
      className={styles.place ?? ""}
      style={{ width: "100%" }}
      treeData={data}
      treeDataSimpleMode={{ id: "id", pId: "pId", rootPId: ROOT }}
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: "title" }}
      popupMatchSelectWidth={false}
    />
  );
}

import { Descriptions } from "antd";
import { useTranslation } from "react-i18next";

import styles from "./keeping.module.css";
import type { Entry } from "./queries";

/** What an entry knows beside its line: what changed, other facts, browser and hash. */
export function EntryFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const { before, after, ...others } = entry.facts;
  const changes = changesOf(before, after);
  const rows = [
    ...changes.map(({ name, was, is }) => ({
      key: name,
      label: name,
      children: (
        <span className={styles.code}>
          <del>{was}</del> {"→"} <ins>{is}</ins>
        </span>
      ),
    })),
    ...Object.entries(others).map(([name, value]) => ({
      key: `fact-${name}`,
      label: name,
      children: <span className={styles.code}>{written(value)}</span>,
    })),
    { key: "act", label: t("keeping.act"), children: <code>{entry.act}</code> },
    { key: "agent", label: t("keeping.browser"), children: entry.user_agent ?? "–" },
    {
      key: "hash",
      label: t("keeping.chain"),
      children: <span className={styles.code}>{`${entry.seq ?? ""}:${entry.hash ?? ""}`}</span>,
    },
  ];
  return <Descriptions size="small" column={1} items={rows} />;
}

/** Names of what differs between two states, with what was and what is. */
export function changesOf(before: unknown, after: unknown) {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .map((name) => ({ name, was: written(was[name]), is: written(is[name]) }))
    .filter((change) => change.was !== change.is);
}

function fieldsOf(state: unknown): Record<string, unknown> {
  if (state === null || state === undefined) return {};
  return typeof state === "object" && !Array.isArray(state)
    ? (state as Record<string, unknown>)
    : { "": state };
}

function written(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "object" ? JSON.stringify(value, null, 1) : String(value);
}

import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  ExclamationCircleFilled,
  HolderOutlined,
  WarningOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { stepRule } from "./body";
import styles from "./rules.module.css";
import type { Rule } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  rule: Rule;
  first: boolean;
  last: boolean;
  wrong: boolean;
  chosen: boolean;
  onChoose: (key: string) => void;
  change: Draft["change"];
  onDrag: (key: string | null) => void;
  onDrop: () => void;
}

/** One rule in the list: pressed to write it; dragged, or moved with Alt and the arrows. */
export function RuleItem({ rule, first, last, wrong, chosen, ...acts }: Props) {
  const { t } = useTranslation();
  const { onChoose, change, onDrag, onDrop } = acts;
  const step = (by: -1 | 1) => change((now) => stepRule(now, rule.key, by));

  function move(event: KeyboardEvent) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    step(event.key === "ArrowUp" ? -1 : 1);
  }

  return (
    <li
      className={styles.item}
      data-chosen={chosen || undefined}
      draggable
      onDragStart={() => onDrag(rule.key)}
      onDragEnd={() => onDrag(null)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      <HolderOutlined className={styles.grip} aria-hidden="true" />
      <button
        type="button"
        className={styles.choose}
        aria-current={chosen || undefined}
        onClick={() => onChoose(rule.key)}
        onKeyDown={move}
      >
        <span>{rule.name || t("scorecards.unnamed")}</span>
        <span className={styles.marks}>
          {wrong && (
            <ExclamationCircleFilled className={styles.wrong} aria-label={t("scorecards.wrong")} />
          )}
          {rule.fatal && (
            <WarningOutlined
              className={styles.fatal}
              aria-label={t(`conditions.fatal.${rule.fatal}`)}
              title={t(`conditions.fatal.${rule.fatal}`)}
            />
          )}
          <Points rule={rule} />
        </span>
      </button>
      <span className={styles.moves}>
        <Button
          type="text"
          size="small"
          icon={<ArrowUpOutlined />}
          aria-label={t("scorecards.up_of", { name: rule.name })}
          disabled={first}
          onClick={() => step(-1)}
        />
        <Button
          type="text"
          size="small"
          icon={<ArrowDownOutlined />}
          aria-label={t("scorecards.down_of", { name: rule.name })}
          disabled={last}
          onClick={() => step(1)}
        />
      </span>
    </li>
  );
}

const SIGNS = { earn: "", add: "+", deduct: "−", none: "" } as const;

function Points({ rule }: { rule: Rule }) {
  const format = useFormat();
  if (rule.effect === "none" || (rule.fatal && rule.points === 0)) return null;
  return (
    <span data-effect={rule.effect}>
      {SIGNS[rule.effect]}
      {format.decimal(rule.points)}
    </span>
  );
}

import { CheckOutlined, CloseOutlined, MinusOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Verdict } from "../../components/verdict";
import { useFormat } from "../../lib/format";
import { usePreferences } from "../../lib/preferences";
import { ANSWERS, type Item } from "./items";
import styles from "./items.module.css";
import type { RuleAnswer } from "./types";
import type { Desk } from "./use-desk";

const SIGNS: Record<RuleAnswer, ReactNode> = {
  passed: <CheckOutlined />,
  failed: <CloseOutlined />,
  not_applicable: <MinusOutlined />,
};

/** One rule: how it counts now, what the machine said, what that does to the score. */
export function ItemRow({ item, desk }: { item: Item; desk: Desk }) {
  const { t } = useTranslation();
  const { line, machine, key, open, answer } = item;
  const changed = machine !== undefined && machine.verdict !== line.verdict;
  return (
    <li id={`item-${line.rule_key}`} className={styles.item} data-open={open || undefined}>
      <kbd
        className={styles.key}
        title={key ? t("review.items.number", { number: key }) : undefined}
      >
        {key ?? ""}
      </kbd>
      <div className={styles.what}>
        <p className={styles.name}>
          <strong>{line.rule_name}</strong> <Verdict of="line" verdict={line.verdict} />
        </p>
        <p className={styles.points}>
          <Points item={item} />
          {changed && !item.human && machine && (
            <>
              {" · "}
              {t("review.items.machine", { verdict: t(`words.line_verdict.${machine.verdict}`) })}
            </>
          )}
        </p>
        {!item.human && <Why item={item} />}
      </div>
      <fieldset className={styles.answers} aria-label={line.rule_name}>
        {ANSWERS.map((one) => (
          <Tooltip key={one} title={t(`review.items.${one}`)}>
            <Button
              size="small"
              type={answer === one ? "primary" : "default"}
              icon={SIGNS[one]}
              disabled={!desk.editable}
              aria-pressed={answer === one}
              aria-label={t("review.items.answer_of", {
                rule: line.rule_name,
                answer: t(`review.items.${one}`),
              })}
              onClick={() => desk.answer(item, answer === one ? null : one)}
            />
          </Tooltip>
        ))}
      </fieldset>
    </li>
  );
}

function Points({ item: { line, delta } }: { item: Item }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = [
    line.weight > 0 &&
      t("review.items.points", {
        earned: format.decimal(line.earned),
        weight: format.decimal(line.weight),
      }),
    line.added > 0 && t("review.items.added", { points: format.decimal(line.added) }),
    line.deducted > 0 && t("review.items.deducted", { points: format.decimal(line.deducted) }),
  ].filter(Boolean);
  return (
    <>
      {parts.length > 0 ? parts.join(" · ") : t("review.items.weight_none")}
      {delta !== 0 && (
        <strong className={styles.delta} data-less={delta < 0 || undefined}>
          {t("review.items.delta", { points: format.change(delta) })}
        </strong>
      )}
    </>
  );
}

function Why({ item: { line } }: { item: Item }) {
  const { language } = usePreferences();
  return (
    <p className={styles.why} title={line.explanation[language]}>
      {line.explanation[language]}
    </p>
  );
}

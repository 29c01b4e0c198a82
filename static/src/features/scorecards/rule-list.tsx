/** The card's rules by section, to choose, sort and weigh. */
import { FolderAddOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFormat } from "../../lib/format";
import { AddRule } from "./add-rule";
import { isHundred, moveRule, rulesOf, totalOf, withNewSection } from "./body";
import type { Problem } from "./problems";
import { RuleItem } from "./rule-item";
import styles from "./rules.module.css";
import { SectionHead } from "./section-head";
import type { Body } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  body: Body;
  problems: readonly Problem[];
  chosen: string | null;
  onChoose: (key: string, isFresh?: boolean) => void;
  change: Draft["change"];
}

export function RuleList({ body, problems, chosen, onChoose, change }: Props) {
  const { t } = useTranslation();
  const [dragged, setDragged] = useState<string | null>(null);
  const parts = [...body.sections, ...(hasLoose(body) ? [null] : [])];
  return (
    <nav className={styles.list} aria-label={t("scorecards.rules")}>
      <Total body={body} />
      {parts.map((section) => (
        <section key={section?.key ?? ""}>
          {(section || body.sections.length > 0) && (
            <SectionHead section={section} body={body} change={change} />
          )}
          <ol>
            {rulesOf(body, section?.key ?? null).map((rule, at, all) => (
              <RuleItem
                key={rule.key}
                rule={rule}
                first={at === 0}
                last={at === all.length - 1}
                wrong={problems.some(({ path }) =>
                  `${path}.`.startsWith(`rules.${body.rules.indexOf(rule)}.`),
                )}
                chosen={rule.key === chosen}
                onChoose={onChoose}
                change={change}
                onDrag={setDragged}
                onDrop={() => dragged && change((now) => moveRule(now, dragged, rule.key))}
              />
            ))}
          </ol>
          <AddRule body={body} change={change} onChoose={onChoose} section={section?.key ?? null} />
        </section>
      ))}
      <Button
        type="text"
        size="small"
        icon={<FolderAddOutlined />}
        onClick={() => change((now) => withNewSection(now, t("scorecards.new_section")))}
      >
        {t("scorecards.add_section")}
      </Button>
    </nav>
  );
}

/** Rules in no section have a part of their own, which is all there is on a card without sections. */
function hasLoose(body: Body): boolean {
  return body.sections.length === 0 || rulesOf(body, null).length > 0;
}

/** What weights add up to; in percent it must be 100. */
function Total({ body }: { body: Body }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { of, total } = totalOf(body);
  const wrong = body.weights === "percent" && !isHundred(total);
  return (
    <p className={styles.total} data-wrong={wrong || undefined} role={wrong ? "alert" : undefined}>
      {t(`scorecards.total_${of}`, { total: format.decimal(total) })}
      {wrong && ` ${t("scorecards.total_wrong")}`}
    </p>
  );
}

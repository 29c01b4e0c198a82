import { CopyOutlined, DeleteOutlined } from "@ant-design/icons";
import { App, Button, Empty } from "antd";
import type { FocusEvent } from "react";
import { useTranslation } from "react-i18next";

import { AddRule } from "./add-rule";
import { freshKey, intoSection, withNewRule, withoutRule, withRule } from "./body";
import { RuleForm } from "./rule-form";
import { RuleSentence } from "./rule-sentence";
import { copyOf } from "./rule-templates";
import styles from "./scorecards.module.css";
import type { Body, Rule } from "./types";
import type { Draft } from "./use-draft";

interface Props {
  body: Body;
  rule: Rule | undefined;
  change: Draft["change"];
  /** Just added: what one names first is ready to be typed over. */
  isFresh: boolean;
  onChoose: (key: string, isFresh?: boolean) => void;
  /** The writer turned to something else. */
  onLeave: () => void;
}

/** The rule being written, and below it how it reads. */
export function RuleEditor({ body, rule, isFresh, change, onChoose, onLeave }: Props) {
  const { t } = useTranslation();
  if (!rule)
    return (
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("scorecards.no_rules")}>
        <AddRule body={body} change={change} onChoose={onChoose} primary />
      </Empty>
    );
  function blur({ currentTarget, relatedTarget }: FocusEvent) {
    if (!currentTarget.contains(relatedTarget)) onLeave();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears that its fields were left
    <div className={styles.rule} onBlur={blur}>
      <RuleForm
        key={rule.key}
        rule={rule}
        isFresh={isFresh}
        sections={body.sections}
        path={`rules.${body.rules.indexOf(rule)}`}
        onChange={(changed) => change((now) => withRule(now, rule.key, changed))}
        onSection={(section) => change((now) => intoSection(now, rule.key, section))}
      />
      <div className={styles.reads}>
        <span>{t("scorecards.reads_as")}</span>
        <RuleSentence rule={rule} />
      </div>
      <Acts {...{ body, rule, change, onChoose }} />
    </div>
  );
}

function Acts({
  body,
  rule,
  change,
  onChoose,
}: Omit<Props, "isFresh" | "onLeave"> & { rule: Rule }) {
  const { t } = useTranslation();
  const { message } = App.useApp();

  function copy() {
    const key = freshKey(body, "rule");
    const made = copyOf(rule, key, t("scorecards.copy_of", { name: rule.name }));
    change((now) => withNewRule(now, made, rule.key));
    onChoose(key);
  }

  /** Nothing is asked, for it can be taken back. */
  function remove() {
    const at = body.rules.indexOf(rule);
    const before = body.rules[at - 1];
    change((now) => withoutRule(now, rule.key));
    const next = body.rules[at + 1] ?? before;
    if (next) onChoose(next.key);
    const close = message.open({
      type: "info",
      duration: 8,
      content: (
        <>
          {t("scorecards.rule_removed", { name: rule.name })}
          <Button
            type="link"
            size="small"
            onClick={() => {
              change((now) => restored(now, rule, at));
              onChoose(rule.key);
              close();
            }}
          >
            {t("scorecards.undo")}
          </Button>
        </>
      ),
    });
  }

  return (
    <div className={styles.acts}>
      <Button size="small" icon={<CopyOutlined />} onClick={copy}>
        {t("scorecards.copy")}
      </Button>
      <Button size="small" icon={<DeleteOutlined />} onClick={remove}>
        {t("scorecards.remove_rule")}
      </Button>
    </div>
  );
}

function restored(body: Body, rule: Rule, at: number): Body {
  return { ...body, rules: body.rules.toSpliced(at, 0, rule) };
}

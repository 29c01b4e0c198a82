import { Tabs } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { usePreferences } from "../../lib/preferences";
import { BacktestTab } from "./backtest-tab";
import { ruleAt } from "./body";
import { ConflictNotice } from "./conflict-notice";
import { EditorHead } from "./editor-head";
import { type RuleForm as Given, RuleFormProvider } from "./form-context";
import { Preview } from "./preview";
import { problemsOf, withoutUnbegun } from "./problems";
import { usePacks } from "./queries";
import { RuleEditor } from "./rule-editor";
import { RuleList } from "./rule-list";
import styles from "./scorecards.module.css";
import { SettingsForm } from "./settings-form";
import type { Scorecard, Version } from "./types";
import { useDraft } from "./use-draft";
import { useSay } from "./use-say";
import type { Subject } from "./use-trial";
import { YamlTab } from "./yaml-tab";

const TABS = ["rules", "settings", "backtest", "yaml"] as const;

interface Props {
  name: string;
  card: Scorecard | null;
  stored: Version;
}

export function Editor({ name, card, stored }: Props) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const draft = useDraft(stored);
  const { body } = draft;
  const [dialogue, setDialogue] = useState("");
  const [kind, setKind] = useState<Subject["kind"]>("call");
  const [fresh, setFresh] = useState<string | null>(null);
  const subject = useMemo(
    () => ({ kind, callId: params.get("call"), dialogue }),
    [kind, params, dialogue],
  );
  const tab = TABS.find((one) => one === params.get("tab")) ?? TABS[0];
  const wanted = ruleAt(body, params.get("rule")) ?? body.rules[0];
  const given = useGiven(body, draft.refused);
  const begun = body.rules.findIndex(({ key }) => key === fresh);
  const shown = useMemo(
    () =>
      begun < 0 ? given : { ...given, problems: withoutUnbegun(given.problems, `rules.${begun}`) },
    [given, begun],
  );

  /** Where one is in the editor is part of the address, but not a step to go back to. */
  function go(patch: Record<string, string | null>) {
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [key, value] of Object.entries(patch))
          value === null ? next.delete(key) : next.set(key, value);
        return next;
      },
      { replace: true },
    );
  }

  function chooseRule(key: string, isFresh = false) {
    setFresh(isFresh ? key : null);
    go({ rule: key, tab: null });
  }

  return (
    <RuleFormProvider value={shown}>
      <div className={styles.editor}>
        <title>{`${name} · ${t("scorecards.title")} · ${t("app.name")}`}</title>
        <EditorHead
          name={name}
          card={card}
          stored={stored}
          draft={draft}
          problems={given.problems}
        />
        <ConflictNotice draft={draft} />
        <div className={styles.columns} data-wide={tab === "backtest" || undefined}>
          <RuleList
            body={body}
            problems={shown.problems}
            chosen={tab === "rules" ? (wanted?.key ?? null) : null}
            onChoose={chooseRule}
            change={draft.change}
          />
          <div className={styles.middle}>
            <Tabs
              size="small"
              activeKey={tab}
              onChange={(one) => go({ tab: one === TABS[0] ? null : one })}
              destroyOnHidden
              items={TABS.map((key) => ({ key, label: t(`scorecards.tab.${key}`) }))}
            />
            {tab === "rules" && (
              <RuleEditor
                body={body}
                rule={wanted}
                isFresh={wanted?.key === fresh}
                change={draft.change}
                onChoose={chooseRule}
                onLeave={() => setFresh(null)}
              />
            )}
            {tab === "settings" && <SettingsForm body={body} change={draft.change} />}
            {tab === "backtest" && <BacktestTab card={card} stored={stored} draft={draft} />}
            {tab === "yaml" && <YamlTab stored={stored} draft={draft} />}
          </div>
          {tab !== "backtest" && (
            <Preview
              body={body}
              ruleKey={tab === "rules" ? (wanted?.key ?? null) : null}
              subject={subject}
              onSubject={(next) => {
                setKind(next.kind);
                setDialogue(next.dialogue);
                if (next.callId !== subject.callId) go({ call: next.callId });
              }}
              onRule={chooseRule}
            />
          )}
        </div>
      </div>
    </RuleFormProvider>
  );
}

function useGiven(body: Version["body"], refused: Given["problems"]): Given {
  const { language } = usePreferences();
  const { rules } = body;
  const say = useSay(rules);
  const packs = usePacks().data?.items;
  return useMemo(
    () => ({
      say,
      rules,
      problems: [...problemsOf(body), ...refused],
      packs: (packs ?? []).map(({ key, name, phrase_count, category }) => ({
        key,
        category,
        name: name[language],
        phrases: phrase_count,
      })),
    }),
    [say, rules, body, refused, packs, language],
  );
}

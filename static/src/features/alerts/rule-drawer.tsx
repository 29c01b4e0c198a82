import { Button, Checkbox, Drawer, Form, Input, Select, Space, TimePicker } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import { useTranslation } from "react-i18next";

import type { AlertKind } from "../../components/alerts/kinds";
import { useRuleName } from "../../components/alerts/rule-name";
import { ProblemPanel } from "../../components/problem-panel";
import { useSession } from "../../lib/session";
import { GROUPS, hasAudience, hasCampaign, hasUnit, mayLast, type RuleDraft } from "./draft";
import { GapField } from "./gap-fields";
import { daysOf } from "./gap-words";
import { RulePreviewPanel } from "./rule-preview";
import type { Rule } from "./rule-queries";
import styles from "./rules.module.css";
import { type Gap, RuleSentence } from "./sentence";
import { useSaveRule } from "./use-save-rule";
import { useSay, useWeekdays } from "./use-say";

dayjs.extend(customParseFormat);

const CLOCK = "HH:mm";

interface Props {
  /** Null for a new one. */
  rule: Rule | null;
  draft: RuleDraft;
  onClose: () => void;
}

/** A rule, to be read as a sentence whose gaps are filled in. */
export function RuleDrawer({ rule, draft, onClose }: Props) {
  const { t } = useTranslation();
  const { unit_id, sees } = useSession();
  const named = useRuleName();
  const [form] = Form.useForm<RuleDraft>();
  const { save, refused, isPending } = useSaveRule(rule, form, onClose);
  const initial = rule || sees.everything ? draft : { ...draft, unit_id: draft.unit_id ?? unit_id };
  // Of the kinds that are not chosen the form keeps what was typed.
  const typed: RuleDraft = Form.useWatch([], { form, preserve: true }) ?? initial;
  return (
    <Drawer
      open
      size={720}
      title={rule ? t("alert_rules.edit_of", { name: named(rule.name) }) : t("alert_rules.add")}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" loading={isPending} onClick={form.submit}>
            {rule ? t("alert_rules.save") : t("alert_rules.create")}
          </Button>
          <Button onClick={onClose}>{t("alert_rules.cancel")}</Button>
        </Space>
      }
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="vertical"
        initialValues={initial}
        onFinish={() => void save(form.getFieldsValue(true) as RuleDraft)}
      >
        <Form.Item
          name="name"
          label={t("alert_rules.name")}
          rules={[{ required: true, whitespace: true, message: t("alert_rules.needed") }]}
        >
          <Input maxLength={120} placeholder={t("alert_rules.name_hint")} />
        </Form.Item>
        <KindField />
        <Form.Item label={t("alert_rules.sentence")} required>
          <Sentence kind={typed.kind} quiet={typed.is_quiet} />
        </Form.Item>
        <Form.Item noStyle name="is_quiet" valuePropName="checked">
          <Checkbox>{t("alert_rules.with_quiet")}</Checkbox>
        </Form.Item>
        {typed.is_quiet && <p className={styles.note}>{t("alert_rules.quiet_zone")}</p>}
      </Form>
      <RulePreviewPanel draft={typed.conditions ? typed : initial} />
    </Drawer>
  );
}

/** What happens; those who see a part of the centre have no rules about all of it. */
function KindField() {
  const { t } = useTranslation();
  const { everything } = useSession().sees;
  return (
    <Form.Item name="kind" label={t("alert_rules.kind")}>
      <Select
        listHeight={400}
        options={(Object.keys(GROUPS) as (keyof typeof GROUPS)[]).map((group) => ({
          label: t(`alert_rules.group.${group}`),
          options: GROUPS[group].map((value) => ({
            value,
            label: t(`alerts.kind.${value}`),
            disabled: !everything && !hasUnit(value),
          })),
        }))}
      />
    </Form.Item>
  );
}

function Sentence({ kind, quiet }: { kind: AlertKind; quiet: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.sentence}>
        <RuleSentence
          clause={kind}
          unit={hasUnit(kind)}
          audience={hasAudience(kind)}
          campaign={hasCampaign(kind)}
          lasting={mayLast(kind)}
          quiet={quiet}
          gap={(name) =>
            isQuietGap(name) ? <QuietGap name={name} /> : <GapField name={name} kind={kind} />
          }
        />
      </div>
      {(kind === "abandon_rate" || kind === "outside_hours") && (
        <p className={styles.note}>{t(`alert_rules.legal.${kind}`)}</p>
      )}
    </>
  );
}

type QuietName = "quiet_days" | "from" | "to";

function isQuietGap(name: Gap): name is QuietName {
  return name === "quiet_days" || name === "from" || name === "to";
}

function inOrder(chosen: readonly { value?: unknown }[]): number[] {
  return chosen.map(({ value }) => Number(value)).toSorted((a, b) => a - b);
}

function QuietGap({ name }: { name: QuietName }) {
  const { t } = useTranslation();
  const weekdays = useWeekdays();
  const say = useSay();
  const label = t(`alert_rules.field.${name}`);
  const rules = [{ required: true, message: t("alert_rules.needed") }];
  if (name === "quiet_days")
    return (
      <Form.Item noStyle name={["quiet", "days"]} rules={rules}>
        <Select
          className={styles.days ?? ""}
          size="small"
          variant="filled"
          mode="multiple"
          maxTagCount={0}
          maxTagPlaceholder={(chosen) => daysOf(inOrder(chosen), say)}
          aria-label={label}
          placeholder={label}
          popupMatchSelectWidth={false}
          options={weekdays}
        />
      </Form.Item>
    );
  return (
    <Form.Item
      noStyle
      name={["quiet", name]}
      rules={rules}
      getValueProps={(text: string) => ({ value: dayjs(text, CLOCK) })}
      getValueFromEvent={(picked: Dayjs | null) => picked?.format(CLOCK) ?? null}
    >
      <TimePicker
        className={styles.clock ?? ""}
        size="small"
        variant="filled"
        format={CLOCK}
        minuteStep={5}
        needConfirm={false}
        allowClear={false}
        suffixIcon={null}
        aria-label={label}
      />
    </Form.Item>
  );
}

/** A condition as a sentence whose gaps are fields, with all that is inside it. */
import { DeleteOutlined, DownOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
import { useTranslation } from "react-i18next";
import { JudgedForm, OtherRuleForm } from "./asked-forms";
import { CONDITION_TYPES, changedType, NESTED } from "./conditions";
import styles from "./form.module.css";
import { EntityForm, FactForm, LanguageForm, SoundForm } from "./known-forms";
import { AllOfForm, AnyOfForm, EarlierCallForm, NearForm, NotForm } from "./nested-forms";
import { SaidForm } from "./said-form";
import { SequenceForm } from "./sequence-form";
import type { Verb } from "./spoken";
import type { Condition, ConditionType } from "./types";
import { PatternForm, RepeatedForm, ScriptLineForm } from "./words-forms";

interface Props {
  condition: Condition;
  path: string;
  onChange: (condition: Condition) => void;
  onRemove?: (() => void) | undefined;
  /** Only of what a rule asks for itself. */
  verb?: Verb;
}

const STATES: Verb = { mode: "is", onMode: undefined };

export function ConditionForm({ condition, path, onChange, onRemove, verb = STATES }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset
      className={styles.condition}
      data-nested={NESTED.has(condition.type) || undefined}
      aria-label={t(`conditions.type.${condition.type}`)}
    >
      <div className={styles.head}>
        <TypePicker condition={condition} onChange={onChange} />
        {onRemove && (
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t("scorecards.remove_condition")}
            title={t("scorecards.remove_condition")}
            onClick={onRemove}
          />
        )}
      </div>
      <Fields {...{ condition, path, onChange, verb }} />
    </fieldset>
  );
}

function Inside(props: Omit<Props, "verb">) {
  return <ConditionForm {...props} />;
}

function Fields({ condition, path, onChange, verb = STATES }: Props) {
  const set = (patch: object) => onChange({ ...condition, ...patch } as Condition);
  const given = { set, path, verb };
  switch (condition.type) {
    case "said":
      return <SaidForm condition={condition} {...given} />;
    case "pattern":
      return <PatternForm condition={condition} {...given} />;
    case "script_line":
      return <ScriptLineForm condition={condition} {...given} />;
    case "repeated":
      return <RepeatedForm condition={condition} {...given} />;
    case "entity":
      return <EntityForm condition={condition} {...given} />;
    case "sound":
      return <SoundForm condition={condition} {...given} />;
    case "fact":
      return <FactForm condition={condition} {...given} />;
    case "language":
      return <LanguageForm condition={condition} {...given} />;
    case "judged":
      return <JudgedForm condition={condition} {...given} />;
    case "rule":
      return <OtherRuleForm condition={condition} {...given} />;
    case "sequence":
      return <SequenceForm condition={condition} {...given} Inner={Inside} />;
    case "near":
      return <NearForm condition={condition} {...given} Inner={Inside} />;
    case "earlier_call":
      return <EarlierCallForm condition={condition} {...given} Inner={Inside} />;
    case "not":
      return <NotForm condition={condition} {...given} Inner={Inside} />;
    case "all_of":
      return <AllOfForm condition={condition} {...given} Inner={Inside} />;
    case "any_of":
      return <AnyOfForm condition={condition} {...given} Inner={Inside} />;
  }
}

/** Another type in its place; what it says moves along where it can. */
function TypePicker({ condition, onChange }: Pick<Props, "condition" | "onChange">) {
  const { t } = useTranslation();
  const label = t(`conditions.type.${condition.type}`);
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        className: styles.types ?? "",
        selectedKeys: [condition.type],
        items: CONDITION_TYPES.map((type) => ({
          key: type,
          label: (
            <span className={styles.option}>
              {t(`conditions.type.${type}`)}
              <span>{t(`conditions.help.${type}`)}</span>
            </span>
          ),
        })),
        onClick: ({ key }) => onChange(changedType(condition, key as ConditionType)),
      }}
    >
      <Button
        className={styles.type ?? ""}
        type="text"
        size="small"
        aria-label={t("scorecards.change_type", { type: label })}
      >
        {label} <DownOutlined />
      </Button>
    </Dropdown>
  );
}

/** Facts of a call, and what something is compared with. */
import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { useWords } from "../../lib/words";
import styles from "./form.module.css";
import { useRuleForm } from "./form-context";
import { Choose, NumberGap, TextGap } from "./gaps";
import { ProblemLine, useProblemOf } from "./problem-line";
import { opText } from "./sentence";
import type { Op, Value, Wanted } from "./types";
import { useTypedTags } from "./use-typed-tags";

const FACTS = [
  "duration_s",
  "talk_s",
  "hold_s",
  "wait_s",
  "direction",
  "outcome",
  "hangup_by",
  "queue",
  "campaign",
  "agent",
  "amount",
  "currency",
  "sold",
  "connected",
  "weekday",
  "time_of_day",
  "transfers",
] as const;

const YES_NO = new Set(["sold", "connected"]);
const NUMBERS = new Set([
  "duration_s",
  "talk_s",
  "hold_s",
  "wait_s",
  "amount",
  "weekday",
  "transfers",
]);
const OPS = ["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in"] as const satisfies Op[];
const OWN = /^(extra|campaign)\./;

/** Facts whose values have words of their own. */
const WORDED = {
  outcome: [
    "sale",
    "callback",
    "refused",
    "complaint",
    "wrong_number",
    "no_answer",
    "busy",
    "voicemail",
    "rejected",
    "unreachable",
  ],
  hangup_by: ["agent", "customer", "system"],
} as const;

export type ValueKind = "number" | "text" | "yes_no" | "free";

export function factKind(name: string): ValueKind {
  if (YES_NO.has(name)) return "yes_no";
  if (NUMBERS.has(name)) return "number";
  return OWN.test(name) ? "free" : "text";
}

interface FactProps {
  value: string;
  path: string;
  onChange: (name: string) => void;
}

/** A fact known by name, or one with a name of its own. */
export function FactGap({ value, path, onChange }: FactProps) {
  const { t } = useTranslation();
  const own = OWN.exec(value)?.[1];
  return (
    <span className={styles.joined}>
      <Choose
        label={t("scorecards.fact")}
        value={own ? `${own}.` : value}
        path={path}
        searchable
        options={[
          ...FACTS.map((name) => ({ value: name as string, label: t(`conditions.fact.${name}`) })),
          { value: "extra.", label: t("conditions.fact_own") },
          { value: "campaign.", label: t("conditions.fact_stated") },
        ]}
        onChange={(name) => onChange(name.endsWith(".") ? `${name}price` : name)}
      />
      {own && (
        <TextGap
          label={t("scorecards.fact_name")}
          value={value.slice(own.length + 1)}
          onChange={(name) => onChange(`${own}.${name}`)}
        />
      )}
    </span>
  );
}

interface WantedProps {
  /** The fact that is compared. */
  of?: string;
  value: Wanted;
  kind: ValueKind;
  path: string;
  onChange: (wanted: Wanted) => void;
}

export function WantedGap({ of, value: wanted, kind, path, onChange }: WantedProps) {
  const { t } = useTranslation();
  const { say } = useRuleForm();
  const listed = wanted.op === "in" || wanted.op === "not_in";
  // Of what is or is not so there is nothing else to ask.
  if (kind === "yes_no" && wanted.op === "eq" && wanted.fact == null)
    return <ValueGap {...{ of, wanted, kind, path, onChange }} />;
  return (
    <span className={styles.joined}>
      <Choose<Op>
        label={t("scorecards.op")}
        value={wanted.op}
        options={OPS.map((op) => ({ value: op, label: opText(op, say) }))}
        onChange={(op) => onChange(changedOp(wanted, op))}
      />
      {!listed && (
        <Choose
          label={t("scorecards.compared_with")}
          value={wanted.fact == null ? "value" : "fact"}
          options={(["value", "fact"] as const).map((one) => ({
            value: one,
            label: t(`scorecards.compared_${one}`),
          }))}
          onChange={(one) =>
            onChange(
              one === "fact"
                ? { op: wanted.op, value: null, fact: "campaign.price" }
                : { op: wanted.op, value: first(kind), fact: null },
            )
          }
        />
      )}
      {wanted.fact != null && !listed ? (
        <FactGap
          value={wanted.fact}
          path={`${path}.fact`}
          onChange={(fact) => onChange({ ...wanted, fact })}
        />
      ) : (
        <ValueGap {...{ of, wanted, kind, path, onChange }} />
      )}
      <ProblemLine path={`${path}.value`} />
    </span>
  );
}

type ValueProps = Omit<WantedProps, "value"> & { wanted: Wanted };

/** One of several values. */
function ValuesGap({ of, wanted, kind, path, onChange }: ValueProps) {
  const { t } = useTranslation();
  const wrong = useProblemOf(`${path}.value`);
  const options = useWorded(of, wanted);
  const value = Array.isArray(wanted.value) ? wanted.value.map(String) : [];
  const tags = useTypedTags(value, ["label", "value"]);
  return (
    <Select<string[]>
      className={styles.values ?? ""}
      mode="tags"
      size="small"
      variant="filled"
      {...(options ? { options, ...tags } : { open: false, suffixIcon: null })}
      aria-label={t("scorecards.value")}
      value={value}
      {...(wrong && { status: "error" as const })}
      onChange={(all) => onChange({ ...wanted, value: all.map((one) => read(one, kind)) })}
    />
  );
}

function ValueGap({ of, wanted, kind, path, onChange }: ValueProps) {
  const { t } = useTranslation();
  const label = t("scorecards.value");
  const options = useWorded(of, wanted);
  const { value } = wanted;
  const set = (one: Value) => onChange({ ...wanted, value: one, fact: null });
  if (Array.isArray(value)) return <ValuesGap {...{ of, wanted, kind, path, onChange }} />;
  if (kind === "yes_no")
    return (
      <Choose
        label={label}
        value={value === false ? "no" : "yes"}
        options={(["yes", "no"] as const).map((one) => ({
          value: one,
          label: t(`conditions.${one}`),
        }))}
        onChange={(one) => set(one === "yes")}
      />
    );
  if (options)
    return (
      <Choose<string>
        label={label}
        value={String(value ?? "")}
        path={`${path}.value`}
        searchable
        options={options}
        onChange={set}
      />
    );
  if (kind === "number")
    return <NumberGap label={label} value={Number(value ?? 0)} onChange={set} />;
  return (
    <TextGap
      label={label}
      value={String(value ?? "")}
      path={`${path}.value`}
      onChange={(text) => set(read(text, kind))}
    />
  );
}

/** Values to choose from, with one of one's own where it is chosen already. */
function useWorded(of: string | undefined, { value }: Wanted) {
  const word = useWords();
  if (of !== "outcome" && of !== "hangup_by") return null;
  const known: readonly string[] = WORDED[of];
  const own = typeof value === "string" && value && !known.includes(value) ? [value] : [];
  return [...known, ...own].map((one) => ({ value: one, label: word(of, one) }));
}

/** Of fields whose type nobody knows, what looks like a number is one. */
function read(text: string, kind: ValueKind): Value {
  const isNumber = /^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(text);
  return isNumber && kind !== "text" ? Number(text) : text;
}

function first(kind: ValueKind): Value {
  if (kind === "yes_no") return true;
  return kind === "number" ? 0 : "";
}

function changedOp(wanted: Wanted, op: Op): Wanted {
  const listed = op === "in" || op === "not_in";
  const { value } = wanted;
  if (listed) {
    const values = Array.isArray(value) ? value : value == null || value === "" ? [] : [value];
    return { op, value: values, fact: null };
  }
  if (Array.isArray(value)) return { op, value: value[0] ?? "", fact: null };
  return { ...wanted, op };
}

/** Of a fact that changed: a value it can have. */
export function wantedOf(name: string, wanted: Wanted): Wanted {
  if (wanted.fact != null) return wanted;
  const kind = factKind(name);
  const { value } = wanted;
  const fits =
    kind === "free" ||
    Array.isArray(value) ||
    typeof value === ({ yes_no: "boolean", number: "number", text: "string" } as const)[kind];
  return fits
    ? wanted
    : { op: kind === "number" ? wanted.op : "eq", value: first(kind), fact: null };
}

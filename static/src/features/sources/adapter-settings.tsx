import { MinusCircleOutlined, PlusOutlined } from "@ant-design/icons";
import { AutoComplete, Button, Form, Input, InputNumber, Select } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Pair, SettingField } from "./schema";
import styles from "./settings.module.css";

/** What the adapter of a dialer must be told of this installation. */
export function AdapterSettings({ fields }: { fields: readonly SettingField[] }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-label={t("sources.own_settings")}>
      <h2>{t("sources.own_settings")}</h2>
      <p className={styles.note}>
        {fields.length > 0 ? t("sources.own_settings_help") : t("sources.own_settings_none")}
      </p>
      {fields.map((field) => (
        <Field key={field.name} field={field} />
      ))}
    </section>
  );
}

function Field({ field }: { field: SettingField }) {
  const { name, kind } = field;
  const shared = {
    label: <code>{name}</code>,
    extra: field.description && <Description text={field.description} />,
  };
  if (kind === "pairs")
    return (
      <Form.Item {...shared}>
        <Pairs field={field} />
      </Form.Item>
    );
  return (
    <Form.Item {...shared} name={["settings", name]}>
      <Control field={field} />
    </Form.Item>
  );
}

/** What stands between backticks is code. */
function Description({ text }: { text: string }) {
  return (
    <span lang="en" className={styles.note}>
      {text.split("`").map((part, place) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        place % 2 === 1 ? <code key={place}>{part}</code> : part,
      )}
    </span>
  );
}

/** What Form.Item hands down to the one that edits the value. */
interface Handed {
  id?: string;
  value?: never;
  onChange?: (value: unknown) => void;
}

function Control({ field, ...handed }: { field: SettingField } & Handed): ReactNode {
  const { t } = useTranslation();
  const shown = useDefault(field);
  const options = field.options.map((value) => ({ value, label: value }));
  switch (field.kind) {
    case "number":
      return <InputNumber {...handed} placeholder={shown} className={styles.number ?? ""} />;
    case "flag":
      return (
        <Select
          {...handed}
          allowClear
          placeholder={shown}
          options={[
            { value: true, label: t("sources.yes") },
            { value: false, label: t("sources.no") },
          ]}
        />
      );
    case "choice":
      return <Select {...handed} allowClear placeholder={shown} options={options} />;
    case "choices":
      return <Select {...handed} mode="multiple" placeholder={shown} options={options} />;
    case "texts":
      return (
        <Select
          {...handed}
          mode="tags"
          open={false}
          suffixIcon={null}
          placeholder={shown || t("sources.one_per_entry")}
        />
      );
    default:
      return <Input {...handed} allowClear placeholder={shown} />;
  }
}

const LONG = 80;

function useDefault({ default: value }: SettingField): string {
  const { t } = useTranslation();
  if (value === null || (Array.isArray(value) && value.length === 0)) return "";
  const word = () => {
    if (typeof value === "boolean") return value ? t("sources.yes") : t("sources.no");
    return Array.isArray(value) ? value.join(", ") : String(value);
  };
  const text = word();
  return t("sources.default_is", { value: text.length > LONG ? `${text.slice(0, LONG)}…` : text });
}

/** The dialer's words on the left, what they mean on the right. */
function Pairs({ field: { name, options } }: { field: SettingField }) {
  const { t } = useTranslation();
  return (
    <Form.List name={["settings", name]} rules={[{ validator: (_, pairs) => noneTwice(pairs) }]}>
      {(rows, { add, remove }, { errors }) => (
        <div className={styles.pairs}>
          {rows.map(({ key, name: place }) => (
            <div key={key} className={styles.row}>
              <Side place={place} side="from" label={t("sources.from_word")} options={[]} />
              <span aria-hidden="true">→</span>
              <Side place={place} side="to" label={t("sources.to_word")} options={options} />
              <Button
                type="text"
                icon={<MinusCircleOutlined />}
                aria-label={t("sources.remove_pair")}
                title={t("sources.remove_pair")}
                onClick={() => remove(place)}
              />
            </div>
          ))}
          <Form.ErrorList errors={errors.map(() => t("sources.pair_twice"))} />
          <Button
            size="small"
            type="dashed"
            icon={<PlusOutlined />}
            onClick={() => add({ from: "", to: "" })}
          >
            {t("sources.add_pair")}
          </Button>
        </div>
      )}
    </Form.List>
  );
}

interface SideProps {
  place: number;
  side: keyof Pair;
  label: string;
  options: string[];
}

function Side({ place, side, label, options }: SideProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={[place, side]}
      className={styles.side ?? ""}
      rules={[{ required: true, whitespace: true, message: t("sources.pair_missing") }]}
    >
      {options.length > 0 ? (
        <Select
          aria-label={label}
          placeholder={label}
          options={options.map((value) => ({ value, label: value }))}
        />
      ) : (
        <AutoComplete aria-label={label} placeholder={label} />
      )}
    </Form.Item>
  );
}

async function noneTwice(pairs: Pair[] | undefined): Promise<void> {
  const words = (pairs ?? []).map(({ from }) => from.trim()).filter(Boolean);
  if (new Set(words).size < words.length) throw new Error("twice");
}

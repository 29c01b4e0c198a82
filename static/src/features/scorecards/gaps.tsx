/** The fields that stand in a sentence's gaps. */
import { Input, InputNumber, Select, Slider } from "antd";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./form.module.css";
import { useProblemOf } from "./problem-line";
import { tell } from "./sentence";

const GAP = "\u0000";

interface SentenceProps {
  /** Key of the sentence, below `conditions`. */
  of: string;
  fields: Record<string, ReactNode>;
}

/** A sentence of the translations with a field in each gap. */
export function Sentence({ of, fields }: SentenceProps) {
  const { t } = useTranslation();
  const gaps = Object.fromEntries(Object.keys(fields).map((name) => [name, GAP + name + GAP]));
  const pieces = tell(t, `conditions.${of}`, gaps).split(GAP);
  return (
    <div className={styles.sentence}>
      {pieces.map((piece, at) =>
        at % 2 === 1 ? (
          <Fragment key={piece}>{fields[piece]}</Fragment>
        ) : (
          wordsOf(piece) && <span key={`${pieces[at + 1]} before`}>{wordsOf(piece)}</span>
        ),
      )}
    </div>
  );
}

/** Marks that keep words together are not needed where fields have borders. */
function wordsOf(piece: string): string {
  return piece
    .replaceAll(/[“”：:（）()]/g, " ")
    .replace(/^[\s，,]+/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

export interface Option<Value> {
  value: Value;
  label: string;
  help?: string;
  /** As it stands in the sentence, where that is shorter. */
  short?: string;
}

interface ChooseProps<Value> {
  label: string;
  value: Value;
  options: Option<Value>[];
  onChange: (value: Value) => void;
  path?: string;
  searchable?: boolean;
}

export function Choose<Value extends string | number>(props: ChooseProps<Value>) {
  const { label, value, options, onChange, path, searchable = false } = props;
  const wrong = useProblemOf(path);
  return (
    <Select<Value, Option<Value>>
      className={styles.choose ?? ""}
      size="small"
      variant="filled"
      aria-label={label}
      value={value}
      options={options}
      showSearch={searchable && { optionFilterProp: "label" }}
      popupMatchSelectWidth={false}
      {...(wrong && { status: "error" as const })}
      labelRender={({ value: chosen, label: shown }) =>
        options.find((one) => one.value === chosen)?.short ?? shown
      }
      {...(options.some(({ help }) => help) && {
        optionRender: ({ data }: { data: Option<Value> }) => (
          <span className={styles.option}>
            {data.label}
            <span>{data.help}</span>
          </span>
        ),
      })}
      onChange={onChange}
    />
  );
}

interface NumberProps {
  label: string;
  value: number;
  min?: number;
  max?: number;
  step?: number;
  whole?: boolean;
  unit?: string;
  onChange: (value: number) => void;
}

/** A number; emptied, it stays what it was. */
export function NumberGap({ label, value, whole, unit, onChange, ...limits }: NumberProps) {
  return (
    <InputNumber<number>
      className={styles.number ?? ""}
      size="small"
      style={{ width: 64 + 13 * (unit?.length ?? 0) }}
      variant="filled"
      aria-label={label}
      value={value}
      {...limits}
      {...(whole && { precision: 0 })}
      suffix={unit}
      onChange={(wanted) => wanted !== null && Number.isFinite(wanted) && onChange(wanted)}
    />
  );
}

interface TextProps {
  label: string;
  value: string;
  placeholder?: string;
  path?: string;
  wide?: boolean;
  code?: boolean;
  onChange: (value: string) => void;
}

export function TextGap({ label, value, placeholder, path, wide, code, onChange }: TextProps) {
  const wrong = useProblemOf(path);
  return (
    <Input
      className={[wide ? styles.wide : styles.text, code && styles.code].filter(Boolean).join(" ")}
      size="small"
      variant="filled"
      aria-label={label}
      value={value}
      {...(placeholder && { placeholder })}
      {...(wrong && { status: "error" as const })}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** How alike, from 30 to 100 %. */
export function SimilarityGap({ value, onChange }: Pick<NumberProps, "value" | "onChange">) {
  const { t } = useTranslation();
  return (
    <span className={styles.similarity}>
      <Slider
        min={30}
        max={100}
        value={value}
        tooltip={{ formatter: null }}
        ariaLabelForHandle={t("scorecards.similarity")}
        onChange={onChange}
      />
      <b>{Math.round(value)}%</b>
    </span>
  );
}

import { Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import styles from "./form.module.css";
import { ProblemLine, useProblemOf } from "./problem-line";
import { useTypedTags } from "./use-typed-tags";

/** So many are easier to read as lines. */
const MANY = 60;
const SPLIT = ["\n", "、", "；", ";", "\t"];
const PACK = "pack:";

interface Props {
  label: string;
  hint: string;
  value: readonly string[];
  path: string;
  onChange: (phrases: string[]) => void;
}

/** Phrases as chips; pasted lists are cut at line ends. */
export function PhrasesGap({ label, hint, value, path, onChange }: Props) {
  const wrong = useProblemOf(path);
  if (value.length > MANY) return <PhraseLines {...{ label, hint, value, path, onChange }} />;
  return (
    <div className={styles.phrases}>
      <Select<string[]>
        mode="tags"
        open={false}
        suffixIcon={null}
        variant="filled"
        aria-label={label}
        placeholder={hint}
        value={[...value]}
        tokenSeparators={SPLIT}
        {...(wrong && { status: "error" as const })}
        onChange={(phrases) => onChange(unique(phrases))}
      />
      <ProblemLine path={path} />
    </div>
  );
}

interface WithPacksProps extends Props {
  packs: readonly string[];
  known: readonly { key: string; name: string; phrases: number; category: string }[];
  onPacks: (phrases: string[], packs: string[]) => void;
}

/** Phrases and word packs in one field: typing makes a phrase, choosing takes a pack. */
export function PhrasesAndPacks({ packs, known, onPacks, ...props }: WithPacksProps) {
  const { t } = useTranslation();
  const { label, hint, value, path } = props;
  const wrong = useProblemOf(path);
  const tags = useTypedTags(value, ["label"]);
  if (value.length > MANY)
    return (
      <>
        <PacksOnly {...{ packs, known }} onPacks={(chosen) => onPacks([...value], chosen)} />
        <PhraseLines {...props} />
      </>
    );
  const named = new Map(known.map(({ key, name }) => [key, name]));
  const chosen = [
    ...value.map((phrase) => ({ value: phrase, label: phrase })),
    ...packs.map((key) => ({
      value: PACK + key,
      label: t("conditions.pack", { name: named.get(key) ?? key }),
    })),
  ];
  return (
    <div className={styles.phrases}>
      <Select<{ value: string; label?: React.ReactNode }[]>
        mode="tags"
        labelInValue
        {...tags}
        suffixIcon={null}
        variant="filled"
        aria-label={label}
        placeholder={hint}
        value={chosen}
        tokenSeparators={SPLIT}
        options={packOptions(known, t("conditions.pack", { name: "{name}" }))}
        optionRender={({ label: name, data }) => (
          <>
            {name} <span className={styles.note}>{"phrases" in data && String(data.phrases)}</span>
          </>
        )}
        {...(wrong && { status: "error" as const })}
        onChange={(wanted) => {
          const texts = wanted.map((one) => one.value);
          onPacks(
            unique(texts.filter((one) => !one.startsWith(PACK))),
            texts.filter((one) => one.startsWith(PACK)).map((one) => one.slice(PACK.length)),
          );
        }}
      />
      <ProblemLine path={path} />
    </div>
  );
}

function packOptions(known: WithPacksProps["known"], template: string) {
  return known.map(({ key, name, phrases }) => ({
    value: PACK + key,
    label: template.replace("{name}", name),
    phrases,
  }));
}

function PacksOnly({
  packs,
  known,
  onPacks,
}: Pick<WithPacksProps, "packs" | "known"> & { onPacks: (packs: string[]) => void }) {
  const { t } = useTranslation();
  return (
    <Select<string[]>
      className={styles.wide ?? ""}
      mode="multiple"
      variant="filled"
      aria-label={t("scorecards.packs")}
      placeholder={t("scorecards.packs")}
      value={[...packs]}
      options={known.map(({ key, name }) => ({ value: key, label: name }))}
      onChange={onPacks}
    />
  );
}

/** One phrase a line. What is being typed stays as typed until the field is left. */
function PhraseLines({ label, hint, value, path, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className={styles.phrases}>
      <Input.TextArea
        aria-label={label}
        placeholder={hint}
        variant="filled"
        value={typed ?? value.join("\n")}
        autoSize={{ minRows: 4, maxRows: 14 }}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => {
          if (typed !== null) onChange(unique(typed.split("\n")));
          setTyped(null);
        }}
      />
      <span className={styles.note}>{t("scorecards.one_a_line", { n: value.length })}</span>
      <ProblemLine path={path} />
    </div>
  );
}

function unique(phrases: readonly string[]): string[] {
  return [...new Set(phrases.map((phrase) => phrase.trim()).filter(Boolean))];
}

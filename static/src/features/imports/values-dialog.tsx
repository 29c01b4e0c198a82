import { MinusCircleOutlined, PlusOutlined, TranslationOutlined } from "@ant-design/icons";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Column } from "../../lib/api";
import { useWords } from "../../lib/words";
import { wordsSeen } from "./columns";
import styles from "./imports.module.css";
import { WordChoice } from "./word-choice";

interface Props {
  column: Column;
  samples: string[];
  /** Ours. */
  words: readonly string[];
  onChange: (values: Record<string, string>) => void;
}

/** The words of a column and ours for them. */
export function ValuesDialog({ column, samples, words, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const count = Object.keys(column.values ?? {}).length;
  return (
    <>
      <Button
        icon={<TranslationOutlined />}
        aria-label={t("imports.values_of", { column: column.column })}
        onClick={() => setOpen(true)}
      >
        {t("imports.values")}
        {count > 0 && ` (${count})`}
      </Button>
      {open && (
        <Modal
          open
          title={t("imports.values_of", { column: column.column })}
          footer={
            <Button type="primary" onClick={() => setOpen(false)}>
              {t("imports.close")}
            </Button>
          }
          onCancel={() => setOpen(false)}
        >
          <Values column={column} samples={samples} words={words} onChange={onChange} />
        </Modal>
      )}
    </>
  );
}

function Values({ column, samples, words, onChange }: Props) {
  const { t } = useTranslation();
  const nameOf = useWordName(column.field);
  const values = column.values ?? {};
  const [added, setAdded] = useState<string[]>([]);
  const [typed, setTyped] = useState("");
  const seen = [...new Set([...wordsSeen(samples, column), ...added])];
  const open = seen.filter((theirs) => !values[theirs]).length;

  function set(theirs: string, ours: string) {
    const { [theirs]: _, ...others } = values;
    onChange(ours.trim() ? { ...others, [theirs]: ours.trim() } : others);
  }

  /** Ours in the reader's language. */
  function meaning(ours: string | undefined): string {
    return ours && words.includes(ours) && nameOf(ours) !== ours ? nameOf(ours) : "";
  }

  function add() {
    if (typed.trim()) setAdded([...added, typed.trim()]);
    setTyped("");
  }

  return (
    <div className={styles.values}>
      <p className={styles.note}>
        {t("imports.values_help")} {open > 0 && t("imports.values_open", { n: open })}
      </p>
      {seen.map((theirs) => (
        <div key={theirs} className={styles.pairRow}>
          <span title={theirs}>{theirs}</span>
          <span aria-hidden="true">→</span>
          <WordChoice
            label={`${t("imports.value_ours")}: ${theirs}`}
            value={values[theirs] ?? ""}
            options={words.map((value) => ({ value, label: nameOf(value) }))}
            onChange={(ours) => set(theirs, ours)}
          />
          <span className={styles.note}>{meaning(values[theirs])}</span>
          {added.includes(theirs) && (
            <Button
              type="text"
              icon={<MinusCircleOutlined />}
              aria-label={`${t("imports.value_remove")} ${theirs}`}
              onClick={() => {
                setAdded(added.filter((one) => one !== theirs));
                set(theirs, "");
              }}
            />
          )}
        </div>
      ))}
      <div className={styles.pairRow}>
        <Input
          aria-label={t("imports.value_theirs")}
          placeholder={t("imports.value_theirs")}
          value={typed}
          maxLength={200}
          onChange={({ target }) => setTyped(target.value)}
          onPressEnter={add}
        />
        <Button icon={<PlusOutlined />} disabled={!typed.trim()} onClick={add}>
          {t("imports.value_add")}
        </Button>
      </div>
    </div>
  );
}

function useWordName(field: Column["field"]): (value: string) => string {
  const { t } = useTranslation();
  const word = useWords();
  return (value) => {
    if (value === "outbound" || value === "inbound") return t(`imports.direction.${value}`);
    if (field === "hangup_by") return word("hangup_by", value);
    return field === "outcome" ? word("outcome", value) : value;
  };
}

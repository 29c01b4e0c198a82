import { AutoComplete } from "antd";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import styles from "./imports.module.css";

interface Word {
  value: string;
  /** In the reader's language. */
  label: string;
}

interface Props {
  label: string;
  value: string;
  options: Word[];
  onChange: (value: string) => void;
}

/** Our word for one of theirs: found by its name or its code, or one that is typed. */
export function WordChoice({ label, value, options, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const wentTo = useRef(false);
  // With one of ours there already, the others are to be seen.
  const isSet = options.some((word) => word.value === value);

  /** Keys keep what was typed; a word of the list is taken only when the arrows went to it. */
  function press(event: KeyboardEvent) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") wentTo.current = true;
    if ((event.key !== "Enter" && event.key !== "Tab") || wentTo.current) return;
    event.stopPropagation();
    setOpen(false);
  }

  return (
    <AutoComplete<string, Word>
      aria-label={label}
      placeholder={t("imports.value_as_is")}
      allowClear
      open={open}
      onOpenChange={setOpen}
      defaultActiveFirstOption={false}
      value={value}
      onChange={(ours) => {
        wentTo.current = false;
        onChange(ours ?? "");
      }}
      onInputKeyDown={press}
      showSearch={{ filterOption: (typed, word) => isSet || isFound(typed, word) }}
      options={options}
      optionRender={({ data: { label: name, value: code } }) => (
        <>
          {name} {name !== code && <span className={styles.note}>{code}</span>}
        </>
      )}
    />
  );
}

function isFound(typed: string, word: Word | undefined): boolean {
  const wanted = typed.trim().toLowerCase();
  return word !== undefined && `${word.label} ${word.value}`.toLowerCase().includes(wanted);
}

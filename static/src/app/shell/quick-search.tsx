import { SearchOutlined } from "@ant-design/icons";
import { type KeyboardEvent, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useCan } from "../../lib/session";
import styles from "./shell.module.css";

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** Ctrl/Cmd-K: looks for calls by number, agent or id. */
export function QuickSearch({ ref }: { ref: Ref<HTMLInputElement> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState("");

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    // The Enter that ends a pinyin composition chooses a word; it does not search.
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    const q = text.trim();
    navigate(q ? `/calls?${new URLSearchParams({ q })}` : "/calls");
    setText("");
    event.currentTarget.blur();
  }

  if (!useCan("calls:read")) return null;
  return (
    <label className={styles.searchBox}>
      <SearchOutlined />
      <input
        ref={ref}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={t("nav.search_hint")}
        aria-label={t("nav.search")}
        maxLength={100}
      />
      <kbd className={styles.kbd}>{MOD} K</kbd>
    </label>
  );
}

import { SearchOutlined } from "@ant-design/icons";
import { Input, type InputRef } from "antd";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { useCan } from "../../lib/session";
import styles from "./shell.module.css";

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** Ctrl/Cmd-K: looks for calls by number, agent or id. */
export function QuickSearch({ ref }: { ref: Ref<HTMLInputElement> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState("");
  useImperativeHandle(ref, () => input.current?.input as HTMLInputElement);

  function go() {
    const q = text.trim();
    navigate(q ? `/calls?${new URLSearchParams({ q })}` : "/calls");
    setText("");
    input.current?.blur();
  }

  if (!useCan("calls:read")) return null;
  return (
    <Input
      ref={input}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={go}
      prefix={<SearchOutlined />}
      suffix={<kbd className={styles.kbd}>{MOD} K</kbd>}
      placeholder={t("nav.search_hint")}
      aria-label={t("nav.search")}
      maxLength={100}
    />
  );
}

import { CheckCircleOutlined, CloseCircleOutlined } from "@ant-design/icons";
import { Alert, Button, Input } from "antd";
import { useDeferredValue, useEffect, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { FileNameReading, Source } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { asProblem } from "../../lib/problem";
import { linesOf } from "./lines";
import { useDeclare, useFileNames } from "./queries";
import styles from "./recordings.module.css";

const PATTERNS = 20;
const NAMES = 50;
const PAUSE_MS = 300;
const FIELDS = "{call_id} {agent} {customer_number} {started_at:%Y%m%d-%H%M%S} {any}";
const PRESETS = ["freepbx", "vicidial", "amazon_connect", "mixmonitor"];

/** How its recordings are named: patterns, tried on names while they are typed. */
export function FileNames({ source }: { source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const saved = useMemo(() => patternsOf(source), [source]);
  const [patternText, setPatternText] = useState(saved.join("\n"));
  const [nameText, setNameText] = useState("");
  const patterns = linesOf(patternText, PATTERNS);
  const names = linesOf(nameText, NAMES);
  const read = useFileNames(source.id, useSettled(names), useSettled(patterns));
  const save = useDeclare(source.id);
  const isSaved = patterns.join("\n") === saved.join("\n");

  return (
    <div className={styles.tester}>
      <div className={styles.typed}>
        <Lines
          label={t("sources.patterns")}
          value={patternText}
          onChange={(text) => {
            setPatternText(text);
            save.reset();
          }}
          help={
            <>
              {t("sources.patterns_help", { presets: format.list(PRESETS) })}
              <br />
              {t("sources.patterns_fields", { fields: "" })}
              <code>{FIELDS}</code>
            </>
          }
        />
        <div className={styles.actions}>
          <Button
            type="primary"
            disabled={isSaved}
            loading={save.isPending}
            onClick={() => save.mutate({ settings: { file_patterns: patterns } })}
          >
            {t("sources.save_patterns")}
          </Button>
          {isSaved && !save.isSuccess && (
            <span className={styles.note}>{t("sources.patterns_same")}</span>
          )}
        </div>
        {save.isSuccess && (
          <Alert showIcon type="success" role="status" title={t("sources.patterns_saved")} />
        )}
        {save.isError && <Fault error={save.error} />}
        <Lines
          label={t("sources.names")}
          value={nameText}
          onChange={setNameText}
          placeholder={t("sources.names_hint")}
        />
      </div>
      <section
        className={styles.readings}
        aria-label={t("sources.test_results")}
        aria-live="polite"
      >
        <h2>{t("sources.test_results")}</h2>
        {names.length === 0 && <p className={styles.note}>{t("sources.test_none")}</p>}
        {names.length > 0 && read.isError && <Fault error={read.error} />}
        {names.length > 0 && !read.isError && (
          <ul>
            {read.data?.items.map((reading) => (
              <Reading key={reading.name} reading={reading} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

interface LinesProps {
  label: string;
  value: string;
  onChange: (text: string) => void;
  placeholder?: string;
  help?: React.ReactNode;
}

function Lines({ label, value, onChange, placeholder, help }: LinesProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <Input.TextArea
        id={id}
        className={styles.mono ?? ""}
        autoSize={{ minRows: 3, maxRows: 12 }}
        spellCheck={false}
        value={value}
        placeholder={placeholder ?? ""}
        onChange={({ target }) => onChange(target.value)}
      />
      {help && <p className={styles.note}>{help}</p>}
    </div>
  );
}

/** The server says what is wrong with which pattern; others only have its headline. */
function Fault({ error }: { error: unknown }) {
  const { status, detail } = asProblem(error);
  if (status !== 422 || !detail) return <ProblemPanel error={error} inline />;
  return <Alert showIcon type="warning" title={<span lang="en">{detail}</span>} />;
}

function Reading({ reading: { name, pattern, named, misfits } }: { reading: FileNameReading }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts: [string, string | null | undefined][] = [
    [t("sources.call_id"), named?.call_id],
    [t("sources.agent"), named?.agent],
    [t("sources.customer"), named?.customer_number],
    [t("sources.started"), named?.started_at && format.dateTime(named.started_at)],
  ];
  return (
    <li>
      <code>{name}</code>
      {pattern ? (
        <>
          <p className={styles.good}>
            <CheckCircleOutlined /> {t("sources.fits")} <code>{pattern}</code>
          </p>
          <dl>
            {facts.map(
              ([word, value]) =>
                value && (
                  <div key={word}>
                    <dt>{word}</dt>
                    <dd>{value}</dd>
                  </div>
                ),
            )}
          </dl>
        </>
      ) : (
        <>
          <p className={styles.act}>
            <CloseCircleOutlined /> {t("sources.fits_no")}
          </p>
          <ul className={styles.misfits}>
            {misfits.map((misfit) => (
              <li key={misfit.pattern}>
                <code>{misfit.pattern}</code> <span lang="en">{misfit.reason}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

function patternsOf({ settings }: Source): string[] {
  const { file_patterns } = settings;
  return Array.isArray(file_patterns) ? file_patterns.map(String) : [];
}

/** `lines` once nobody has typed for a moment. */
function useSettled(lines: string[]): string[] {
  const text = lines.join("\n");
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const shown = useDeferredValue(settled);
  return useMemo(() => (shown ? shown.split("\n") : []), [shown]);
}

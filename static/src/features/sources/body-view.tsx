import { CopyOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DeliveryBody } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { type Body, markedLines, prettyBody, rawBody } from "./body";
import styles from "./deliveries.module.css";

const UNMARKED: ReadonlyMap<number, boolean> = new Map();

/** What came, laid out or as it is; lines of which something was said are marked. */
export function BodyView({ delivery }: { delivery: DeliveryBody }) {
  const { t } = useTranslation();
  const { body, encoding, notes } = delivery;
  const raw = useMemo(() => rawBody(body), [body]);
  const pretty = useMemo(() => (encoding === "text" ? prettyBody(body) : null), [body, encoding]);
  const marked = useMemo(() => markedLines(notes), [notes]);
  const [wantsRaw, setWantsRaw] = useState(marked.size > 0);
  const showsRaw = wantsRaw || !pretty;

  return (
    <section>
      <header className={styles.bodyHead}>
        <h2>{t("sources.body")}</h2>
        {pretty && (
          <Segmented<string>
            size="small"
            value={showsRaw ? "raw" : "pretty"}
            onChange={(wanted) => setWantsRaw(wanted === "raw")}
            options={[
              { value: "pretty", label: t("sources.body_pretty") },
              { value: "raw", label: t("sources.body_raw") },
            ]}
          />
        )}
        <Copy text={body} />
      </header>
      {encoding === "base64" && <p className={styles.note}>{t("sources.body_base64")}</p>}
      {body === "" ? (
        <p className={styles.note}>{t("sources.body_empty")}</p>
      ) : (
        <Lines body={showsRaw ? raw : pretty} marked={showsRaw ? marked : UNMARKED} />
      )}
      {raw.cut && <Cut body={body} shown={raw} />}
    </section>
  );
}

function Lines({ body, marked }: { body: Body; marked: ReadonlyMap<number, boolean> }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys must reach it
    <ol className={styles.lines} tabIndex={0}>
      {body.lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <li key={place} data-refuses={marked.get(place + 1)}>
          {line}
        </li>
      ))}
    </ol>
  );
}

function Cut({ body, shown }: { body: string; shown: Body }) {
  const { t } = useTranslation();
  const format = useFormat();
  const characters = shown.lines.reduce((sum, line) => sum + line.length + 1, 0);
  return (
    <p className={styles.note}>
      {t("sources.body_cut", {
        shown: format.bytes(characters),
        total: format.bytes(body.length),
      })}
    </p>
  );
}

function Copy({ text }: { text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  return (
    <Button
      size="small"
      icon={<CopyOutlined />}
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
      }}
    >
      {copied ? t("action.copied") : t("sources.copy_body")}
    </Button>
  );
}

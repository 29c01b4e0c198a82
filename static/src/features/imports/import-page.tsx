import { LeftOutlined } from "@ant-design/icons";
import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Import } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { ImportWord } from "./import-word";
import styles from "./imports.module.css";
import { newer } from "./live-imports";
import { MappingStep } from "./mapping-step";
import { useImport } from "./queries";
import { Running } from "./running";
import { Summary } from "./summary";
import { useLiveImports } from "./use-live-imports";

/** One file: how its columns are read, how far it is, what came of it. */
export default function ImportPage() {
  const { t } = useTranslation();
  const { importId = "" } = useParams();
  const read = useImport(importId);
  const { live, online } = useLiveImports();
  const heard = live.get(importId);
  const one = read.data && heard ? newer(read.data, heard) : (heard ?? read.data);
  return (
    <div className={styles.page}>
      <title>{`${one?.file_name ?? t("imports.title")} · ${t("app.name")}`}</title>
      <Link className={styles.note} to="/imports">
        <LeftOutlined /> {t("imports.back")}
      </Link>
      {one && <Header one={one} />}
      {!online && <Alert type="warning" showIcon title={t("imports.offline")} />}
      {one && <Whole key={one.id} one={one} />}
      {!one &&
        (read.isError ? (
          <ProblemPanel error={read.error} onRetry={read.refetch} />
        ) : (
          <Placeholder height={400} />
        ))}
    </div>
  );
}

function Header({ one }: { one: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    one.source_name,
    t(`imports.format.${one.format}`),
    one.compression && t("imports.compressed"),
    format.bytes(one.size_bytes),
    one.encoding?.toUpperCase(),
    one.sheet,
    format.dateTime(one.created_at),
    t("imports.by", { name: one.created_by }),
  ].filter(Boolean);
  return (
    <header className={styles.header}>
      <h1>{one.file_name}</h1>
      <ImportWord one={one} />
      <p className={styles.note}>{facts.join(" · ")}</p>
    </header>
  );
}

function Whole({ one }: { one: Import }) {
  switch (one.state) {
    case "uploaded":
      return <MappingStep one={one} />;
    case "queued":
    case "running":
      return <Running one={one} />;
    default:
      return <Summary one={one} />;
  }
}

import { Alert } from "antd";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import styles from "./imports.module.css";
import { ImportsTable } from "./imports-table";
import { withLive } from "./live-imports";
import { useImports } from "./queries";
import { UploadPanel } from "./upload-panel";
import { useLiveImports } from "./use-live-imports";

/** Files that were brought in, and a place to bring in another. */
export default function ImportsPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const cursor = params.get("cursor");
  const imports = useImports(cursor);
  const { live, online } = useLiveImports();
  return (
    <div className={styles.page}>
      <title>{`${t("imports.title")} · ${t("app.name")}`}</title>
      <h1>{t("imports.title")}</h1>
      <UploadPanel />
      {!online && <Alert type="warning" showIcon title={t("imports.offline")} />}
      {imports.isPending && <Placeholder height={240} />}
      {imports.isError && !imports.data && (
        <ProblemPanel error={imports.error} onRetry={imports.refetch} />
      )}
      {imports.data && (
        <>
          <ImportsTable imports={withLive(imports.data.items, live, cursor === null)} />
          <Pager
            next={imports.data.next ?? null}
            label={t("imports.list")}
            shown={t("imports.page", { count: imports.data.items.length })}
          />
        </>
      )}
    </div>
  );
}

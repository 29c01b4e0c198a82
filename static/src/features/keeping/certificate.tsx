import { Button, Descriptions } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import styles from "./keeping.module.css";
import { useCertificate } from "./queries";

/** What a deletion took, to read and to keep. */
export function Certificate({ runId }: { runId: string }) {
  const { t } = useTranslation();
  const proof = useCertificate(runId);
  if (proof.isError) return <ProblemPanel error={proof.error} onRetry={proof.refetch} />;
  if (!proof.data) return <Placeholder height={320} />;
  const { certificate, sha256 } = proof.data;
  const named = Object.entries(certificate).filter(([name]) => name !== "rules");
  return (
    <div className={styles.form}>
      <Descriptions
        size="small"
        bordered
        column={1}
        items={[...named, ["sha256", sha256] as const].map(([name, value]) => ({
          key: name,
          label: t(`keeping.proof_${name}`, { defaultValue: name }),
          children: <span className={styles.code}>{written(value)}</span>,
        }))}
      />
      <Button
        type="primary"
        href={`/api/v1/retention/runs/${runId}/certificate`}
        download={`deletion-${runId}.json`}
      >
        {t("keeping.download")}
      </Button>
    </div>
  );
}

function written(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  if (Array.isArray(value))
    return value.map((each) => written(each).replaceAll("\n", ", ")).join("\n");
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${String(each)}`)
    .join("\n");
}

import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { BacklogPanel } from "./backlog-panel";
import { HandOut } from "./hand-out";
import { LoadTable } from "./load-table";
import { PlanTable } from "./plan-table";
import { useWorkload, type Workload } from "./queries";
import styles from "./workload.module.css";

/** Who has how much, what waits how long, and how far the plans are. */
export default function WorkloadPage() {
  const { t } = useTranslation();
  const { time } = useFormat();
  const manages = useCan("reviews:manage");
  const [params] = useSearchParams();
  const workload = useWorkload(params.get("cursor"));
  return (
    <div className={styles.page}>
      <title>{`${t("nav.workload")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.workload")}</h1>
        {workload.data && (
          <span className={styles.note}>
            {t("workload.as_of", { time: time(workload.data.as_of) })}
          </span>
        )}
        {manages && <HandOut />}
      </header>
      {workload.data ? (
        <Whole workload={workload.data} />
      ) : workload.error ? (
        <ProblemPanel error={workload.error} onRetry={workload.refetch} />
      ) : (
        <div className={styles.page} aria-busy="true">
          <Placeholder height={148} />
          <Placeholder height={280} />
        </div>
      )}
    </div>
  );
}

function Whole({ workload: { backlog, plans, inspectors } }: { workload: Workload }) {
  const { t } = useTranslation();
  return (
    <>
      <BacklogPanel backlog={backlog} />
      <section className={styles.part}>
        <h2>{t("workload.inspectors")}</h2>
        <LoadTable loads={inspectors.items} />
        <Pager
          next={inspectors.next ?? null}
          label={t("workload.inspectors")}
          shown={t("workload.shown", { count: inspectors.items.length })}
        />
      </section>
      <section className={styles.part}>
        <h2>{t("workload.plans")}</h2>
        <PlanTable plans={plans} />
      </section>
    </>
  );
}

import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useSession } from "../../lib/session";
import { AwayPanel } from "./away-panel";
import { FactorPanel } from "./factor-panel";
import { PasswordPanel } from "./password-panel";
import { useSecurity } from "./queries";
import styles from "./security.module.css";
import { SessionsPanel } from "./sessions-panel";

/** One's own password, second factor, deputy, and where one is signed in. */
export default function SecurityPage() {
  const { t } = useTranslation();
  const { role } = useSession();
  const security = useSecurity();
  return (
    <div className={styles.page}>
      <title>{`${t("security.title")} · ${t("app.name")}`}</title>
      <h1>{t("security.title")}</h1>
      {security.data ? (
        <div className={styles.pair}>
          <PasswordPanel security={security.data} />
          <FactorPanel security={security.data} />
        </div>
      ) : security.isError ? (
        <ProblemPanel error={security.error} onRetry={security.refetch} />
      ) : (
        <Placeholder height={280} />
      )}
      {role !== "agent" && <AwayPanel />}
      <SessionsPanel />
    </div>
  );
}

import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Source } from "../../lib/api";
import { ConnectSteps } from "./connect-steps";
import { Panel } from "./panel";
import { useDialers } from "./queries";
import { Secrets } from "./secrets";
import styles from "./settings.module.css";
import { SettingsForm } from "./settings-form";

/** How it is connected and read, and what its signatures are checked with. */
export function SettingsTab({ source }: { source: Source }) {
  const { t } = useTranslation();
  const dialers = useDialers();
  return (
    <div className={styles.tab}>
      <div className={styles.main}>
        {dialers.isPending && <Placeholder height={480} />}
        {dialers.isError && <ProblemPanel error={dialers.error} onRetry={dialers.refetch} />}
        {dialers.data && (
          <SettingsForm key={source.id} source={source} dialers={dialers.data.items} />
        )}
      </div>
      <div className={styles.aside}>
        <Panel title={t("sources.connect")}>
          <ConnectSteps source={source} />
        </Panel>
        <Panel title={t("sources.secrets")}>
          <Secrets source={source} />
        </Panel>
      </div>
    </div>
  );
}

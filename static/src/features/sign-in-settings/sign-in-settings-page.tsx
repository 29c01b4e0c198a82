import { useTranslation } from "react-i18next";

import { CopyButton } from "../../components/copy-button";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { MappingsPanel } from "./mappings-panel";
import { PolicyPanel } from "./policy-panel";
import { ProvidersPanel } from "./providers-panel";
import { useMappings, usePolicy } from "./queries";
import styles from "./ways.module.css";

/** How people sign in: providers, what groups give, passwords and second factors. */
export default function SignInSettingsPage() {
  const { t } = useTranslation();
  const policy = usePolicy();
  const mappings = useMappings();
  const scim = `${window.location.origin}/scim/v2`;
  return (
    <div className={styles.page}>
      <title>{`${t("ways.title")} · ${t("app.name")}`}</title>
      <h1>{t("ways.title")}</h1>
      <ProvidersPanel />
      <section className={styles.panel}>
        <h2>{t("ways.mappings")}</h2>
        <p className={styles.note}>{t("ways.mappings_help")}</p>
        {mappings.data && (
          <MappingsPanel mappings={mappings.data.mappings} known={mappings.data.known_groups} />
        )}
        {mappings.isError && (
          <ProblemPanel error={mappings.error} inline onRetry={mappings.refetch} />
        )}
        {mappings.isPending && <Placeholder height={120} />}
        <p className={styles.note}>
          {t("ways.scim")} <code>{scim}</code>
          <CopyButton text={scim} label={t("ways.copy_scim")} />
          <br />
          {t("ways.scim_help")}
        </p>
      </section>
      <section className={styles.panel}>
        <h2>{t("ways.policy")}</h2>
        {policy.data && <PolicyPanel policy={policy.data} />}
        {policy.isError && <ProblemPanel error={policy.error} inline onRetry={policy.refetch} />}
        {policy.isPending && <Placeholder height={240} />}
      </section>
    </div>
  );
}

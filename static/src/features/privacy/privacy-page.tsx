import { Alert } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Privacy } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { PolicyForm } from "./policy-form";
import styles from "./privacy.module.css";
import { usePrivacy } from "./queries";

/** What is masked, what is kept, what is encrypted, and how far all that is. */
export default function PrivacyPage() {
  const { t } = useTranslation();
  const privacy = usePrivacy();
  return (
    <div className={styles.page}>
      <title>{`${t("privacy.title")} · ${t("app.name")}`}</title>
      <h1>{t("privacy.title")}</h1>
      {privacy.data && (
        <>
          <PolicyForm key={privacy.data.changed_at ?? ""} privacy={privacy.data} />
          <Progress privacy={privacy.data} />
          <Sealing sealing={privacy.data.sealing} />
        </>
      )}
      {!privacy.data &&
        (privacy.isError ? (
          <ProblemPanel error={privacy.error} onRetry={privacy.refetch} />
        ) : (
          <div className={styles.page} aria-busy="true">
            <Placeholder height={320} />
            <Placeholder height={96} />
          </div>
        ))}
    </div>
  );
}

function Progress({ privacy }: { privacy: Privacy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figures = [
    [t("privacy.transcripts"), privacy.transcripts],
    [t("privacy.with_numbers"), privacy.transcripts_with_personal_numbers],
    [t("privacy.backlog"), privacy.backlog],
    [t("privacy.beeped"), privacy.beeped],
    [t("privacy.gone"), privacy.replaced],
  ] as const;
  return (
    <section className={styles.panel} aria-labelledby="progress">
      <h2 id="progress">{t("privacy.progress_title")}</h2>
      <dl className={styles.figures}>
        {figures.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{format.count(value)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.help}>{t("privacy.backlog_help")}</p>
    </section>
  );
}

function Sealing({ sealing }: { sealing: Privacy["sealing"] }) {
  const { t } = useTranslation();
  const { on, master, data_keys, data_keys_of_former_masters } = sealing;
  const lost = on && master === null;
  return (
    <section className={styles.panel} aria-labelledby="sealing">
      <h2 id="sealing">{t("privacy.sealing_title")}</h2>
      {lost ? (
        <Alert type="error" showIcon title={t("privacy.sealing_lost")} />
      ) : (
        <Alert
          type={on ? "success" : "warning"}
          showIcon
          title={on ? t("privacy.sealing_on") : t("privacy.sealing_off")}
          description={
            on
              ? t("privacy.sealing_on_help", { master: master ?? "", keys: data_keys })
              : t("privacy.sealing_off_help")
          }
        />
      )}
      {data_keys_of_former_masters > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("privacy.sealing_former", { count: data_keys_of_former_masters })}
        />
      )}
      <p className={styles.help}>{t("privacy.sealing_words")}</p>
    </section>
  );
}

import { useTranslation } from "react-i18next";

import type { Enrolment } from "../lib/api";
import { CodeForm } from "./code-form";
import { CopyButton } from "./copy-button";
import styles from "./second-factor.module.css";

interface Props {
  enrolment: Enrolment;
  pending: boolean;
  error: Error | null;
  onCode: (code: string) => void;
}

/** What an authenticator app scans, and the code that proves it did. */
export function EnrolmentForm({ enrolment, pending, error, onCode }: Props) {
  const { t } = useTranslation();
  const picture = `data:image/svg+xml,${encodeURIComponent(enrolment.qr_svg)}`;
  return (
    <div className={styles.column}>
      <p className={styles.note}>{t("factor.scan")}</p>
      <img className={styles.qr} src={picture} alt={t("factor.qr")} />
      <p className={styles.note}>{t("factor.or_type")}</p>
      <div className={styles.row}>
        <code className={styles.secret}>{enrolment.secret.replace(/(.{4})/g, "$1 ").trim()}</code>
        <CopyButton text={enrolment.secret} label={t("factor.copy_secret")} />
      </div>
      <CodeForm
        submit={t("factor.confirm")}
        pending={pending}
        error={error}
        recovery={false}
        onCode={onCode}
      />
    </div>
  );
}

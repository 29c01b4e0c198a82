import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useSearchParams } from "react-router";

import { Brand } from "../../components/brand";
import { PreferenceSwitches } from "../../components/preference-switches";
import type { Session } from "../../lib/api";
import { SESSION_KEY } from "../../lib/session";
import { safeNext } from "./next";
import styles from "./sign-in.module.css";
import { SignInForm } from "./sign-in-form";

export default function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const next = safeNext(params.get("next"));

  function enter(session: Session) {
    client.setQueryData(SESSION_KEY, session);
    navigate(next, { replace: true });
  }

  if (client.getQueryData<Session>(SESSION_KEY)) return <Navigate to={next} replace />;
  return (
    <div className={styles.page}>
      <title>{`${t("sign_in.title")} · ${t("app.name")}`}</title>
      <div className={styles.switches}>
        <PreferenceSwitches />
      </div>
      <main className={styles.card}>
        <header className={styles.head}>
          <Brand />
          <p>{t("app.tagline")}</p>
        </header>
        <SignInForm onSignedIn={enter} />
      </main>
    </div>
  );
}

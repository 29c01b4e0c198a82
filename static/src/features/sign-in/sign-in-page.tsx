import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Divider } from "antd";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useSearchParams } from "react-router";

import { Brand } from "../../components/brand";
import { Placeholder } from "../../components/placeholder";
import { ThemeSwitch } from "../../components/theme-switch";
import { api, ask, type Session, type SignInStep } from "../../lib/api";
import { SESSION_KEY } from "../../lib/session";
import { failureOf } from "./failures";
import { LanguageChoice } from "./language-choice";
import { safeNext } from "./next";
import styles from "./sign-in.module.css";
import { SignInForm } from "./sign-in-form";

const Step = lazy(() => import("./step"));

const STEP_KEY = ["sign-in-step"] as const;
const STEP = "step";

export default function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const next = safeNext(params.get("next"));
  const begun = params.has(STEP);
  const step = useQuery({
    queryKey: STEP_KEY,
    queryFn: () => ask(api.GET("/api/v1/session/step")),
    enabled: begun,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

  function enter(session: Session) {
    // What was read before may be another's, and what is on its way may still be refused.
    client.clear();
    client.setQueryData(SESSION_KEY, session);
    navigate(next, { replace: true });
  }

  function goOn(answer: Session | SignInStep) {
    if (!("step" in answer)) return enter(answer);
    client.setQueryData(STEP_KEY, answer);
    setParams({ next, [STEP]: answer.step }, { replace: true });
  }

  function startAgain() {
    client.removeQueries({ queryKey: STEP_KEY });
    setParams({ next }, { replace: true });
  }

  if (client.getQueryData<Session>(SESSION_KEY)) return <Navigate to={next} replace />;
  return (
    <div className={styles.page}>
      <title>{`${t("sign_in.title")} · ${t("app.name")}`}</title>
      <div className={styles.switches}>
        <LanguageChoice />
        <ThemeSwitch />
      </div>
      <main className={styles.card}>
        <header className={styles.head}>
          <Brand />
          <p>{t("app.tagline")}</p>
        </header>
        {begun && step.data && (
          <Suspense fallback={<Placeholder height={160} />}>
            <Step step={step.data} onGoOn={goOn} onOver={startAgain} onEnter={enter} />
          </Suspense>
        )}
        {begun && step.isError && (
          <Alert className={styles.notice} type="warning" showIcon title={t("entering.over")} />
        )}
        {(!begun || step.isError) && (
          <Ways next={next} failed={params.get("failed")} onGoOn={goOn} />
        )}
      </main>
    </div>
  );
}

interface WaysProps {
  next: string;
  failed: string | null;
  onGoOn: (answer: Session | SignInStep) => void;
}

/** By an identity provider, or with a password. */
function Ways({ next, failed, onGoOn }: WaysProps) {
  const { t } = useTranslation();
  const ways = useQuery({
    queryKey: ["ways-in"],
    queryFn: () => ask(api.GET("/api/v1/session/ways_in")),
    staleTime: 60_000,
  });
  const providers = ways.data?.providers ?? [];
  return (
    <>
      {failed && (
        <Alert
          className={styles.notice}
          type="error"
          showIcon
          title={t(`entering.failed.${failureOf(failed)}`)}
        />
      )}
      {providers.map(({ key, name }) => (
        <Button
          key={key}
          className={styles.provider}
          size="large"
          block
          href={`/api/v1/session/sso/${key}?${new URLSearchParams({ next })}`}
        >
          {t("entering.with", { name })}
        </Button>
      ))}
      {providers.length > 0 && (
        <Divider plain>{t(ways.data?.passwords ? "entering.or" : "entering.admins_only")}</Divider>
      )}
      <SignInForm onGoOn={onGoOn} />
    </>
  );
}

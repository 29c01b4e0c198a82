import { useMutation } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { api, ask, type Session, type SignInStep } from "../../lib/api";
import { asProblem, hasStatus } from "../../lib/problem";
import { Field, PasswordField } from "./field";
import styles from "./sign-in.module.css";

interface Fields {
  login: string;
  password: string;
}

interface Props {
  onGoOn: (answer: Session | SignInStep) => void;
}

const NAMES = ["login", "password"] as const satisfies readonly (keyof Fields)[];

export function SignInForm({ onGoOn }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Partial<Fields>>({});
  const signIn = useMutation({
    mutationFn: (body: Fields) => ask(api.POST("/api/v1/session", { body })),
    onSuccess: onGoOn,
    onError: (error) => showAtField(error),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (signIn.isPending) return;
    const given = new FormData(event.currentTarget);
    const fields = { login: String(given.get("login")), password: String(given.get("password")) };
    const missing = NAMES.filter((name) => !fields[name]);
    setErrors(Object.fromEntries(missing.map((name) => [name, t(`sign_in.${name}_missing`)])));
    if (missing[0]) focus(missing[0]);
    else signIn.mutate(fields);
  }

  function showAtField(error: Error) {
    const { status, field, detail } = asProblem(error);
    const name = field === "login" ? "login" : "password";
    if (status === 401) setErrors({ [name]: t("sign_in.refused") });
    else if (status === 422) setErrors({ [name]: detail });
    focus(name);
  }

  function focus(name: keyof Fields) {
    const field = form.current?.elements.namedItem(name);
    if (field instanceof HTMLElement) field.focus();
  }

  return (
    <form ref={form} noValidate onSubmit={submit}>
      <Field
        name="login"
        label={t("sign_in.login")}
        error={errors.login}
        autoComplete="username"
        autoCapitalize="none"
        autoFocus
        maxLength={200}
      />
      <PasswordField
        name="password"
        label={t("sign_in.password")}
        error={errors.password}
        autoComplete="current-password"
        maxLength={1000}
      />
      <Trouble error={signIn.error} />
      <Button
        className={styles.submit}
        type="primary"
        size="large"
        htmlType="submit"
        block
        loading={signIn.isPending}
      >
        {t("sign_in.submit")}
      </Button>
    </form>
  );
}

/** What no single field is to blame for. */
function Trouble({ error }: { error: Error | null }) {
  const { t } = useTranslation();
  if (!error || hasStatus(error, 401, 422)) return null;
  if (hasStatus(error, 429))
    return (
      <Alert type="warning" showIcon title={t("sign_in.throttled")} style={{ marginBottom: 24 }} />
    );
  return <ProblemPanel error={error} />;
}

import { useMutation, useQuery } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { CodeForm } from "../../components/code-form";
import { EnrolmentForm } from "../../components/enrolment";
import {
  type NewPassword,
  NewPasswordFields,
  useShowAtPassword,
} from "../../components/new-password";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { RecoveryCodes } from "../../components/recovery-codes";
import { api, ask, type Session, type SignInStep } from "../../lib/api";
import { hasStatus } from "../../lib/problem";
import styles from "./sign-in.module.css";

interface Props {
  step: SignInStep;
  onGoOn: (answer: Session | SignInStep) => void;
  onOver: () => void;
  onEnter: (session: Session) => void;
}

/** What a sign-in asks for after the password. */
export default function Step(props: Props) {
  const { t } = useTranslation();
  const { step, login } = props.step;
  const parts: Partial<Record<SignInStep["step"], ReactNode>> = {
    second_factor: <SecondFactor {...props} />,
    change_password: <ChangePassword {...props} />,
    enrol: <Enrol {...props} />,
  };
  if (step === "sso") return null;
  return (
    <>
      <h1 className={styles.title}>{t(`entering.${step}`)}</h1>
      <p className={styles.help}>{t(`entering.${step}_help`, { login })}</p>
      {parts[step]}
      <Button type="link" block className={styles.back} onClick={props.onOver}>
        {t("entering.back")}
      </Button>
    </>
  );
}

function SecondFactor({ onGoOn, onOver }: Props) {
  const { t } = useTranslation();
  const [recovery, setRecovery] = useState(false);
  const give = useMutation({
    mutationFn: (code: string) =>
      ask(api.POST("/api/v1/session/second_factor", { body: { code } })),
    onSuccess: onGoOn,
    onError: (error) => hasStatus(error, 401) && onOver(),
  });
  return (
    <>
      <CodeForm
        key={String(recovery)}
        submit={t("entering.continue")}
        pending={give.isPending}
        error={give.error}
        recovery={recovery}
        onCode={give.mutate}
      />
      <Button
        type="link"
        block
        onClick={() => {
          give.reset();
          setRecovery(!recovery);
        }}
      >
        {t(recovery ? "entering.use_app" : "entering.use_recovery")}
      </Button>
    </>
  );
}

function ChangePassword({ onGoOn, onOver }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<NewPassword>();
  const showAtPassword = useShowAtPassword();
  const ways = useQuery({
    queryKey: ["ways-in"],
    queryFn: () => ask(api.GET("/api/v1/session/ways_in")),
  });
  const choose = useMutation({
    mutationFn: ({ password }: NewPassword) =>
      ask(api.POST("/api/v1/session/password", { body: { password } })),
    onSuccess: onGoOn,
    onError: (error) => (hasStatus(error, 401) ? onOver() : showAtPassword(form, error)),
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      size="large"
      validateTrigger="onSubmit"
      onFinish={choose.mutate}
    >
      <NewPasswordFields minLength={ways.data?.password_min_length ?? 10} />
      {choose.error && !hasStatus(choose.error, 401, 422) && (
        <ProblemPanel error={choose.error} inline />
      )}
      <Button type="primary" htmlType="submit" block loading={choose.isPending}>
        {t("entering.continue")}
      </Button>
    </Form>
  );
}

function Enrol({ onGoOn, onOver, onEnter }: Props) {
  const begin = useMutation({ mutationFn: () => ask(api.POST("/api/v1/session/enrolment")) });
  const confirm = useMutation({
    mutationFn: (code: string) =>
      ask(api.POST("/api/v1/session/enrolment/confirm", { body: { code } })),
    onError: (error) => hasStatus(error, 401) && onOver(),
  });
  const { mutate } = begin;
  useEffect(() => mutate(), [mutate]);

  async function goOn() {
    if (confirm.data?.step) onGoOn(await ask(api.GET("/api/v1/session/step")));
    else onEnter(await ask(api.GET("/api/v1/session")));
  }

  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} onSaved={goOn} />;
  if (begin.isError) return <ProblemPanel error={begin.error} inline onRetry={mutate} />;
  if (!begin.data) return <Placeholder height={320} />;
  return (
    <EnrolmentForm
      enrolment={begin.data}
      pending={confirm.isPending}
      error={confirm.error}
      onCode={confirm.mutate}
    />
  );
}

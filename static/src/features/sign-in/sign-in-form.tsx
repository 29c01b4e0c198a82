import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { api, ask, type Session, type SignInStep } from "../../lib/api";
import { asProblem, hasStatus } from "../../lib/problem";
import styles from "./sign-in.module.css";

interface Fields {
  login: string;
  password: string;
}

interface Props {
  onGoOn: (answer: Session | SignInStep) => void;
}

export function SignInForm({ onGoOn }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const signIn = useMutation({
    mutationFn: (body: Fields) => ask(api.POST("/api/v1/session", { body })),
    onSuccess: onGoOn,
    onError: (error) => showAtField(error),
  });

  function showAtField(error: Error) {
    const { status, field, detail } = asProblem(error);
    const name = field === "login" ? "login" : "password";
    if (status === 401) form.setFields([{ name, errors: [t("sign_in.refused")] }]);
    else if (status === 422) form.setFields([{ name, errors: [detail] }]);
    form.getFieldInstance(name)?.focus();
  }

  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      size="large"
      onFinish={signIn.mutate}
      validateTrigger="onSubmit"
    >
      <Form.Item
        name="login"
        label={t("sign_in.login")}
        rules={[{ required: true, message: t("sign_in.login_missing") }]}
      >
        <Input autoComplete="username" autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t("sign_in.password")}
        rules={[{ required: true, message: t("sign_in.password_missing") }]}
      >
        <Input.Password autoComplete="current-password" maxLength={1000} />
      </Form.Item>
      <Trouble error={signIn.error} />
      <Button
        className={styles.submit}
        type="primary"
        htmlType="submit"
        block
        loading={signIn.isPending}
      >
        {t("sign_in.submit")}
      </Button>
    </Form>
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

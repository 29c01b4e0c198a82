import { useMutation } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { EnrolmentForm } from "../../components/enrolment";
import { useShowAtPassword } from "../../components/new-password";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { RecoveryCodes } from "../../components/recovery-codes";
import { api, ask } from "../../lib/api";
import { hasStatus } from "../../lib/problem";
import { useRefresh } from "./queries";

interface Props {
  asksPassword: boolean;
  onDone: () => void;
}

/** Password, then the picture to scan, then recovery codes. */
export function AddFactor({ asksPassword, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ password: string }>();
  const refresh = useRefresh();
  const showAtPassword = useShowAtPassword();
  const begin = useMutation({
    mutationFn: (password: string | null) =>
      ask(api.POST("/api/v1/me/second_factor", { body: { password } })),
    onError: (error) => showAtPassword(form, error),
  });
  const confirm = useMutation({
    mutationFn: (code: string) =>
      ask(api.POST("/api/v1/me/second_factor/confirm", { body: { code } })),
    onSuccess: refresh,
  });
  const { mutate } = begin;
  useEffect(() => {
    if (!asksPassword) mutate(null);
  }, [asksPassword, mutate]);

  if (confirm.data) return <RecoveryCodes codes={confirm.data.recovery_codes} onSaved={onDone} />;
  if (begin.data)
    return (
      <EnrolmentForm
        enrolment={begin.data}
        pending={confirm.isPending}
        error={confirm.error}
        onCode={confirm.mutate}
      />
    );
  const trouble = begin.error && !hasStatus(begin.error, 422) && (
    <ProblemPanel error={begin.error} inline />
  );
  if (!asksPassword) return trouble || <Placeholder height={320} />;
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      validateTrigger="onSubmit"
      onFinish={({ password }) => mutate(password)}
    >
      <Form.Item
        name="password"
        label={t("security.confirm_password")}
        rules={[{ required: true, message: t("sign_in.password_missing") }]}
      >
        <Input.Password autoFocus autoComplete="current-password" maxLength={1000} />
      </Form.Item>
      {trouble}
      <Button type="primary" htmlType="submit" block loading={begin.isPending}>
        {t("entering.continue")}
      </Button>
    </Form>
  );
}

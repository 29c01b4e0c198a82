import { useMutation } from "@tanstack/react-query";
import { Alert, Button, Form, Input } from "antd";
import { useTranslation } from "react-i18next";

import {
  type NewPassword,
  NewPasswordFields,
  useShowAtPassword,
} from "../../components/new-password";
import { ProblemPanel } from "../../components/problem-panel";
import { api, ask, type Security } from "../../lib/api";
import { hasStatus } from "../../lib/problem";
import { useRefresh } from "./queries";
import styles from "./security.module.css";

interface Fields extends NewPassword {
  old_password: string;
}

export function PasswordPanel({ security }: { security: Security }) {
  const { t } = useTranslation();
  return (
    <section className={styles.panel}>
      <h2>{t("security.password")}</h2>
      <p className={styles.note}>
        {t(security.has_password ? "security.password_help" : "security.password_none")}
      </p>
      {security.has_password && <ChangeForm minLength={security.password_min_length} />}
    </section>
  );
}

function ChangeForm({ minLength }: { minLength: number }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const refresh = useRefresh();
  const showAtPassword = useShowAtPassword();
  const change = useMutation({
    mutationFn: ({ old_password, password }: Fields) =>
      ask(api.PUT("/api/v1/me/password", { body: { old_password, password } })),
    onSuccess: () => {
      form.resetFields();
      return refresh();
    },
    onError: (error) => showAtPassword(form, error),
  });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      validateTrigger="onSubmit"
      onFinish={change.mutate}
    >
      <Form.Item
        name="old_password"
        label={t("security.old_password")}
        rules={[{ required: true, message: t("sign_in.password_missing") }]}
      >
        <Input.Password autoComplete="current-password" maxLength={1000} />
      </Form.Item>
      <NewPasswordFields minLength={minLength} />
      {change.error && !hasStatus(change.error, 422) && (
        <ProblemPanel error={change.error} inline />
      )}
      {change.isSuccess && (
        <Alert
          className={styles.done ?? ""}
          type="success"
          showIcon
          title={t("security.changed")}
        />
      )}
      <Button htmlType="submit" type="primary" loading={change.isPending}>
        {t("security.change")}
      </Button>
    </Form>
  );
}

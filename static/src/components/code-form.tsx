import { Alert, Button, Form, Input } from "antd";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { hasStatus } from "../lib/problem";
import { ProblemPanel } from "./problem-panel";

interface Props {
  submit: string;
  pending: boolean;
  error: Error | null;
  /** Asks for a recovery code instead of the app's. */
  recovery: boolean;
  onCode: (code: string) => void;
}

/** Asks for a code. One that is refused stays, to be corrected. */
export function CodeForm({ submit, pending, error, recovery, onCode }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ code: string }>();
  const refused = hasStatus(error, 422);

  useEffect(() => {
    form.setFields([{ name: "code", errors: refused ? [t("entering.code_refused")] : [] }]);
    form.getFieldInstance("code")?.focus();
  }, [form, refused, t]);

  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      validateTrigger="onSubmit"
      onFinish={({ code }) => onCode(code.trim())}
    >
      <Form.Item
        name="code"
        label={t(recovery ? "entering.recovery_code" : "entering.code")}
        extra={t(recovery ? "entering.recovery_hint" : "entering.code_hint")}
        rules={[{ required: true, whitespace: true, message: t("entering.code_missing") }]}
      >
        <Input
          size="large"
          autoFocus
          autoComplete="one-time-code"
          inputMode={recovery ? "text" : "numeric"}
          maxLength={recovery ? 40 : 10}
        />
      </Form.Item>
      {error && !refused && <Trouble error={error} />}
      <Button type="primary" htmlType="submit" block loading={pending}>
        {submit}
      </Button>
    </Form>
  );
}

function Trouble({ error }: { error: Error }) {
  const { t } = useTranslation();
  if (!hasStatus(error, 429)) return <ProblemPanel error={error} inline />;
  return (
    <Alert type="warning" showIcon title={t("sign_in.throttled")} style={{ marginBottom: 16 }} />
  );
}

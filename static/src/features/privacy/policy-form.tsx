import { App, Button, Form, InputNumber, Radio, Switch } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Policy, Privacy } from "../../lib/api";
import { useFormat } from "../../lib/format";
import styles from "./privacy.module.css";
import { useChangePrivacy } from "./queries";

/** What the centre decides. Letting originals go is asked once more. */
export function PolicyForm({ privacy }: { privacy: Privacy }) {
  const { t } = useTranslation();
  const { message, modal } = App.useApp();
  const [form] = Form.useForm<Policy>();
  const change = useChangePrivacy();
  const originals = Form.useWatch("originals", form) ?? privacy.policy.originals;
  const replaces = originals === "replaced";

  async function save(wanted: Policy) {
    await change.mutateAsync(wanted).then(
      () => message.success(t("privacy.saved")),
      () => undefined,
    );
  }

  async function submit(wanted: Policy) {
    const whole = { ...privacy.policy, ...wanted };
    const { policy } = privacy;
    const goesFurther =
      policy.originals !== "replaced" || whole.replace_after_days < policy.replace_after_days;
    if (whole.originals !== "replaced" || !goesFurther) return save(whole);
    await modal.confirm({
      title: t("privacy.confirm_title"),
      content: t("privacy.confirm", { count: whole.replace_after_days }),
      okText: t("privacy.confirm_ok"),
      okButtonProps: { danger: true },
      onOk: () => save(whole),
    });
  }

  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={privacy.policy}
      onFinish={submit}
      className={styles.panel ?? ""}
    >
      <h2>{t("privacy.masked_title")}</h2>
      <p className={styles.help}>{t("privacy.masked_help")}</p>
      <Form.Item
        name="reveal_needed"
        valuePropName="checked"
        label={t("privacy.reveal_needed")}
        extra={t("privacy.reveal_needed_help")}
      >
        <Switch />
      </Form.Item>
      <Form.Item name="reason_needed" valuePropName="checked" label={t("privacy.reason_needed")}>
        <Switch />
      </Form.Item>
      <Form.Item name="reveal_minutes" label={t("privacy.reveal_minutes")} rules={[WHOLE]}>
        <InputNumber min={1} max={1440} precision={0} />
      </Form.Item>
      <h2>{t("privacy.originals_title")}</h2>
      <Form.Item name="originals" extra={replaces && t("privacy.replaced_help")}>
        <Radio.Group
          vertical
          options={[
            { value: "kept", label: t("privacy.kept") },
            { value: "replaced", label: t("privacy.replaced") },
          ]}
        />
      </Form.Item>
      {replaces && (
        <Form.Item
          name="replace_after_days"
          label={t("privacy.replace_after_days")}
          rules={[WHOLE]}
        >
          <InputNumber min={0} max={3650} precision={0} />
        </Form.Item>
      )}
      {change.isError && <ProblemPanel error={change.error} inline />}
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t("privacy.save")}
        </Button>
        <Decided privacy={privacy} />
      </div>
    </Form>
  );
}

const WHOLE = { required: true } as const;

function Decided({ privacy }: { privacy: Privacy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { changed_at, changed_by } = privacy;
  return (
    <span className={styles.help}>
      {changed_at
        ? t("privacy.decided", { who: changed_by ?? "", when: format.dateTime(changed_at) })
        : t("privacy.undecided")}
    </span>
  );
}

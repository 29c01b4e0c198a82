/** Where a channel sends to, by its kind, and where one finds that. */
import { Form, Input, InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";

import { type ChannelDraft, hasSecret } from "./channel-draft";
import type { ChannelKind } from "./channel-queries";
import styles from "./rules.module.css";

const EXAMPLES: Partial<Record<ChannelKind, string>> = {
  dingtalk: "https://oapi.dingtalk.com/robot/send?access_token=…",
  feishu: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
  wecom: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
  slack: "https://hooks.slack.com/services/T…/B…/…",
  teams: "https://….logic.azure.com/workflows/…/triggers/manual/paths/invoke?…",
  webhook: "https://example.com/alerts",
};
const SECURITIES = ["starttls", "tls", "none"] as const;
const USUAL_PORT = { starttls: 587, tls: 465, none: 25 } as const;

export function Steps({ kind }: { kind: ChannelKind }) {
  const { t } = useTranslation();
  return (
    <section className={styles.steps} aria-labelledby="channel-steps">
      <h3 id="channel-steps">{t("channels.how")}</h3>
      <ol>
        <li>{t(`channels.steps.${kind}.one`)}</li>
        <li>{t(`channels.steps.${kind}.two`)}</li>
        <li>{t(`channels.steps.${kind}.three`)}</li>
      </ol>
    </section>
  );
}

export function AddressFields({ kind }: { kind: ChannelKind }) {
  return kind === "mail" ? <MailFields /> : <WebFields kind={kind} />;
}

function WebFields({ kind }: { kind: ChannelKind }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="url"
        label={t("channels.url")}
        rules={[{ required: true, whitespace: true, message: t("channels.needed") }]}
      >
        <Input maxLength={2000} placeholder={EXAMPLES[kind]} spellCheck={false} />
      </Form.Item>
      {hasSecret(kind) && (
        <Form.Item
          name="secret"
          label={t("channels.secret")}
          extra={t(`channels.secret_help.${kind}`)}
        >
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
      )}
    </>
  );
}

function MailFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<ChannelDraft>();
  const security = Form.useWatch("security", form);
  const needed = [{ required: true, message: t("channels.needed") }];
  return (
    <>
      <div className={styles.row}>
        <Form.Item name="host" label={t("channels.host")} rules={needed}>
          <Input maxLength={253} placeholder="smtp.example.com" spellCheck={false} />
        </Form.Item>
        <Form.Item
          name="security"
          label={t("channels.security")}
          extra={
            security === "none" && <span className={styles.bad}>{t("channels.insecure")}</span>
          }
        >
          <Select
            className={styles.choice ?? ""}
            options={SECURITIES.map((value) => ({
              value,
              label: t(`channels.securities.${value}`),
            }))}
            onChange={(chosen: (typeof SECURITIES)[number]) =>
              form.setFieldValue("port", USUAL_PORT[chosen])
            }
          />
        </Form.Item>
        <Form.Item name="port" label={t("channels.port")} rules={needed}>
          <InputNumber min={1} max={65_535} precision={0} />
        </Form.Item>
      </div>
      <div className={styles.row}>
        <Form.Item name="user" label={t("channels.user")}>
          <Input maxLength={254} autoComplete="off" spellCheck={false} />
        </Form.Item>
        <Form.Item name="password" label={t("channels.password")}>
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
      </div>
      <Form.Item name="sender" label={t("channels.sender")} rules={needed}>
        <Input maxLength={254} placeholder="earshot@example.com" spellCheck={false} />
      </Form.Item>
      <Form.Item name="to" label={t("channels.to")} extra={t("channels.to_hint")} rules={needed}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", ";", " "]} />
      </Form.Item>
    </>
  );
}

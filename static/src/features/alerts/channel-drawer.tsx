import { Button, Drawer, Form, Input, InputNumber, Select, Space } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { SEVERITIES } from "../../components/alerts/severities";
import { ProblemPanel } from "../../components/problem-panel";
import { LANGUAGES, usePreferences } from "../../lib/preferences";
import { AddressFields, Steps } from "./address-fields";
import {
  CHANNEL_KINDS,
  type ChannelDraft,
  MOST_PER_MINUTE,
  newChannel,
  toChannelDraft,
} from "./channel-draft";
import type { Channel } from "./channel-queries";
import styles from "./rules.module.css";
import { useSaveChannel } from "./use-save-channel";

interface Props {
  /** Null for a new one. */
  channel: Channel | null;
  onClose: () => void;
}

/** A channel; what is secret in its address can be replaced, and is never shown. */
export function ChannelDrawer({ channel, onClose }: Props) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [form] = Form.useForm<ChannelDraft>();
  const [addressed, setAddressed] = useState(channel === null);
  const { save, refused, isPending } = useSaveChannel(channel, form, addressed, onClose);
  const initial = channel ? toChannelDraft(channel) : newChannel(language);
  const kind = Form.useWatch("kind", form) ?? initial.kind;
  const needed = [{ required: true, whitespace: true, message: t("channels.needed") }];
  return (
    <Drawer
      open
      size={640}
      title={channel ? t("channels.edit_of", { name: channel.name }) : t("channels.add")}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" loading={isPending} onClick={form.submit}>
            {channel ? t("channels.save") : t("channels.create")}
          </Button>
          <Button onClick={onClose}>{t("channels.cancel")}</Button>
        </Space>
      }
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="vertical"
        autoComplete="off"
        initialValues={initial}
        onFinish={(draft) => void save(draft)}
      >
        {channel && (
          <AddressChoice shown={channel.shown} addressed={addressed} onChange={setAddressed} />
        )}
        <Form.Item name="kind" label={t("channels.kind")} hidden={!addressed}>
          <Select
            options={CHANNEL_KINDS.map((value) => ({ value, label: t(`channels.kinds.${value}`) }))}
          />
        </Form.Item>
        {addressed && (
          <>
            <Steps kind={kind} />
            <AddressFields kind={kind} />
          </>
        )}
        <Form.Item name="name" label={t("channels.name")} rules={needed}>
          <Input maxLength={120} placeholder={t("channels.name_hint")} />
        </Form.Item>
        <div className={styles.row}>
          <Form.Item name="min_severity" label={t("channels.min_severity")}>
            <Select
              className={styles.choice ?? ""}
              options={SEVERITIES.toReversed().map((value) => ({
                value,
                label: t(`channels.from_severity.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="language" label={t("channels.language")}>
            <Select
              className={styles.choice ?? ""}
              options={LANGUAGES.map((value) => ({
                value,
                label: t(`channels.languages.${value}`),
              }))}
            />
          </Form.Item>
        </div>
        <div className={styles.row}>
          <Form.Item
            name="per_minute"
            label={t("channels.per_minute")}
            extra={t("channels.per_minute_help", {
              kind: t(`channels.kinds.${kind}`),
              most: MOST_PER_MINUTE[kind],
            })}
          >
            <InputNumber
              className={styles.choice ?? ""}
              min={1}
              max={MOST_PER_MINUTE[kind]}
              precision={0}
              placeholder={String(MOST_PER_MINUTE[kind])}
              suffix={t("channels.messages")}
            />
          </Form.Item>
          <Form.Item name="digest_s" label={t("channels.digest")} extra={t("channels.digest_help")}>
            <InputNumber
              className={styles.choice ?? ""}
              min={0}
              max={3600}
              precision={0}
              suffix={t("channels.seconds")}
            />
          </Form.Item>
        </div>
      </Form>
    </Drawer>
  );
}

interface ChoiceProps {
  shown: string;
  addressed: boolean;
  onChange: (addressed: boolean) => void;
}

/** Whether the address stays, or another one is typed. */
function AddressChoice({ shown, addressed, onChange }: ChoiceProps) {
  const { t } = useTranslation();
  return (
    <Form.Item label={t("channels.address")}>
      <p>{t("channels.address_kept", { shown })}</p>
      <Button onClick={() => onChange(!addressed)}>
        {t(addressed ? "channels.address_keep" : "channels.address_new")}
      </Button>
    </Form.Item>
  );
}

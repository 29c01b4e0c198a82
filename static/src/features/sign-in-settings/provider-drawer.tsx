import { Button, Drawer, Form, Input, Select, Space, Switch } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { IdentityProvider, ProviderIn } from "../../lib/api";
import { useSaveProvider } from "./queries";

const SWITCHES = [
  "active",
  "makes_users",
  "links_users",
  "asks_second_factor",
  "signs_out_there",
] as const;

const NEW: Partial<ProviderIn> = {
  scopes: ["openid", "profile", "email"],
  login_claim: "preferred_username",
  groups_claim: "groups",
  active: true,
  makes_users: true,
  links_users: false,
  asks_second_factor: false,
  signs_out_there: false,
};

interface Props {
  /** Null makes a new one. */
  provider: IdentityProvider | null;
  onClose: () => void;
}

export function ProviderDrawer({ provider, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<ProviderIn>();
  const save = useSaveProvider(provider?.id ?? null);
  const required = [{ required: true, whitespace: true, message: t("ways.required") }];

  function submit(wanted: ProviderIn) {
    // An empty field keeps the secret that is there.
    const client_secret = wanted.client_secret || null;
    save.mutate({ ...wanted, client_secret }, { onSuccess: onClose });
  }

  return (
    <Drawer
      open
      size={480}
      title={provider ? t("ways.edit_of", { name: provider.name }) : t("ways.add")}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" loading={save.isPending} onClick={form.submit}>
            {t("ways.save")}
          </Button>
          <Button onClick={onClose}>{t("ways.cancel")}</Button>
        </Space>
      }
    >
      <Form form={form} layout="vertical" initialValues={provider ?? NEW} onFinish={submit}>
        <Form.Item name="name" label={t("ways.name")} extra={t("ways.name_help")} rules={required}>
          <Input autoFocus maxLength={120} />
        </Form.Item>
        <Form.Item
          name="key"
          label={t("ways.key")}
          extra={t("ways.key_help")}
          rules={[
            { required: true, pattern: /^[a-z][a-z0-9-]{0,31}$/, message: t("ways.key_help") },
          ]}
        >
          <Input />
        </Form.Item>
        <Form.Item name="issuer" label={t("ways.issuer")} rules={required}>
          <Input placeholder="https://login.example.com/realms/centre" />
        </Form.Item>
        <Form.Item name="client_id" label={t("ways.client_id")} rules={required}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="client_secret"
          label={t("ways.client_secret")}
          extra={provider?.has_secret ? t("ways.secret_kept") : undefined}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item name="scopes" label={t("ways.scopes")}>
          <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[" ", ","]} />
        </Form.Item>
        <Form.Item name="login_claim" label={t("ways.login_claim")} rules={required}>
          <Input />
        </Form.Item>
        <Form.Item name="groups_claim" label={t("ways.groups_claim")} rules={required}>
          <Input />
        </Form.Item>
        {SWITCHES.map((name) => (
          <Form.Item
            key={name}
            name={name}
            label={t(`ways.${name}`)}
            valuePropName="checked"
            layout="horizontal"
          >
            <Switch />
          </Form.Item>
        ))}
        {save.isError && <ProblemPanel error={save.error} inline />}
      </Form>
    </Drawer>
  );
}

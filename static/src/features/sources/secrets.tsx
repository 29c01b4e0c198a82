import { DeleteOutlined, KeyOutlined } from "@ant-design/icons";
import { Alert, AutoComplete, Button, Form, Input, Popconfirm } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Source } from "../../lib/api";
import { useDeclare } from "./queries";
import styles from "./settings.module.css";

interface Wish {
  name: string;
  value: string | null;
}

/** Those that adapters and downloads read; a source may have others. */
const FETCHING = ["fetch_user", "fetch_password", "fetch_authorization"];
const OF_DIALER: Record<string, string[]> = {
  standard_webhooks: ["secret"],
  twilio: ["auth_token"],
};

/** Names of what is stored; values go in and never come out. */
export function Secrets({ source }: { source: Source }) {
  const { t } = useTranslation();
  const declare = useDeclare(source.id);
  const [form] = Form.useForm<{ name: string; value: string }>();
  const known = [...(OF_DIALER[source.dialer] ?? []), ...FETCHING];
  const last = Object.entries(declare.variables?.secrets ?? {})[0];

  async function set({ name, value }: Wish) {
    await declare.mutateAsync({ secrets: { [name]: value } });
    form.resetFields();
  }

  return (
    <div className={styles.secrets}>
      <p className={styles.note}>{t("sources.secrets_help")}</p>
      {source.secrets.length === 0 ? (
        <p className={styles.note}>{t("sources.secrets_none")}</p>
      ) : (
        <ul>
          {source.secrets.map((name) => (
            <li key={name}>
              <KeyOutlined /> <code>{name}</code>
              <span className={styles.good}>{t("sources.secret_set")}</span>
              <span className={styles.actions}>
                <Button
                  size="small"
                  aria-label={t("sources.secret_replace_of", { name })}
                  onClick={() => {
                    form.setFieldsValue({ name, value: "" });
                    form.focusField("value");
                  }}
                >
                  {t("sources.secret_replace")}
                </Button>
                <Remove
                  name={name}
                  onRemove={() => declare.mutate({ secrets: { [name]: null } })}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      {declare.isError && <ProblemPanel error={declare.error} inline />}
      {declare.isSuccess && last && <Done name={last[0]} removed={last[1] === null} />}
      <Form form={form} layout="vertical" onFinish={(wish) => set(wish).catch(() => undefined)}>
        <Form.Item
          name="name"
          label={t("sources.secret_name")}
          rules={[
            {
              required: true,
              pattern: /^[a-z][a-z0-9_]{0,63}$/,
              message: t("sources.secret_name_bad"),
            },
          ]}
        >
          <AutoComplete options={known.map((value) => ({ value }))} />
        </Form.Item>
        <Form.Item
          name="value"
          label={t("sources.secret_value")}
          rules={[{ required: true, message: t("sources.secret_value_missing") }]}
        >
          <Input.Password autoComplete="new-password" maxLength={4096} />
        </Form.Item>
        <Button htmlType="submit" loading={declare.isPending}>
          {t("sources.secret_add")}
        </Button>
      </Form>
    </div>
  );
}

function Done({ name, removed }: { name: string; removed: boolean }) {
  const { t } = useTranslation();
  return (
    <Alert
      showIcon
      type="success"
      role="status"
      title={removed ? t("sources.secret_removed", { name }) : t("sources.secret_saved", { name })}
    />
  );
}

function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <Popconfirm
      title={t("sources.secret_remove_ask", { name })}
      description={t("sources.secret_remove_help")}
      okText={t("sources.secret_remove")}
      okButtonProps={{ danger: true }}
      cancelText={t("sources.cancel")}
      onConfirm={onRemove}
    >
      <Button
        size="small"
        danger
        icon={<DeleteOutlined />}
        aria-label={`${t("sources.secret_remove")} ${name}`}
      />
    </Popconfirm>
  );
}

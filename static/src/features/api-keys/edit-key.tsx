import { Button, DatePicker, Form, Input, Modal, Radio, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { ApiKey, KeyScope } from "../../lib/api";
import { isOfField } from "../../lib/problem";
import { useChangeKey, useCreateKey } from "./queries";
import { SecretShown } from "./secret-shown";

const DIALER_SCOPES: readonly KeyScope[] = ["events:write", "recordings:write", "calls:read"];

interface Fields {
  name: string;
  kind: "dialer" | "directory";
  source?: string;
  scopes?: KeyScope[];
  expires_at: Dayjs | null;
  networks: string[];
}

interface Props {
  /** Null makes a new one. */
  apiKey: ApiKey | null;
  onClose: () => void;
}

export function EditKey({ apiKey, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const kind = Form.useWatch("kind", form);
  const create = useCreateKey();
  const change = useChangeKey(apiKey?.id ?? "");
  const saving = apiKey ? change : create;

  async function save({ name, kind, source, scopes, expires_at, networks }: Fields) {
    const shared = { name: name.trim(), expires_at: expires_at?.toISOString() ?? null, networks };
    try {
      if (apiKey) {
        await change.mutateAsync(shared);
        onClose();
      } else if (kind === "directory") {
        await create.mutateAsync({ ...shared, source: null, scopes: ["scim"] });
      } else {
        await create.mutateAsync({ ...shared, source: source ?? null, scopes: scopes ?? [] });
      }
    } catch (error) {
      if (isInNetworks(error))
        form.setFields([{ name: "networks", errors: [t("api_keys.network_bad")] }]);
    }
  }

  const title = apiKey ? t("api_keys.edit_of", { name: apiKey.name }) : t("api_keys.create");
  return (
    <Modal open title={title} footer={null} onCancel={onClose} mask={{ closable: false }}>
      {create.data ? (
        <SecretShown made={create.data} onDone={onClose} />
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={firstValues(apiKey)}
          onFinish={save}
        >
          <Form.Item
            name="name"
            label={t("api_keys.name")}
            rules={[{ required: true, whitespace: true, message: t("api_keys.required") }]}
          >
            <Input autoFocus maxLength={120} placeholder={t("api_keys.name_hint")} />
          </Form.Item>
          {!apiKey && (
            <Form.Item name="kind" label={t("api_keys.kind")}>
              <Radio.Group
                options={[
                  { value: "dialer", label: t("api_keys.for_dialer") },
                  { value: "directory", label: t("api_keys.for_directory") },
                ]}
              />
            </Form.Item>
          )}
          {!apiKey && kind !== "directory" && <DialerFields />}
          <Form.Item name="expires_at" label={t("api_keys.expires")}>
            <DatePicker
              showTime={{ format: "HH:mm" }}
              format="YYYY-MM-DD HH:mm"
              minDate={dayjs()}
              placeholder={t("api_keys.never")}
              style={{ width: "100%" }}
            />
          </Form.Item>
          <Form.Item
            name="networks"
            label={t("api_keys.networks")}
            extra={t("api_keys.networks_help")}
          >
            <Select
              mode="tags"
              open={false}
              suffixIcon={null}
              tokenSeparators={[",", " ", "，"]}
              placeholder={t("api_keys.anywhere")}
            />
          </Form.Item>
          {saving.error && !isInNetworks(saving.error) && (
            <ProblemPanel error={saving.error} inline />
          )}
          <Button type="primary" htmlType="submit" block loading={saving.isPending}>
            {apiKey ? t("api_keys.save") : t("api_keys.create")}
          </Button>
        </Form>
      )}
    </Modal>
  );
}

function firstValues(apiKey: ApiKey | null): Partial<Fields> {
  if (!apiKey)
    return { kind: "dialer", scopes: ["events:write", "recordings:write"], networks: [] };
  const { name, expires_at, networks } = apiKey;
  return { name, networks, expires_at: expires_at ? dayjs(expires_at) : null };
}

function DialerFields() {
  const { t } = useTranslation();
  const required = [{ required: true, message: t("api_keys.required") }];
  return (
    <>
      <Form.Item
        name="source"
        label={t("api_keys.source")}
        extra={t("api_keys.source_help")}
        rules={required}
      >
        <Input maxLength={120} placeholder="vicidial" />
      </Form.Item>
      <Form.Item name="scopes" label={t("api_keys.scopes")} rules={required}>
        <Select
          mode="multiple"
          options={DIALER_SCOPES.map((value) => ({ value, label: t(`api_keys.scope.${value}`) }))}
        />
      </Form.Item>
    </>
  );
}

function isInNetworks(error: unknown): boolean {
  return Array.from({ length: 50 }, (_, place) => `networks.${place}`).some((field) =>
    isOfField(error, field),
  );
}

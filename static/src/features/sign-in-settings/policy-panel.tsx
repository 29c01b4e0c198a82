import { Alert, Button, Form, InputNumber, Radio, Select } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { SignInPolicy } from "../../lib/api";
import { useSavePolicy } from "./queries";
import { useRoleOptions, useUnitOptions } from "./role-options";
import styles from "./ways.module.css";

export function PolicyPanel({ policy }: { policy: SignInPolicy }) {
  const { t } = useTranslation();
  const roles = useRoleOptions();
  const units = useUnitOptions();
  const save = useSavePolicy();
  return (
    <Form<SignInPolicy>
      className={styles.narrow ?? ""}
      layout="vertical"
      initialValues={policy}
      onFinish={(wanted) =>
        save.mutate({
          ...wanted,
          default_role: wanted.default_role ?? null,
          default_unit_id: wanted.default_unit_id ?? null,
        })
      }
    >
      <Form.Item
        name="password_min_length"
        label={t("ways.min_length")}
        rules={[{ required: true, message: t("ways.required") }]}
      >
        <InputNumber min={8} max={64} precision={0} />
      </Form.Item>
      <Form.Item name="passwords_for" label={t("ways.passwords_for")}>
        <Radio.Group
          options={[
            { value: "everyone", label: t("ways.everyone") },
            { value: "administrators", label: t("ways.administrators") },
          ]}
        />
      </Form.Item>
      <Form.Item
        name="second_factor_roles"
        label={t("ways.factor_roles")}
        extra={t("ways.factor_roles_help")}
      >
        <Select mode="multiple" options={roles} />
      </Form.Item>
      <Form.Item name="default_role" label={t("ways.default_role")}>
        <Select
          allowClear
          placeholder={t("ways.default_role_none")}
          options={roles.filter(({ value }) => value !== "agent")}
        />
      </Form.Item>
      <Form.Item name="default_unit_id" label={t("ways.default_unit")}>
        <Select allowClear options={units} />
      </Form.Item>
      {save.isError && <ProblemPanel error={save.error} inline />}
      {save.isSuccess && (
        <Alert className={styles.done ?? ""} type="success" showIcon title={t("ways.saved")} />
      )}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t("ways.save")}
      </Button>
    </Form>
  );
}

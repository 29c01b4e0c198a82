import { Checkbox, Form, Input, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Permission, Role } from "../../lib/api";
import { useSession } from "../../lib/session";
import { wordOf } from "./permission-words";
import { type UserRole, useAddRole, useChangeRole } from "./queries";
import { useRoleName } from "./role-name";
import { useSubmit } from "./use-submit";
import styles from "./users.module.css";

const FIELDS = ["name_zh", "name_en", "permissions"] as const;

interface Wish {
  name_zh: string;
  name_en: string;
  based_on: Role;
  permissions: Permission[];
}

interface Props {
  role?: UserRole;
  shipped: readonly UserRole[];
  onClose: () => void;
}

/** A role of one's own: nobody can give more than they may do themselves. */
export function RoleDialog({ role, shipped, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const { permissions } = useSession();
  const roleName = useRoleName();
  const [add, change] = [useAddRole(), useChangeRole()];
  const { submit, refused } = useSubmit(form, FIELDS);
  const rules = [{ required: true, whitespace: true, message: t("users.needed") }];

  const save = ({ based_on, ...wish }: Wish) =>
    submit(async () => {
      if (role?.id) await change.mutateAsync({ role_id: role.id, body: wish });
      else await add.mutateAsync({ based_on, ...wish });
      onClose();
    });
  const begin = (code: Role) => {
    const base = shipped.find((one) => one.role === code)?.permissions ?? [];
    form.setFieldValue(
      "permissions",
      base.filter((one) => permissions.includes(one)),
    );
  };

  return (
    <Modal
      open
      width={720}
      title={role ? t("users.change_of", { name: roleName(role) }) : t("users.add_role")}
      okText={t("users.save")}
      cancelText={t("users.cancel")}
      confirmLoading={add.isPending || change.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      <Form form={form} layout="vertical" initialValues={initial(role)} onFinish={save}>
        {!role && (
          <Form.Item
            name="based_on"
            label={t("users.based_on")}
            extra={t("users.based_on_help")}
            rules={[{ required: true, message: t("users.needed") }]}
          >
            <Select
              options={shipped.map((one) => ({ value: one.role, label: roleName(one) }))}
              onChange={begin}
            />
          </Form.Item>
        )}
        <Form.Item name="name_zh" label={t("users.name_zh")} rules={rules}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="name_en" label={t("users.name_en")} rules={rules}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="permissions" label={t("users.permissions")}>
          <Checkbox.Group
            className={styles.permissions ?? ""}
            options={permissions.map((one) => ({
              value: one,
              label: t(`users.permission.${wordOf(one)}`),
            }))}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function initial(role: UserRole | undefined): Partial<Wish> {
  if (!role) return { permissions: [] };
  const { name_zh, name_en, permissions } = role;
  return { permissions, ...(name_zh && { name_zh }), ...(name_en && { name_en }) };
}

import { Form, Input, Modal, Select, TreeSelect } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Agent, Campaign, Unit } from "../../lib/api";
import { type User, type UserRole, useAddUser, useChangeUser } from "./queries";
import { useRoleName } from "./role-name";
import { useSubmit } from "./use-submit";

const FIELDS = ["login", "name", "unit_id", "unit_ids", "campaign_ids", "agent_id"] as const;

interface Wish {
  login: string;
  name: string;
  chosen: string;
  unit_id: string;
  unit_ids: string[];
  campaign_ids: string[];
  agent_id?: string | null;
}

interface Props {
  user?: User;
  roles: readonly UserRole[];
  units: readonly Unit[];
  campaigns: readonly Campaign[];
  agents: readonly Agent[];
  onDone: (made?: { name: string; password: string }) => void;
}

/** Somebody new, or how somebody is to be: role, units, campaigns. */
export function UserDialog({ user, roles, units, campaigns, agents, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const roleName = useRoleName();
  const add = useAddUser();
  const change = useChangeUser();
  const { submit, refused } = useSubmit(form, FIELDS);
  const chosen = Form.useWatch("chosen", form) ?? keyOf(user);
  const isAgent = roles.find((role) => keyOfRole(role) === chosen)?.role === "agent";

  const save = ({ chosen: key, login, agent_id = null, ...given }: Wish) =>
    submit(async () => {
      const wish = { ...given, agent_id };
      const role = roles.find((one) => keyOfRole(one) === key);
      const as = role?.id ? { role_id: role.id } : role ? { role: role.role } : {};
      if (user) {
        await change.mutateAsync({ user_id: user.id, body: { ...wish, ...as } });
        onDone();
      } else {
        const made = await add.mutateAsync({ login, ...wish, ...as });
        onDone({ name: made.name, password: made.password });
      }
    });

  return (
    <Modal
      open
      title={user ? t("users.change_of", { name: user.name }) : t("users.add")}
      okText={t("users.save")}
      cancelText={t("users.cancel")}
      confirmLoading={add.isPending || change.isPending}
      onOk={form.submit}
      onCancel={() => onDone()}
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      <Form form={form} layout="vertical" initialValues={initial(user)} onFinish={save}>
        {!user && (
          <Form.Item name="login" label={t("users.login")} rules={needed(t("users.needed"))}>
            <Input maxLength={200} autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="name" label={t("users.name")} rules={needed(t("users.needed"))}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="chosen" label={t("users.role")} rules={needed(t("users.needed"))}>
          <Select
            options={roles.map((role) => ({ value: keyOfRole(role), label: roleName(role) }))}
          />
        </Form.Item>
        <Form.Item
          name="agent_id"
          label={t("users.agent")}
          {...(isAgent
            ? { rules: needed(t("users.needed")) }
            : { extra: t("users.agent_of_others") })}
        >
          <Select
            allowClear={!isAgent}
            showSearch={{ optionFilterProp: "label" }}
            placeholder={isAgent ? undefined : t("users.no_agent")}
            options={agents.map(({ id, name, code }) => ({
              value: id,
              label: `${name} · ${code}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="unit_id"
          label={t("users.unit")}
          extra={isAgent ? t("users.unit_agent") : t("users.unit_help")}
          rules={needed(t("users.needed"))}
        >
          <Units units={units} />
        </Form.Item>
        {!isAgent && (
          <>
            <Form.Item name="unit_ids" label={t("users.more_units")}>
              <Units units={units} multiple />
            </Form.Item>
            <Form.Item
              name="campaign_ids"
              label={t("users.campaigns")}
              extra={t("users.campaigns_help")}
            >
              <Select
                mode="multiple"
                placeholder={t("users.campaigns_all")}
                showSearch={{ optionFilterProp: "label" }}
                options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
              />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}

interface UnitsProps {
  units: readonly Unit[];
  multiple?: boolean;
  value?: string | string[];
  onChange?: (value: string | string[]) => void;
  id?: string;
}

function Units({ units, multiple = false, ...field }: UnitsProps) {
  const listed = new Set(units.map(({ id }) => id));
  const data = units.map(({ id, parent_id, name }) => ({
    id,
    pId: parent_id && listed.has(parent_id) ? parent_id : null,
    value: id,
    title: name,
  }));
  return (
    <TreeSelect
      {...field}
      multiple={multiple}
      style={{ width: "100%" }}
      treeDataSimpleMode
      treeDefaultExpandAll
      showSearch={{ treeNodeFilterProp: "title" }}
      treeData={data}
    />
  );
}

function needed(message: string) {
  return [{ required: true, message }];
}

function keyOfRole({ id, role }: UserRole): string {
  return id ?? role;
}

function keyOf(user: User | undefined): string | undefined {
  return user?.role_id ?? user?.role;
}

function initial(user: User | undefined): Partial<Wish> {
  if (!user) return { unit_ids: [], campaign_ids: [] };
  const { login, name, unit_id, unit_ids, campaign_ids, agent_id } = user;
  const chosen = keyOf(user);
  return {
    login,
    name,
    unit_id,
    unit_ids,
    campaign_ids,
    ...(chosen && { chosen }),
    ...(agent_id && { agent_id }),
  };
}

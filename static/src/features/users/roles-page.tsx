import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { wordOf } from "./permission-words";
import { type UserRole, useDeleteRole, useRoles } from "./queries";
import { RoleDialog } from "./role-dialog";
import { useRoleName } from "./role-name";
import styles from "./users.module.css";

/** The shipped roles, and those a centre makes of them. */
export default function RolesPage() {
  const { t } = useTranslation();
  const roles = useRoles();
  const [opened, setOpened] = useState<UserRole | "new" | null>(null);
  return (
    <div className={styles.page}>
      <title>{`${t("nav.roles")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.roles")}</h1>
        <div className={styles.aside}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened("new")}>
            {t("users.add_role")}
          </Button>
        </div>
      </header>
      <p className={styles.note}>{t("users.roles_help")}</p>
      {roles.data ? (
        <RolesTable roles={roles.data.items} onOpen={setOpened} />
      ) : roles.error ? (
        <ProblemPanel error={roles.error} onRetry={roles.refetch} />
      ) : (
        <Placeholder height={400} />
      )}
      {opened && roles.data && (
        <RoleDialog
          {...(opened !== "new" && { role: opened })}
          shipped={roles.data.items.filter(({ id }) => id === null)}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

function RolesTable({ roles, onOpen }: { roles: UserRole[]; onOpen: (role: UserRole) => void }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  return (
    <Table<UserRole>
      className={styles.table ?? ""}
      aria-label={t("nav.roles")}
      size="small"
      rowKey={({ id, role }) => id ?? role}
      dataSource={roles}
      pagination={false}
      scroll={{ x: 640 }}
      expandable={{
        expandedRowRender: ({ permissions }) => (
          <ul className={styles.permissions}>
            {permissions.map((one) => (
              <li key={one}>{t(`users.permission.${wordOf(one)}`)}</li>
            ))}
          </ul>
        ),
      }}
      columns={[
        {
          title: t("users.role"),
          render: (_, role) => (
            <>
              {roleName(role)} {role.id === null && <Tag>{t("users.shipped")}</Tag>}
            </>
          ),
        },
        {
          title: t("users.permissions"),
          width: 120,
          render: (_, { permissions }) => permissions.length,
        },
        { title: t("users.people"), dataIndex: "users", width: 120 },
        {
          title: t("users.acts"),
          width: 180,
          render: (_, role) => role.id && <Acts role={role} id={role.id} onOpen={onOpen} />,
        },
      ]}
    />
  );
}

interface ActsProps {
  role: UserRole;
  id: string;
  onOpen: (role: UserRole) => void;
}

function Acts({ role, id, onOpen }: ActsProps) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const roleName = useRoleName();
  const remove = useDeleteRole();
  return (
    <>
      <Button type="link" size="small" onClick={() => onOpen(role)}>
        {t("users.change")}
      </Button>
      <Button
        type="link"
        size="small"
        danger
        onClick={() =>
          modal.confirm({
            title: t("users.delete_role_of", { name: roleName(role) }),
            okText: t("users.delete"),
            cancelText: t("users.cancel"),
            okButtonProps: { danger: true },
            onOk: () =>
              remove
                .mutateAsync(id)
                .catch((error: unknown) => void message.error(sentenceOf(error))),
          })
        }
      >
        {t("users.delete")}
      </Button>
    </>
  );
}

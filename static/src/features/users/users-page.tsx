import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Empty, Input, Select, Table, Tag } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { useSession } from "../../lib/session";
import { OneTimePassword } from "./one-time-password";
import {
  type User,
  type UsersQuery,
  useChangeUser,
  usePlaces,
  useResetPassword,
  useRoles,
  useUsers,
} from "./queries";
import { useRoleName } from "./role-name";
import { UserDialog } from "./user-dialog";
import styles from "./users.module.css";

type Secret = { name: string; password: string };

/** Who may sign in, as what, and what of the centre they see. */
export default function UsersPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [opened, setOpened] = useState<User | "new" | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  const users = useUsers(queryOf(params));
  const [roles, places] = [useRoles(), usePlaces()];
  const failed = users.error ?? roles.error ?? places.error;

  function change(name: string, value: string | undefined) {
    const wanted = new URLSearchParams(params);
    if (value) wanted.set(name, value);
    else wanted.delete(name);
    wanted.delete("cursor");
    setParams(wanted);
  }

  return (
    <div className={styles.page}>
      <title>{`${t("nav.users")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.users")}</h1>
        <div className={styles.aside}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpened("new")}>
            {t("users.add")}
          </Button>
        </div>
      </header>
      <Filters params={params} onChange={change} />
      {users.data && roles.data && places.data ? (
        <>
          <UsersTable
            users={users.data.items}
            units={new Map(places.data.units.map(({ id, name }) => [id, name]))}
            campaigns={new Map(places.data.campaigns.map(({ id, name }) => [id, name]))}
            onOpen={setOpened}
            onSecret={setSecret}
          />
          <Pager
            next={users.data.next ?? null}
            label={t("nav.users")}
            shown={t("users.shown", { count: users.data.items.length })}
          />
        </>
      ) : failed ? (
        <ProblemPanel error={failed} onRetry={users.refetch} />
      ) : (
        <Placeholder height={400} />
      )}
      {opened && roles.data && places.data && (
        <UserDialog
          {...(opened !== "new" && { user: opened })}
          roles={roles.data.items}
          {...places.data}
          onDone={(made) => {
            setOpened(null);
            if (made) setSecret(made);
          }}
        />
      )}
      {secret && <OneTimePassword {...secret} onClose={() => setSecret(null)} />}
    </div>
  );
}

interface FilterProps {
  params: URLSearchParams;
  onChange: (name: string, value: string | undefined) => void;
}

function Filters({ params, onChange }: FilterProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.filters}>
      <Input.Search
        className={styles.q ?? ""}
        allowClear
        maxLength={200}
        aria-label={t("users.find")}
        placeholder={t("users.find")}
        defaultValue={params.get("q") ?? ""}
        onSearch={(q) => onChange("q", q.trim())}
      />
      <Select
        className={styles.choice ?? ""}
        aria-label={t("users.state")}
        value={params.get("active") ?? "yes"}
        options={[
          { value: "yes", label: t("users.active") },
          { value: "no", label: t("users.stopped") },
          { value: "all", label: t("users.everybody") },
        ]}
        onChange={(active: string) => onChange("active", active === "yes" ? undefined : active)}
      />
    </div>
  );
}

interface TableProps {
  users: User[];
  units: ReadonlyMap<string, string>;
  campaigns: ReadonlyMap<string, string>;
  onOpen: (user: User) => void;
  onSecret: (secret: Secret) => void;
}

function UsersTable({ users, units, campaigns, onOpen, onSecret }: TableProps) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const names = (ids: string[], known: ReadonlyMap<string, string>) =>
    ids.map((id) => known.get(id) ?? "…").join(t("users.and"));
  return (
    <Table<User>
      className={styles.table ?? ""}
      aria-label={t("nav.users")}
      size="small"
      rowKey="id"
      dataSource={users}
      pagination={false}
      scroll={{ x: 900 }}
      locale={{
        emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("users.none")} />,
      }}
      columns={[
        {
          title: t("users.name"),
          render: (_, user) => (
            <>
              <Button type="link" size="small" onClick={() => onOpen(user)}>
                {user.name}
              </Button>
              <span className={styles.login}>{user.login}</span>{" "}
              {!user.active && <Tag>{t("users.stopped")}</Tag>}
            </>
          ),
        },
        {
          title: t("users.role"),
          width: 160,
          render: (_, { role, role_name_zh, role_name_en }) =>
            roleName({ role, name_zh: role_name_zh, name_en: role_name_en }),
        },
        {
          title: t("users.sees"),
          width: 300,
          render: (_, { role, unit_name, unit_ids, campaign_ids }) => (
            <>
              {role === "agent" ? t("users.own_calls") : unit_name}
              {unit_ids.length > 0 && `${t("users.and")}${names(unit_ids, units)}`}
              {campaign_ids.length > 0 && (
                <div className={styles.login}>
                  {t("users.only_campaigns", { names: names(campaign_ids, campaigns) })}
                </div>
              )}
            </>
          ),
        },
        {
          title: t("users.acts"),
          width: 240,
          render: (_, user) => <Acts user={user} onSecret={onSecret} />,
        },
      ]}
    />
  );
}

function Acts({ user, onSecret }: { user: User; onSecret: (secret: Secret) => void }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const { user_id } = useSession();
  const sentenceOf = useProblemSentence();
  const [change, reset] = [useChangeUser(), useResetPassword()];
  const { id, name, active } = user;

  const guarded = (act: () => Promise<void>) => () =>
    act().catch((error: unknown) => void message.error(sentenceOf(error)));
  const confirmed = (title: string, content: string, danger: boolean, act: () => Promise<void>) =>
    modal.confirm({
      title,
      content,
      okText: t("users.yes"),
      cancelText: t("users.cancel"),
      okButtonProps: { danger },
      onOk: guarded(act),
    });

  const newPassword = async () =>
    onSecret({ name, password: (await reset.mutateAsync(id)).password });
  const setActive = async (wanted: boolean) => {
    await change.mutateAsync({ user_id: id, body: { active: wanted } });
  };

  if (id === user_id) return <span className={styles.login}>{t("users.yourself")}</span>;
  return (
    <>
      <Button
        type="link"
        size="small"
        disabled={!active}
        onClick={() =>
          confirmed(t("users.reset_of", { name }), t("users.reset_says"), false, newPassword)
        }
      >
        {t("users.reset")}
      </Button>
      {active ? (
        <Button
          type="link"
          size="small"
          danger
          onClick={() =>
            confirmed(t("users.stop_of", { name }), t("users.stop_says"), true, () =>
              setActive(false),
            )
          }
        >
          {t("users.stop")}
        </Button>
      ) : (
        <Button type="link" size="small" onClick={guarded(() => setActive(true))}>
          {t("users.start")}
        </Button>
      )}
    </>
  );
}

function queryOf(params: URLSearchParams): UsersQuery {
  const active = params.get("active") ?? "yes";
  const [q, cursor] = [params.get("q"), params.get("cursor")];
  return {
    ...(q && { q }),
    ...(cursor && { cursor }),
    ...(active !== "all" && { active: active === "yes" }),
  };
}

import { Button, Form, Input, Popconfirm, Select } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Agent } from "../../lib/api";
import { type Identity, useIdentities, useLink, useSourceNames, useUnlink } from "./queries";
import styles from "./team.module.css";
import { useSubmit } from "./use-submit";

/** What dialers call an agent, and linking another name. */
export function AgentNames({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const identities = useIdentities(agent.id);
  if (identities.isPending) return <Placeholder height={80} />;
  if (!identities.data)
    return <ProblemPanel error={identities.error} onRetry={identities.refetch} inline />;
  return (
    <>
      {identities.data.items.length === 0 && <p className={styles.note}>{t("team.names_none")}</p>}
      {identities.data.items.map((identity) => (
        <Name key={identity.id} agent={agent} identity={identity} />
      ))}
      <Link agent={agent} />
    </>
  );
}

function Name({ agent, identity }: { agent: Agent; identity: Identity }) {
  const { t } = useTranslation();
  const unlink = useUnlink(agent.id);
  return (
    <>
      <div className={styles.line}>
        <span>
          {identity.external_id} <span className={styles.note}>{identity.source_name}</span>
        </span>
        <Popconfirm
          title={t("team.unlink_ask", { name: identity.external_id, agent: agent.name })}
          description={t("team.unlink_help")}
          okText={t("team.unlink")}
          cancelText={t("team.keep")}
          onConfirm={() => unlink.mutate(identity.id)}
        >
          <Button size="small" danger loading={unlink.isPending}>
            {t("team.unlink")}
          </Button>
        </Popconfirm>
      </div>
      {unlink.error && <ProblemPanel error={unlink.error} inline />}
    </>
  );
}

function Link({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ source_id: string; external_id: string }>();
  const sources = useSourceNames();
  const link = useLink(agent.id);
  const { submit, refused } = useSubmit(form, ["source_id", "external_id"]);
  return (
    <>
      {refused && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="inline"
        onFinish={(wish) => submit(() => link.mutateAsync(wish), form.resetFields)}
      >
        <Form.Item name="source_id" rules={[{ required: true, message: t("team.needed") }]}>
          <Select
            className={styles.choice ?? ""}
            aria-label={t("team.source")}
            placeholder={t("team.source")}
            loading={sources.isPending}
            options={(sources.data?.items ?? []).map(({ id, name }) => ({
              value: id,
              label: name,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="external_id"
          rules={[{ required: true, whitespace: true, message: t("team.needed") }]}
        >
          <Input
            aria-label={t("team.name_there")}
            placeholder={t("team.name_there")}
            maxLength={200}
          />
        </Form.Item>
        <Button htmlType="submit" loading={link.isPending}>
          {t("team.link")}
        </Button>
      </Form>
    </>
  );
}

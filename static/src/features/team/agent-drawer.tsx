import { Button, Drawer, Form, Input, Popconfirm, Space } from "antd";
import { useTranslation } from "react-i18next";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import type { Agent, Unit } from "../../lib/api";
import { AgentNames } from "./agent-names";
import { AgentTeams } from "./agent-teams";
import { History } from "./history";
import { useAgent, useChangeAgent } from "./queries";
import styles from "./team.module.css";
import { useSubmit } from "./use-submit";

interface Props {
  agentId: string;
  units: readonly Unit[];
  onClose: () => void;
}

/** One agent: name, teams over time, what dialers call them, and what became of them. */
export function AgentDrawer({ agentId, units, onClose }: Props) {
  const { t } = useTranslation();
  const agent = useAgent(agentId);
  return (
    <Drawer open size={560} title={agent.data?.name ?? t("team.agent")} onClose={onClose}>
      {agent.data ? (
        <>
          <Person agent={agent.data} />
          <section className={styles.part}>
            <h3>{t("team.teams")}</h3>
            <AgentTeams agent={agent.data} units={units} />
          </section>
          <section className={styles.part}>
            <h3>{t("team.names")}</h3>
            <AgentNames agent={agent.data} />
          </section>
          <section className={styles.part}>
            <h3>{t("team.history")}</h3>
            <History subject={`agent:${agent.data.id}`} />
          </section>
        </>
      ) : agent.isError ? (
        <ProblemPanel error={agent.error} onRetry={agent.refetch} inline />
      ) : (
        <Placeholder height={320} />
      )}
    </Drawer>
  );
}

function Person({ agent }: { agent: Agent }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ name: string }>();
  const change = useChangeAgent(agent.id);
  const { submit, refused } = useSubmit(form, ["name"]);
  return (
    <>
      {refused && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="vertical"
        initialValues={agent}
        onFinish={({ name }) =>
          submit(
            () => change.mutateAsync({ name }),
            () => undefined,
          )
        }
      >
        <Form.Item label={t("team.code")}>
          <Input value={agent.code} disabled />
        </Form.Item>
        <Form.Item
          name="name"
          label={t("team.person")}
          rules={[{ required: true, whitespace: true, message: t("team.needed") }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item>
          <Space>
            <Button type="primary" loading={change.isPending} onClick={form.submit}>
              {t("team.save")}
            </Button>
            {agent.active ? (
              <Popconfirm
                title={t("team.deactivate_ask", { name: agent.name })}
                description={t("team.deactivate_help")}
                okText={t("team.deactivate")}
                cancelText={t("team.keep")}
                onConfirm={() => change.mutate({ active: false })}
              >
                <Button danger>{t("team.deactivate")}</Button>
              </Popconfirm>
            ) : (
              <Button onClick={() => change.mutate({ active: true })}>{t("team.activate")}</Button>
            )}
          </Space>
        </Form.Item>
      </Form>
    </>
  );
}

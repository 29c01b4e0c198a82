import { Button, Empty, Form, Input, InputNumber, Modal, Select, Table } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { useCan } from "../../lib/session";
import { EndButton } from "./end-button";
import { type BrokenGlass, useBreakGlass, useBrokenGlass, useRevokeGlass } from "./queries";
import { useSubmit } from "./use-submit";
import styles from "./users.module.css";

const KINDS = ["customer_number", "call_id", "agent_id"] as const;
const FIELDS = [...KINDS, "reason", "minutes"] as const;

/** Sight of calls outside one's scope: who has it, why, until when. */
export default function GlassPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const may = useCan("calls:break_glass");
  const [asking, setAsking] = useState(false);
  const glass = useBrokenGlass(params.get("cursor"));
  return (
    <div className={styles.page}>
      <title>{`${t("nav.break_glass")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.break_glass")}</h1>
        <div className={styles.aside}>
          {may && (
            <Button danger onClick={() => setAsking(true)}>
              {t("users.break_glass")}
            </Button>
          )}
        </div>
      </header>
      <p className={styles.note}>{t("users.glass_help")}</p>
      {glass.data ? (
        <>
          <GlassTable glass={glass.data.items} />
          <Pager
            next={glass.data.next ?? null}
            label={t("nav.break_glass")}
            shown={t("users.glass_shown", { count: glass.data.items.length })}
          />
        </>
      ) : glass.error ? (
        <ProblemPanel error={glass.error} onRetry={glass.refetch} />
      ) : (
        <Placeholder height={300} />
      )}
      {asking && <BreakGlass onClose={() => setAsking(false)} />}
    </div>
  );
}

function GlassTable({ glass }: { glass: BrokenGlass[] }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  return (
    <Table<BrokenGlass>
      className={styles.table ?? ""}
      aria-label={t("nav.break_glass")}
      size="small"
      rowKey="id"
      dataSource={glass}
      pagination={false}
      scroll={{ x: 860 }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("users.glass_none")} />
        ),
      }}
      columns={[
        { title: t("users.who"), dataIndex: "user_name", width: 140 },
        { title: t("users.which"), width: 220, render: (_, one) => <Which glass={one} /> },
        { title: t("users.reason"), dataIndex: "reason" },
        { title: t("users.from"), width: 170, render: (_, one) => dateTime(one.created_at) },
        { title: t("users.until"), width: 170, render: (_, one) => dateTime(one.until_at) },
        { title: t("users.acts"), width: 110, render: (_, one) => <Revoke glass={one} /> },
      ]}
    />
  );
}

function Which({ glass }: { glass: BrokenGlass }) {
  const { t } = useTranslation();
  const { agent_name, customer, call_ids } = glass;
  if (agent_name) return t("users.calls_of_agent", { name: agent_name });
  if (customer) return t("users.calls_of_customer", { number: customer, count: call_ids.length });
  return <Link to={`/calls/${call_ids[0]}`}>{t("users.one_call")}</Link>;
}

function Revoke({ glass: { id, user_name, revoked_at, until_at } }: { glass: BrokenGlass }) {
  const { t } = useTranslation();
  const revoke = useRevokeGlass();
  return (
    <EndButton
      endedAt={revoked_at}
      untilAt={until_at}
      question={t("users.revoke_of", { name: user_name })}
      onEnd={() => revoke.mutateAsync(id)}
    />
  );
}

interface Wish {
  kind: (typeof KINDS)[number];
  value: string;
  reason: string;
  minutes: number;
}

function BreakGlass({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const open = useBreakGlass();
  const { submit, refused } = useSubmit(form, FIELDS);
  const save = ({ kind, value, ...wish }: Wish) =>
    submit(async () => {
      await open.mutateAsync({ ...wish, [kind]: value.trim() });
      onClose();
    });
  return (
    <Modal
      open
      title={t("users.break_glass")}
      okText={t("users.break_glass")}
      okButtonProps={{ danger: true }}
      cancelText={t("users.cancel")}
      confirmLoading={open.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t("users.glass_says")}</p>
      {refused !== null && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ kind: "customer_number", minutes: 60 }}
        onFinish={save}
      >
        <Form.Item name="kind" label={t("users.which")}>
          <Select options={KINDS.map((kind) => ({ value: kind, label: t(`users.by.${kind}`) }))} />
        </Form.Item>
        <Form.Item
          name="value"
          label={t("users.value")}
          rules={[{ required: true, whitespace: true, message: t("users.needed") }]}
        >
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t("users.reason")}
          rules={[{ required: true, whitespace: true, min: 10, message: t("users.reason_needed") }]}
        >
          <Input.TextArea maxLength={1000} rows={3} showCount />
        </Form.Item>
        <Form.Item name="minutes" label={t("users.minutes")}>
          <InputNumber min={1} max={240} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { PlusOutlined } from "@ant-design/icons";
import { Button, DatePicker, Empty, Form, Input, Modal, Select, Table } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import { Pager } from "../../components/pager";
import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { EndButton } from "./end-button";
import { type Deputy, useAppoint, useDeputies, useEndDeputy, useEverybody } from "./queries";
import { useSubmit } from "./use-submit";
import styles from "./users.module.css";

const FIELDS = ["user_id", "deputy_id", "until_at"] as const;

/** Who stands in for whom while they are away. */
export default function DeputiesPage() {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const deputies = useDeputies(params.get("cursor"));
  return (
    <div className={styles.page}>
      <title>{`${t("nav.deputies")} · ${t("app.name")}`}</title>
      <header className={styles.header}>
        <h1>{t("nav.deputies")}</h1>
        <div className={styles.aside}>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t("users.add_deputy")}
          </Button>
        </div>
      </header>
      <p className={styles.note}>{t("users.deputies_help")}</p>
      {deputies.data ? (
        <>
          <DeputiesTable deputies={deputies.data.items} />
          <Pager
            next={deputies.data.next ?? null}
            label={t("nav.deputies")}
            shown={t("users.deputies_shown", { count: deputies.data.items.length })}
          />
        </>
      ) : deputies.error ? (
        <ProblemPanel error={deputies.error} onRetry={deputies.refetch} />
      ) : (
        <Placeholder height={300} />
      )}
      {adding && <AddDeputy onClose={() => setAdding(false)} />}
    </div>
  );
}

function DeputiesTable({ deputies }: { deputies: Deputy[] }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  return (
    <Table<Deputy>
      className={styles.table ?? ""}
      aria-label={t("nav.deputies")}
      size="small"
      rowKey="id"
      dataSource={deputies}
      pagination={false}
      scroll={{ x: 760 }}
      locale={{
        emptyText: (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t("users.deputies_none")} />
        ),
      }}
      columns={[
        { title: t("users.away"), dataIndex: "user_name" },
        { title: t("users.deputy"), dataIndex: "deputy_name" },
        { title: t("users.from"), width: 180, render: (_, { from_at }) => dateTime(from_at) },
        { title: t("users.until"), width: 180, render: (_, { until_at }) => dateTime(until_at) },
        { title: t("users.reason"), dataIndex: "reason" },
        { title: t("users.acts"), width: 120, render: (_, one) => <End deputy={one} /> },
      ]}
    />
  );
}

function End({ deputy: { id, user_name, deputy_name, ended_at, until_at } }: { deputy: Deputy }) {
  const { t } = useTranslation();
  const end = useEndDeputy();
  return (
    <EndButton
      endedAt={ended_at}
      untilAt={until_at}
      question={t("users.end_deputy_of", { user: user_name, deputy: deputy_name })}
      onEnd={() => end.mutateAsync(id)}
    />
  );
}

interface Wish {
  user_id: string;
  deputy_id: string;
  period: [Dayjs, Dayjs];
  reason?: string;
}

function AddDeputy({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const everybody = useEverybody();
  const appoint = useAppoint();
  const { submit, refused } = useSubmit(form, FIELDS);
  const rules = [{ required: true, message: t("users.needed") }];
  const people = (everybody.data?.items ?? []).map(({ id, name, login, role }) => ({
    value: id,
    label: `${name} · ${login}`,
    role,
  }));

  const save = ({ period: [from, until], ...wish }: Wish) =>
    submit(async () => {
      await appoint.mutateAsync({
        ...wish,
        from_at: from.toISOString(),
        until_at: until.toISOString(),
      });
      onClose();
    });

  return (
    <Modal
      open
      title={t("users.add_deputy")}
      okText={t("users.save")}
      cancelText={t("users.cancel")}
      confirmLoading={appoint.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      <Form form={form} layout="vertical" onFinish={save}>
        <Form.Item name="user_id" label={t("users.away")} rules={rules}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={people.filter(({ role }) => role !== "agent")}
          />
        </Form.Item>
        <Form.Item name="deputy_id" label={t("users.deputy")} rules={rules}>
          <Select showSearch={{ optionFilterProp: "label" }} options={people} />
        </Form.Item>
        <Form.Item name="period" label={t("users.period")} rules={rules}>
          <DatePicker.RangePicker showTime={{ format: "HH:mm" }} style={{ width: "100%" }} />
        </Form.Item>
        <Form.Item name="reason" label={t("users.reason")}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { DatePicker, Form, Input, Modal, Radio, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { isoDay } from "../../lib/format";
import { useTimezone } from "../../lib/session";
import { type Match, type UnmatchedName, useAgents, useMatchNames, useUnits } from "./queries";
import { UnitSelect } from "./unit-select";
import { useSubmit } from "./use-submit";

const FIELDS = ["agent_id", "code", "name", "unit_id", "since_date"] as const;

interface Wish {
  whose: "known" | "new";
  agent_id?: string;
  code: string;
  name: string;
  unit_id: string;
  since_date: Dayjs;
}

interface Props {
  name: UnmatchedName;
  onClose: () => void;
}

/** Say whose a name is: an agent's, or somebody's who is new. */
export function MatchDialog({ name, onClose }: Props) {
  const { t } = useTranslation();
  const timezone = useTimezone();
  const [form] = Form.useForm<Wish>();
  const whose = Form.useWatch("whose", form);
  const match = useMatchNames();
  const { submit, refused } = useSubmit(form, FIELDS);
  const since = name.last_call_at
    ? [name.first_seen_at, name.last_call_at].toSorted()[0]
    : name.first_seen_at;
  return (
    <Modal
      open
      title={t("team.match_of", { name: name.external_id, source: name.source_name })}
      okText={t("team.match")}
      cancelText={t("team.cancel")}
      confirmLoading={match.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {refused && <ProblemPanel error={refused} inline />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          whose: "known",
          agent_id: name.guesses[0]?.agent_id,
          code: name.external_id,
          since_date: dayjs(isoDay(since ?? name.first_seen_at, timezone)),
        }}
        onFinish={(wish) => submit(() => match.mutateAsync([matchOf(name, wish)]), onClose)}
      >
        <Form.Item name="whose" extra={t("team.match_help")}>
          <Radio.Group
            options={[
              { value: "known", label: t("team.known_agent") },
              { value: "new", label: t("team.new_agent") },
            ]}
          />
        </Form.Item>
        {whose === "new" ? <NewAgent /> : <KnownAgent name={name} />}
      </Form>
    </Modal>
  );
}

function KnownAgent({ name }: { name: UnmatchedName }) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const agents = useAgents({ active: true, ...(q && { q }) }, 50);
  const found = agents.data?.items ?? [];
  const guessed = name.guesses.map(({ agent_id, name, code }) => ({ id: agent_id, name, code }));
  const shown = q
    ? found
    : [...guessed, ...found.filter(({ id }) => !guessed.some((one) => one.id === id))];
  return (
    <Form.Item
      name="agent_id"
      label={t("team.agent")}
      rules={[{ required: true, message: t("team.needed") }]}
    >
      <Select
        showSearch={{ filterOption: false, onSearch: setQ }}
        loading={agents.isFetching}
        options={shown.map(({ id, name, code }) => ({ value: id, label: `${name} · ${code}` }))}
      />
    </Form.Item>
  );
}

function NewAgent() {
  const { t } = useTranslation();
  const units = useUnits();
  const needed = [{ required: true, message: t("team.needed") }];
  return (
    <>
      <Form.Item name="code" label={t("team.code")} extra={t("team.code_help")} rules={needed}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="name" label={t("team.person")} rules={needed}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="unit_id" label={t("team.team")} rules={needed}>
        <UnitSelect units={units.data?.items ?? []} teams />
      </Form.Item>
      <Form.Item
        name="since_date"
        label={t("team.since")}
        extra={t("team.since_new_help")}
        rules={needed}
      >
        <DatePicker style={{ width: "100%" }} allowClear={false} />
      </Form.Item>
    </>
  );
}

function matchOf({ id }: UnmatchedName, wish: Wish): Match {
  if (wish.whose === "known") return { identity_id: id, agent_id: wish.agent_id ?? null };
  const { code, name, unit_id, since_date } = wish;
  const new_agent = { code, name, unit_id, since_date: since_date.format("YYYY-MM-DD") };
  return { identity_id: id, new_agent };
}

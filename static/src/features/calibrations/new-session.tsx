import { Button, Checkbox, DatePicker, Drawer, Form, Input, Radio, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { dayAfter, dayStart, fromPicker, pickerToday } from "../../lib/day";
import { asProblem, isOfField } from "../../lib/problem";
import { useTimezone } from "../../lib/session";
import { CallChoice } from "./call-choice";
import { MOST_CALLS, refusedCall } from "./choosing";
import { type CalibrationWish, useCards, useRaters, useStart, useVersions } from "./queries";

interface Wish {
  name: string;
  card?: string;
  version?: string;
  calls: string[];
  raters: string[];
  key: CalibrationWish["key"];
  expert?: string;
  blind: boolean;
  due?: Dayjs | null;
}

const BEGUN: Partial<Wish> = { calls: [], raters: [], key: "consensus", blind: true };
/** By what the server calls them. */
const FIELDS = [
  ["name", "name"],
  ["scorecard_version_id", "version"],
  ["call_ids", "calls"],
  ["rater_ids", "raters"],
  ["assignee_id", "raters"],
  ["expert_id", "expert"],
  ["due_at", "due"],
] as const;

/** Everything a session needs; what the server refuses stands at its field. */
export function NewSession({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const timezone = useTimezone();
  const sentenceOf = useProblemSentence();
  const [form] = Form.useForm<Wish>();
  const [refused, setRefused] = useState<unknown>(null);
  const start = useStart();

  async function send(wish: Wish) {
    setRefused(null);
    try {
      const made = await start.mutateAsync(toWire(wish, timezone));
      onClose();
      navigate(`/reviews/calibrations/${made.id}`);
    } catch (error) {
      point(error, wish);
    }
  }

  function point(error: unknown, { calls }: Wish) {
    const call = refusedCall(asProblem(error).field, calls);
    const name = call ? "calls" : FIELDS.find(([field]) => isOfField(error, field))?.[1];
    if (!name) return setRefused(error);
    const why = sentenceOf(error);
    form.setFields([
      { name, errors: [call ? t("calibrations.new.call_refused", { why, call }) : why] },
    ]);
    form.scrollToField(name);
  }

  return (
    <Drawer
      open
      size={860}
      title={t("calibrations.add")}
      onClose={onClose}
      footer={
        <Button type="primary" loading={start.isPending} onClick={() => form.submit()}>
          {t("calibrations.new.start")}
        </Button>
      }
    >
      <Form<Wish>
        form={form}
        layout="vertical"
        initialValues={BEGUN}
        onFinish={(wish) => void send(wish)}
      >
        <Form.Item
          name="name"
          label={t("calibrations.name")}
          rules={[{ required: true, whitespace: true, message: t("calibrations.new.name_needed") }]}
        >
          <Input autoFocus maxLength={200} placeholder={t("calibrations.new.name_hint")} />
        </Form.Item>
        <CardFields />
        <Calls />
        <RaterFields />
        <Form.Item
          name="due"
          label={t("calibrations.new.due")}
          extra={t("calibrations.new.due_hint")}
        >
          <DatePicker
            disabledDate={(day) => day.isBefore(pickerToday(timezone), "day")}
            format="YYYY-MM-DD"
          />
        </Form.Item>
        <Form.Item name="blind" valuePropName="checked">
          <Checkbox>{t("calibrations.new.blind")}</Checkbox>
        </Form.Item>
        {refused !== null && <ProblemPanel error={refused} inline />}
      </Form>
    </Drawer>
  );
}

function toWire(wish: Wish, timezone: string): CalibrationWish {
  const { name, version = "", calls, raters, key, expert, blind, due } = wish;
  return {
    name: name.trim(),
    scorecard_version_id: version,
    call_ids: calls,
    rater_ids: raters,
    key,
    expert_id: key === "expert" ? (expert ?? null) : null,
    blind_machine: blind,
    due_at: due ? dayStart(dayAfter(fromPicker(due)), timezone) : null,
  };
}

function useNeeded() {
  const { t } = useTranslation();
  return [{ required: true, message: t("calibrations.new.needed") }];
}

/** The card, then which of its versions; the one that scores now is offered first. */
function CardFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Wish>();
  const needed = useNeeded();
  const cards = useCards();
  const card = Form.useWatch("card", form);
  const versions = useVersions(card);
  const options = (versions.data?.items ?? [])
    .filter(({ state }) => state !== "draft")
    .map(({ id, number }) => ({ value: id, label: String(number) }));
  return (
    <>
      <Form.Item name="card" label={t("calibrations.card")} rules={needed}>
        <Select
          placeholder={t("calibrations.new.card_hint")}
          loading={cards.isPending}
          showSearch={{ optionFilterProp: "label" }}
          options={(cards.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={() => form.setFieldsValue({ version: undefined, calls: [] })}
        />
      </Form.Item>
      <Form.Item name="version" label={t("calibrations.new.version")} rules={needed}>
        <Select
          disabled={!card}
          placeholder={t("calibrations.new.version_hint")}
          loading={versions.isFetching}
          options={options}
          onChange={() => form.setFieldsValue({ calls: [] })}
        />
      </Form.Item>
    </>
  );
}

function Calls() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Wish>();
  const version = Form.useWatch("version", form);
  return (
    <Form.Item
      name="calls"
      label={t("calibrations.new.calls", { most: MOST_CALLS })}
      required
      rules={[
        { type: "array", min: 1, message: t("calibrations.new.calls_needed") },
        {
          type: "array",
          max: MOST_CALLS,
          message: t("calibrations.new.calls_many", { most: MOST_CALLS }),
        },
      ]}
    >
      <CallChoice version={version} />
    </Form.Item>
  );
}

function RaterFields() {
  const { t } = useTranslation();
  const form = Form.useFormInstance<Wish>();
  const needed = useNeeded();
  const raters = useRaters();
  const key = Form.useWatch("key", form);
  const chosen = Form.useWatch("raters", form) ?? [];
  const options = (raters.data ?? []).map(({ id, name, login }) => ({
    value: id,
    label: `${name} · ${login}`,
  }));
  return (
    <>
      <Form.Item
        name="raters"
        label={t("calibrations.new.raters")}
        required
        rules={[{ type: "array", min: 2, message: t("calibrations.new.raters_needed") }]}
      >
        <Select
          mode="multiple"
          placeholder={t("calibrations.new.raters_hint")}
          loading={raters.isPending}
          showSearch={{ optionFilterProp: "label" }}
          options={options}
        />
      </Form.Item>
      <Form.Item name="key" label={t("calibrations.new.key")}>
        <Radio.Group
          options={(["consensus", "expert"] as const).map((value) => ({
            value,
            label: t(`calibrations.keys.${value}`),
          }))}
        />
      </Form.Item>
      {key === "expert" && (
        <Form.Item name="expert" label={t("calibrations.new.expert")} rules={needed}>
          <Select options={options.filter(({ value }) => chosen.includes(value))} />
        </Form.Item>
      )}
    </>
  );
}

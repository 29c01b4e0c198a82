import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Checkbox, DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { api, ask } from "../../lib/api";
import type { components } from "../../lib/api-types";
import { asProblem, isOfField } from "../../lib/problem";
import { useCan, useSession } from "../../lib/session";
import { ProblemPanel, useProblemSentence } from "../problem-panel";
import { TASKS, useInspectors } from "./inspectors";

const ANYBODY = "";
const FIELDS = ["assignee_id", "due_at", "note"] as const;

interface Wish {
  assignee_id: string;
  due_at?: Dayjs | null;
  note?: string;
  repeat?: boolean;
}

interface Props {
  callIds: readonly string[];
  /** Names what is put there. */
  title: string;
  onClose: () => void;
  onDone?: () => void;
}

/** Those who manage reviews give calls to anybody, others to themselves. */
export function useMayQueue(): boolean {
  const manages = useCan("reviews:manage");
  const reviews = useCan("reviews:write");
  return manages || reviews;
}

/** Asks for whom and until when, and puts calls in the review queue: all of them, or none. */
export function PutInQueue({ callIds, title, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const { user_id } = useSession();
  const manages = useCan("reviews:manage");
  const put = usePut(callIds, form);
  const people = usePeople();

  function save(wish: Wish) {
    put.send(wish, () => {
      onDone?.();
      onClose();
    });
  }

  return (
    <Modal
      open
      title={title}
      okText={t("tasks.put.confirm")}
      cancelText={t("tasks.cancel")}
      confirmLoading={put.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {put.refused !== null && <ProblemPanel error={put.refused} inline />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ assignee_id: manages ? ANYBODY : (user_id ?? ANYBODY) }}
        onFinish={save}
      >
        <Form.Item name="assignee_id" label={t("tasks.put.assignee")}>
          <Select disabled={!manages} showSearch={{ optionFilterProp: "label" }} options={people} />
        </Form.Item>
        <Form.Item name="due_at" label={t("tasks.put.due")} extra={t("tasks.put.due_help")}>
          <DatePicker
            showTime={{ format: "HH:mm" }}
            format="YYYY-MM-DD HH:mm"
            disabledDate={(day) => day.isBefore(dayjs(), "day")}
            style={{ width: "100%" }}
          />
        </Form.Item>
        <Form.Item name="note" label={t("tasks.put.note")}>
          <Input.TextArea
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 6 }}
            placeholder={t("tasks.put.note_hint")}
          />
        </Form.Item>
        {put.known && (
          <Form.Item
            name="repeat"
            valuePropName="checked"
            validateStatus="warning"
            help={t("tasks.put.repeat_asked")}
          >
            <Checkbox>{t("tasks.put.repeat")}</Checkbox>
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

function usePeople() {
  const { t } = useTranslation();
  const { user_id } = useSession();
  const manages = useCan("reviews:manage");
  const reviews = useCan("reviews:write");
  const inspectors = useInspectors(manages);
  const others = (inspectors.data?.items ?? []).filter((one) => one.user_id !== user_id);
  return [
    ...(manages ? [{ value: ANYBODY, label: t("tasks.put.anybody") }] : []),
    ...(reviews && user_id ? [{ value: user_id, label: t("tasks.put.self") }] : []),
    ...others.map((one) => ({
      value: one.user_id,
      label: [one.name, one.unit_name, one.is_away && t("tasks.away")].filter(Boolean).join(" · "),
    })),
  ];
}

function usePut(callIds: readonly string[], form: ReturnType<typeof Form.useForm<Wish>>[0]) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [known, setKnown] = useState(false);
  const [refused, setRefused] = useState<unknown>(null);
  const post = useMutation({
    mutationFn: (body: components["schemas"]["TasksIn"]) =>
      ask(api.POST("/api/v1/reviews/tasks", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: TASKS }),
  });

  function send({ assignee_id, due_at, note, repeat }: Wish, onSuccess: () => void) {
    setRefused(null);
    const body = {
      call_ids: [...callIds],
      assignee_id: assignee_id || null,
      due_at: due_at?.toISOString() ?? null,
      note: note?.trim() || null,
      repeat: repeat ?? false,
    };
    post.mutate(body, {
      onSuccess: ({ items }) => {
        const count = items.length;
        void message.success(
          <>
            {count === 1 ? t("tasks.put.done_one") : t("tasks.put.done", { count })}
            {/* Messages are shown outside the router, where a link leads nowhere. */}
            <Button type="link" size="small" onClick={() => navigate("/reviews/queue")}>
              {t("tasks.put.show")}
            </Button>
          </>,
        );
        onSuccess();
      },
      onError: refuse,
    });
  }

  function refuse(error: unknown) {
    if (asProblem(error).type === "/problems/already-queued") return setKnown(true);
    const field = FIELDS.find((one) => isOfField(error, one));
    if (!field) return setRefused(error);
    return form.setFields([{ name: field, errors: [sentenceOf(error)] }]);
  }

  return { send, known, refused, isPending: post.isPending };
}

import { DatePicker, Form, Input, Modal } from "antd";
import type { Dayjs } from "dayjs";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { Unit } from "../../lib/api";
import { useAddAgent } from "./queries";
import { UnitSelect } from "./unit-select";
import { useSubmit } from "./use-submit";

const FIELDS = ["code", "name", "unit_id", "since_date"] as const;

interface Wish {
  code: string;
  name: string;
  unit_id: string;
  since_date?: Dayjs;
}

/** Somebody new, in a team from a day on. */
export function AddAgent({ units, onClose }: { units: readonly Unit[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const add = useAddAgent();
  const { submit, refused } = useSubmit(form, FIELDS);
  const save = ({ since_date, ...wish }: Wish) =>
    submit(
      () =>
        add.mutateAsync({
          ...wish,
          ...(since_date && { since_date: since_date.format("YYYY-MM-DD") }),
        }),
      onClose,
    );
  return (
    <Modal
      open
      title={t("team.add_agent")}
      okText={t("team.save")}
      cancelText={t("team.cancel")}
      confirmLoading={add.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {refused && <ProblemPanel error={refused} inline />}
      <Form form={form} layout="vertical" onFinish={save}>
        <Form.Item
          name="code"
          label={t("team.code")}
          extra={t("team.code_help")}
          rules={[{ required: true, whitespace: true, message: t("team.needed") }]}
        >
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t("team.person")}
          rules={[{ required: true, whitespace: true, message: t("team.needed") }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item
          name="unit_id"
          label={t("team.team")}
          rules={[{ required: true, message: t("team.needed") }]}
        >
          <UnitSelect units={units} teams />
        </Form.Item>
        <Form.Item name="since_date" label={t("team.since")} extra={t("team.since_help")}>
          <DatePicker style={{ width: "100%" }} placeholder={t("team.today")} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { Form, Modal, Select } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { useInspectors } from "../../components/queue/inspectors";
import { assign, type Task } from "./queries";
import styles from "./queue.module.css";
import { useCallName } from "./use-call-name";
import { useEach } from "./use-each";

interface Props {
  tasks: Task[];
  onClose: () => void;
}

/** Gives calls to somebody, also out of another's hands. */
export function AssignDialog({ tasks, onClose }: Props) {
  const { t } = useTranslation();
  const callName = useCallName();
  const [form] = Form.useForm<{ user_id: string }>();
  const inspectors = useInspectors();
  const { run, going } = useEach();
  const [first] = tasks;
  const options = (inspectors.data?.items ?? []).map(({ user_id, name, unit_name, is_away }) => ({
    value: user_id,
    label: [name, unit_name, is_away && t("tasks.away")].filter(Boolean).join(" · "),
    name,
  }));

  async function save({ user_id }: { user_id: string }) {
    const name = options.find(({ value }) => value === user_id)?.name ?? "";
    await run(tasks, ({ id }) => assign(id, user_id), t("tasks.assigned_to", { name }));
    onClose();
  }

  return (
    <Modal
      open
      title={
        tasks.length === 1 && first
          ? t("tasks.assign_of", { call: callName(first) })
          : t("tasks.assign_many", { count: tasks.length })
      }
      okText={t("tasks.assign_ok")}
      cancelText={t("tasks.cancel")}
      confirmLoading={going !== null}
      onOk={form.submit}
      onCancel={onClose}
    >
      {inspectors.isError && (
        <ProblemPanel error={inspectors.error} onRetry={inspectors.refetch} inline />
      )}
      <Form form={form} layout="vertical" onFinish={save}>
        <Form.Item
          name="user_id"
          label={t("tasks.assign_to")}
          rules={[{ required: true, message: t("tasks.assign_needed") }]}
        >
          <Select
            autoFocus
            loading={inspectors.isPending}
            showSearch={{ optionFilterProp: "label" }}
            options={options}
          />
        </Form.Item>
      </Form>
      {going && <output className={styles.note}>{t("tasks.going", { ...going })}</output>}
    </Modal>
  );
}

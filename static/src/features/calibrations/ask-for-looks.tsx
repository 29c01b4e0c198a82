import { App, DatePicker, Form, InputNumber, Modal, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { dayStart, fromPicker, pickerToday } from "../../lib/day";
import { useSession, useTimezone } from "../../lib/session";
import styles from "./calibrations.module.css";
import { useAskForLooks } from "./queries";

interface Wish {
  reviewer_id: string;
  count: number;
  since: Dayjs;
  seed: number;
}

const COUNT = 5;
const DAYS = 30;

interface Props {
  raters: { id: string; name: string; login: string }[];
  onClose: () => void;
}

/** Whose work, how much of it, since when. */
export function AskForLooks({ raters, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { user_id } = useSession();
  const timezone = useTimezone();
  const [form] = Form.useForm<Wish>();
  const [refused, setRefused] = useState<unknown>(null);
  const ask = useAskForLooks();
  const needed = [{ required: true, message: t("calibrations.new.needed") }];

  async function send({ since, ...wish }: Wish) {
    try {
      const { task_ids } = await ask.mutateAsync({
        ...wish,
        since: dayStart(fromPicker(since), timezone),
      });
      void message.success(t("calibrations.looks.asked", { count: task_ids.length }));
      onClose();
    } catch (error) {
      setRefused(error);
    }
  }

  return (
    <Modal
      open
      title={t("calibrations.looks.ask")}
      okText={t("calibrations.looks.send")}
      cancelText={t("calibrations.cancel")}
      okButtonProps={{ loading: ask.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className={styles.note}>{t("calibrations.looks.help")}</p>
      <Form<Wish>
        form={form}
        layout="vertical"
        initialValues={{
          count: COUNT,
          seed: 1,
          since: pickerToday(timezone).subtract(DAYS, "day"),
        }}
        onFinish={(wish) => void send(wish)}
      >
        <Form.Item name="reviewer_id" label={t("calibrations.looks.inspector")} rules={needed}>
          <Select
            showSearch={{ optionFilterProp: "label" }}
            options={raters
              .filter(({ id }) => id !== user_id)
              .map(({ id, name, login }) => ({ value: id, label: `${name} · ${login}` }))}
          />
        </Form.Item>
        <Form.Item name="count" label={t("calibrations.looks.count")} rules={needed}>
          <InputNumber min={1} max={100} precision={0} />
        </Form.Item>
        <Form.Item name="since" label={t("calibrations.looks.since")} rules={needed}>
          <DatePicker format="YYYY-MM-DD" />
        </Form.Item>
        <Form.Item
          name="seed"
          label={t("calibrations.looks.seed")}
          extra={t("calibrations.new.seed_help")}
          rules={needed}
        >
          <InputNumber min={0} max={2 ** 31 - 1} precision={0} />
        </Form.Item>
      </Form>
      {refused !== null && <ProblemPanel error={refused} inline />}
    </Modal>
  );
}

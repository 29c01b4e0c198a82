import { App, Form, Input, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";

import { DECISION_REASONS } from "../../components/appeals/reasons";
import { ProblemPanel } from "../../components/problem-panel";
import styles from "./appeals.module.css";
import { type Act, type AppealDetail, type Decision, useDecide } from "./queries";

interface Props {
  act: Act;
  appeal: AppealDetail;
  onClose: () => void;
  onDecided: () => void;
}

type Typed = Omit<Decision, "act">;

const DONE = { accept: "done_accepted", deny: "done_denied", hand_on: "done_handed_on" } as const;
const LONGEST = 2000;

/** Why: the reason as a code, and words for the agent. Enter in the words sends it. */
export function DecideDialog({ act, appeal, onClose, onDecided }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Typed>();
  const decide = useDecide(appeal);
  const next = appeal.steps[appeal.step + 1];
  const agent = appeal.agent_name ?? t("clips.nobody_called");
  const wordless = act === "accept";

  /** What follows does not hang on this dialog: it goes as soon as the appeal is read as decided. */
  function send(typed: Typed) {
    decide.mutateAsync({ act, ...typed }).then(
      () => {
        void message.success(t(`appeals.${DONE[act]}`, { agent }));
        onDecided();
      },
      () => undefined,
    );
  }

  return (
    <Modal
      open
      title={t(`appeals.${act}_title`)}
      okText={t(`appeals.confirm_${act}`)}
      okButtonProps={{ danger: act === "deny" }}
      cancelText={t("appeals.cancel")}
      confirmLoading={decide.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className={styles.help}>
        {act === "hand_on"
          ? t("appeals.hand_on_help", { role: next ? t(`words.role.${next.role}`) : "" })
          : t(`appeals.${act}_help`)}
      </p>
      {decide.error && <ProblemPanel error={decide.error} inline />}
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ reason: DECISION_REASONS[act][0], text: "" }}
        onFinish={send}
      >
        <Form.Item
          name="reason"
          label={t("appeals.reason")}
          rules={[{ required: true, message: t("appeals.reason_needed") }]}
        >
          <Radio.Group
            className={styles.choices ?? ""}
            options={DECISION_REASONS[act].map((value) => ({
              value,
              label: t(`appeals.reasons.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label={`${t("appeals.text")}${wordless ? t("appeals.text_optional") : ""}`}
          rules={[{ required: !wordless, whitespace: true, message: t("appeals.text_needed") }]}
        >
          <Input.TextArea
            autoFocus
            rows={3}
            maxLength={LONGEST}
            showCount
            onPressEnter={(event) => {
              if (event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              form.submit();
            }}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { App, Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { type RulePrecision, useLift, useMute } from "./queries";

/** Mute a rule, with a reason, or lift it; only fatal hits are on boards. */
export function Muting({ rule }: { rule: RulePrecision }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  if (rule.muted_by) return <Lift rule={rule} />;
  return (
    <>
      <Button size="small" danger={rule.asks_to_be_muted} onClick={() => setAsking(true)}>
        {t("precision.mute")}
      </Button>
      {asking && <MuteDialog rule={rule} onClose={() => setAsking(false)} />}
    </>
  );
}

function Lift({ rule }: { rule: RulePrecision }) {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const lift = useLift();
  const { scorecard_id, rule_key } = rule;
  return (
    <Button
      size="small"
      onClick={() =>
        modal.confirm({
          title: t("precision.lift_of", { name: rule.rule_name }),
          content: t("precision.lift_says"),
          okText: t("precision.lift"),
          cancelText: t("precision.cancel"),
          onOk: () =>
            lift
              .mutateAsync({ scorecard_id, rule_key })
              .catch((error: unknown) => void message.error(sentenceOf(error))),
        })
      }
    >
      {t("precision.lift")}
    </Button>
  );
}

function MuteDialog({ rule, onClose }: { rule: RulePrecision; onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const mute = useMute();
  const { scorecard_id, rule_key } = rule;
  return (
    <Modal
      open
      title={t("precision.mute_of", { name: rule.rule_name })}
      okText={t("precision.mute")}
      okButtonProps={{ danger: true }}
      cancelText={t("precision.cancel")}
      confirmLoading={mute.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p>{t("precision.mute_says")}</p>
      {mute.error && <ProblemPanel error={mute.error} inline />}
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) =>
          mute.mutateAsync({ scorecard_id, rule_key, reason }).then(onClose, () => undefined)
        }
      >
        <Form.Item
          name="reason"
          label={t("precision.reason")}
          rules={[
            { required: true, whitespace: true, min: 3, message: t("precision.reason_needed") },
          ]}
        >
          <Input.TextArea maxLength={500} rows={3} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}

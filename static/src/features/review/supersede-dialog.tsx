import { Form, Input, Modal } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { useSupersede } from "./queries";
import styles from "./review.module.css";
import type { Review } from "./types";

interface Props {
  review: Review;
  /** With the new draft. */
  onStarted: (draft: Review) => void;
  onClose: () => void;
}

/** A final review is never changed: a new one takes its place, and says why. */
export function SupersedeDialog({ review, onStarted, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ reason: string }>();
  const supersede = useSupersede(review);
  return (
    <Modal
      open
      title={t("review.final.supersede_title", { number: review.number ?? "" })}
      okText={t("review.final.supersede_confirm")}
      cancelText={t("review.final.cancel")}
      confirmLoading={supersede.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className={styles.muted}>{t("review.final.supersede_help")}</p>
      <Form
        form={form}
        layout="vertical"
        onFinish={({ reason }) => supersede.mutate(reason.trim(), { onSuccess: onStarted })}
      >
        <Form.Item
          name="reason"
          label={t("review.final.supersede_reason")}
          rules={[
            {
              required: true,
              whitespace: true,
              message: t("review.final.supersede_reason_missing"),
            },
          ]}
        >
          <Input.TextArea
            autoFocus
            autoSize={{ minRows: 2 }}
            maxLength={500}
            placeholder={t("review.final.supersede_reason_hint")}
          />
        </Form.Item>
      </Form>
      {supersede.isError && <ProblemPanel error={supersede.error} inline />}
    </Modal>
  );
}

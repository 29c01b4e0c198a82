import { App, Form, Input, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";

import { APPEAL_REASONS, type AppealReason } from "../../components/appeals/reasons";
import { ProblemPanel } from "../../components/problem-panel";
import { formatDuration } from "../../lib/format";
import type { ResultLine } from "./lines";
import { type Place, type Result, useFileAppeal } from "./queries";
import styles from "./result.module.css";

interface Props {
  result: Result;
  of: ResultLine;
  onClose: () => void;
}

interface Typed {
  /** Index of the place that is wrong. */
  place: number;
  reason: AppealReason;
  text: string;
}

const SHORTEST = 5;
const LONGEST = 2000;

/** Against which place, why, and in one's own words. */
export function AppealDialog({ result, of, onClose }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Typed>();
  const file = useFileAppeal();
  const { rule_key, rule_name: rule } = of.line;
  const places = of.appealable?.places ?? [];

  function send({ place, reason, text }: Typed) {
    const wanted = places[place];
    file.mutate(
      {
        review_id: result.review_id,
        ...{ rule_key, reason, text },
        hit_id: wanted?.hit_id ?? null,
        added_hit_id: wanted?.added_hit_id ?? null,
      },
      {
        onSuccess: () => {
          message.success(t("result.appeal_sent"));
          onClose();
        },
      },
    );
  }

  return (
    <Modal
      open
      title={t("result.appeal_title", { rule })}
      okText={t("result.appeal_send")}
      cancelText={t("result.appeal_cancel")}
      confirmLoading={file.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <p className={styles.note}>
        {t("result.appeal_help")}{" "}
        {t("result.rounds_left", { count: of.appealable?.rounds_left ?? 0 })}
      </p>
      {file.error && <ProblemPanel error={file.error} inline />}
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ place: 0 }}
        onFinish={send}
      >
        {places.length > 0 && (
          <Form.Item name="place" label={t("result.appeal_place")}>
            <Radio.Group
              className={styles.choices ?? ""}
              options={places.map((place, value) => ({
                value,
                label: <PlaceWord place={place} />,
              }))}
            />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t("result.appeal_reason")}
          rules={[{ required: true, message: t("result.appeal_reason_needed") }]}
        >
          <Radio.Group
            className={styles.choices ?? ""}
            options={APPEAL_REASONS.map((value) => ({
              value,
              label: t(`appeals.reasons.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="text"
          label={t("result.appeal_text")}
          rules={[
            {
              required: true,
              whitespace: true,
              min: SHORTEST,
              message: t("result.appeal_text_needed"),
            },
          ]}
        >
          <Input.TextArea
            rows={4}
            maxLength={LONGEST}
            showCount
            placeholder={t("result.appeal_text_hint")}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function PlaceWord({ place: { start_s, end_s, quote } }: { place: Place }) {
  return (
    <>
      {formatDuration(start_s)} {quote ? <q>{quote}</q> : `– ${formatDuration(end_s)}`}
    </>
  );
}

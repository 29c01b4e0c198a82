import { App, Form, Input, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";

import { formatDuration } from "../../lib/format";
import type { Stretch } from "../call/marks";
import { ProblemPanel } from "../problem-panel";
import styles from "./clips.module.css";
import { PeopleSelect } from "./people-select";
import { type ClipKind, type ClipWish, useMakeClip } from "./queries";

interface Props {
  callId: string;
  clip: Stretch;
  onClose: () => void;
  onKept: () => void;
}

type Typed = Pick<ClipWish, "title" | "note" | "kind" | "share_with">;

const KINDS: readonly ClipKind[] = ["coaching", "library"];

/** What a clip is called, what it is for, and who may listen. */
export function ClipDialog({ callId, clip, onClose, onKept }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [form] = Form.useForm<Typed>();
  const make = useMakeClip();
  const kind = Form.useWatch("kind", form) ?? "coaching";

  function keep(typed: Typed) {
    const wish = { ...typed, call_id: callId, from_s: clip.start_s, to_s: clip.end_s };
    make.mutate(wish, {
      onSuccess: () => {
        message.success(t("clips.kept", { title: typed.title }));
        onKept();
      },
    });
  }

  return (
    <Modal
      open
      title={t("clips.save_title", {
        from: formatDuration(clip.start_s),
        to: formatDuration(clip.end_s),
      })}
      okText={t("clips.save")}
      cancelText={t("clips.cancel")}
      confirmLoading={make.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {make.error && <ProblemPanel error={make.error} inline />}
      <Form<Typed>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: "coaching", share_with: [] }}
        onFinish={keep}
      >
        <Form.Item
          name="title"
          label={t("clips.name")}
          rules={[{ required: true, whitespace: true, message: t("clips.name_needed") }]}
        >
          <Input autoFocus maxLength={200} placeholder={t("clips.name_hint")} />
        </Form.Item>
        <Form.Item name="note" label={t("clips.note")}>
          <Input.TextArea maxLength={1000} rows={2} placeholder={t("clips.note_hint")} />
        </Form.Item>
        <Form.Item
          name="kind"
          label={t("clips.kind")}
          extra={<span className={styles.note}>{t(`clips.kind_help.${kind}`)}</span>}
        >
          <Radio.Group
            options={KINDS.map((value) => ({ value, label: t(`clips.kinds.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="share_with"
          label={t("clips.share_with")}
          dependencies={["kind"]}
          rules={[
            { required: kind === "coaching", type: "array", message: t("clips.share_needed") },
          ]}
        >
          <PeopleSelect />
        </Form.Item>
      </Form>
    </Modal>
  );
}

import { useQuery } from "@tanstack/react-query";
import { AutoComplete, Form, Modal, Radio } from "antd";
import { useTranslation } from "react-i18next";
import { useHearAgain } from "../../components/call/actions";
import styles from "../../components/call/call.module.css";
import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { api, ask, type Lane, type Recording } from "../../lib/api";
import { isOfField } from "../../lib/problem";
import { useCan } from "../../lib/session";

const LANES: readonly Lane[] = ["review", "live", "backlog"];
const ENGINE = /^[a-z][a-z0-9_-]{0,31}$/;

interface Props {
  recording: Recording;
  onClose: () => void;
}

interface Wishes {
  engine?: string;
  lane: Lane;
}

/** Asks how to hear a recording once more. */
export function HearAgainDialog({ recording, onClose }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wishes>();
  const sentenceOf = useProblemSentence();
  const engines = useEngines();
  const again = useHearAgain(recording);

  async function submit({ engine, lane }: Wishes) {
    try {
      await again.mutateAsync({ engine: engine?.trim() || null, lane });
      onClose();
    } catch (error) {
      if (isOfField(error, "engine"))
        form.setFields([{ name: "engine", errors: [sentenceOf(error)] }]);
    }
  }

  return (
    <Modal
      open
      title={t("again.title")}
      okText={t("again.submit")}
      cancelText={t("swap.cancel")}
      confirmLoading={again.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form form={form} layout="vertical" initialValues={{ lane: "review" }} onFinish={submit}>
        <p className={styles.asks}>{t("again.help")}</p>
        <Form.Item
          name="engine"
          label={t("again.engine")}
          rules={[{ pattern: ENGINE, message: t("again.engine_bad") }]}
        >
          <AutoComplete
            allowClear
            placeholder={t("again.engine_default")}
            options={engines.map(({ name, model, workers }) => ({
              value: name,
              label: [name, model, workers === 0 && t("again.engine_idle")]
                .filter(Boolean)
                .join(" · "),
            }))}
          />
        </Form.Item>
        <Form.Item name="lane" label={t("again.lane")}>
          <Radio.Group
            options={LANES.map((value) => ({ value, label: t(`words.lane.${value}`) }))}
          />
        </Form.Item>
      </Form>
      {again.isError && !isOfField(again.error, "engine") && (
        <ProblemPanel error={again.error} inline />
      )}
    </Modal>
  );
}

/** Nothing for those who may not see the queue; they can still name an engine. */
function useEngines() {
  const hearing = useQuery({
    queryKey: ["hearing"],
    queryFn: ({ signal }) => ask(api.GET("/api/v1/hearing", { signal })),
    enabled: useCan("hearing:read"),
  });
  return hearing.data?.engines ?? [];
}

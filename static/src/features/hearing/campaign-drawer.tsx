import { AutoComplete, Button, Drawer, Form, Select, Space } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import type { Campaign, Engine } from "../../lib/api";
import { isOfField } from "../../lib/problem";
import { useWords } from "../../lib/words";
import styles from "./hearing.module.css";
import { useSetCampaign } from "./queries";

const ENGINE = /^[a-z][a-z0-9_-]{0,31}$/;
const LANGUAGE = /^[a-z]{2,3}$/;
const LANGUAGES = ["zh", "en", "yue", "ja", "ko"];
const FIELDS = ["engine", "language", "hot_words"] as const;
const WORD_LENGTH = 40;
const WORDS = 200;

interface Wishes {
  engine?: string | null;
  language?: string | null;
  hot_words: string[];
}

interface Props {
  campaign: Campaign;
  engines: readonly Engine[];
  onClose: () => void;
}

/** How a campaign's calls are heard from now on. */
export function CampaignDrawer({ campaign, engines, onClose }: Props) {
  const { t } = useTranslation();
  const word = useWords();
  const [form] = Form.useForm<Wishes>();
  const sentenceOf = useProblemSentence();
  const save = useSetCampaign(campaign.id);

  async function submit({ engine, language, hot_words }: Wishes) {
    try {
      await save.mutateAsync({
        engine: engine?.trim() || null,
        language: language?.trim() || null,
        hot_words: hot_words.map((one) => one.trim()),
      });
      onClose();
    } catch (error) {
      const field = FIELDS.find((one) => isOfField(error, one));
      if (field) form.setFields([{ name: field, errors: [sentenceOf(error)] }]);
    }
  }

  return (
    <Drawer
      open
      size={440}
      title={t("hearing.settings_of", { name: campaign.name })}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" loading={save.isPending} onClick={form.submit}>
            {t("hearing.save")}
          </Button>
          <Button onClick={onClose}>{t("hearing.cancel")}</Button>
        </Space>
      }
    >
      <Form form={form} layout="vertical" initialValues={campaign} onFinish={submit}>
        <Form.Item
          name="engine"
          label={t("hearing.engine")}
          rules={[{ pattern: ENGINE, message: t("again.engine_bad") }]}
        >
          <AutoComplete
            allowClear
            placeholder={t("hearing.default_engine")}
            options={engines.map(({ name, model }) => ({
              value: name,
              label: [name, model].filter(Boolean).join(" · "),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="language"
          label={t("hearing.language")}
          rules={[{ pattern: LANGUAGE, message: t("hearing.language_bad") }]}
        >
          <AutoComplete
            allowClear
            placeholder={t("hearing.language_auto")}
            options={LANGUAGES.map((value) => ({
              value,
              label: `${word("language", value)} · ${value}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="hot_words"
          label={t("hearing.hot_words")}
          extra={t("hearing.hot_words_help")}
          rules={[
            { type: "array", max: WORDS, message: t("hearing.hot_words_many") },
            {
              type: "array",
              defaultField: { type: "string", whitespace: true, max: WORD_LENGTH },
              message: t("hearing.hot_word_bad"),
            },
          ]}
        >
          <Select
            mode="tags"
            open={false}
            suffixIcon={null}
            className={styles.words ?? ""}
            tokenSeparators={["\n", "，", "、", ";", "；"]}
            placeholder={t("hearing.hot_words_hint")}
          />
        </Form.Item>
      </Form>
      {save.isError && !isOfField(save.error, ...FIELDS) && (
        <ProblemPanel error={save.error} inline />
      )}
    </Drawer>
  );
}

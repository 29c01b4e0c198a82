import { Button, Form, Input, Popconfirm, Select, Space } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { useWords } from "../../lib/words";
import { useDeletePack, useRestorePack, useSavePack } from "./queries";
import styles from "./scorecards.module.css";
import type { Category, Pack } from "./types";

const KEY = /^[a-z][a-z0-9_]{0,63}$/;
const LANGUAGES = ["zh", "en", "yue"];

export const CATEGORIES = [
  "absolute_claims",
  "guaranteed_returns",
  "refusals",
  "complaints",
  "abuse",
  "pressure",
  "privacy",
  "disclosures",
  "recording_notice",
  "greetings",
  "closing",
  "callbacks",
  "do_not_call",
  "competitors",
  "off_platform",
  "other",
] as const satisfies Category[];

interface Fields {
  key: string;
  zh: string;
  en: string;
  language: string;
  category: Category;
  source: string;
  phrases: string;
  exclusions: string;
}

interface Props {
  pack: Pack | null;
  onClose: () => void;
}

/** A pack's words, one a line: lists come from elsewhere and are pasted. */
export function PackForm({ pack, onClose }: Props) {
  const { t } = useTranslation();
  const word = useWords();
  const [form] = Form.useForm<Fields>();
  const save = useSavePack();

  function submit(fields: Fields) {
    const { key, zh, en, language, category, source } = fields;
    const wish = {
      name: { "zh-CN": zh.trim(), en: en.trim() },
      language,
      category,
      source: source.trim(),
      phrases: lines(fields.phrases),
      exclusions: lines(fields.exclusions),
    };
    save.mutateAsync({ key: pack?.key ?? key, pack: wish }).then(onClose, () => undefined);
  }

  const needed = [{ required: true, whitespace: true, message: t("packs.needed") }];
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={initial(pack)}
      onFinish={submit}
    >
      {!pack && (
        <Form.Item
          name="key"
          label={t("packs.key")}
          extra={t("packs.key_help")}
          rules={[{ required: true, pattern: KEY, message: t("packs.key_bad") }]}
        >
          <Input placeholder="our_products" />
        </Form.Item>
      )}
      <div className={styles.two}>
        <Form.Item name="zh" label={t("packs.name_zh")} rules={needed}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="en" label={t("packs.name_en")} rules={needed}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="category" label={t("packs.kind")}>
          <Select
            options={CATEGORIES.map((value) => ({ value, label: t(`packs.category.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="language" label={t("packs.language")}>
          <Select options={LANGUAGES.map((value) => ({ value, label: word("language", value) }))} />
        </Form.Item>
      </div>
      <Form.Item
        name="phrases"
        label={t("packs.phrases")}
        extra={t("packs.phrases_help")}
        rules={needed}
      >
        <Input.TextArea autoSize={{ minRows: 8, maxRows: 18 }} />
      </Form.Item>
      <Form.Item name="exclusions" label={t("packs.exclusions")} extra={t("packs.exclusions_help")}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} />
      </Form.Item>
      <Form.Item
        name="source"
        label={t("packs.source")}
        extra={t("packs.source_help")}
        rules={needed}
      >
        <Input maxLength={500} />
      </Form.Item>
      {pack && pack.used_by.length > 0 && (
        <p className={styles.note}>
          {t("packs.used_note", {
            names: pack.used_by.map(({ name }) => name).join(t("conditions.joint")),
          })}
        </p>
      )}
      {save.isError && <ProblemPanel error={save.error} inline />}
      <Space>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t("packs.save")}
        </Button>
        <Button onClick={onClose}>{t("scorecards.cancel")}</Button>
        {pack && <Undo pack={pack} onClose={onClose} />}
      </Space>
    </Form>
  );
}

/** Brings back shipped words, or deletes one's own. */
function Undo({ pack, onClose }: { pack: Pack; onClose: () => void }) {
  const { t } = useTranslation();
  const restore = useRestorePack();
  const remove = useDeletePack();
  const failed = restore.error ?? remove.error;
  if (pack.shipped && !pack.edited) return null;
  const act = pack.shipped ? "restore" : "remove";
  const change = pack.shipped ? restore : remove;
  return (
    <>
      <Popconfirm
        title={t(`packs.${act}_ask`)}
        description={t(`packs.${act}_help`)}
        okText={t(`packs.${act}`)}
        cancelText={t("scorecards.keep")}
        onConfirm={() => void change.mutateAsync(pack.key).then(onClose, () => undefined)}
      >
        <Button danger={!pack.shipped} loading={change.isPending}>
          {t(`packs.${act}`)}
        </Button>
      </Popconfirm>
      {failed && <ProblemPanel error={failed} inline />}
    </>
  );
}

function initial(pack: Pack | null): Partial<Fields> {
  if (!pack) return { language: "zh", category: "other", phrases: "", exclusions: "" };
  return {
    zh: pack.name["zh-CN"],
    en: pack.name.en,
    language: pack.language,
    category: pack.category,
    source: pack.source,
    phrases: pack.phrases.join("\n"),
    exclusions: pack.exclusions.join("\n"),
  };
}

function lines(text: string | undefined): string[] {
  return [...new Set((text ?? "").split("\n").map((line) => line.trim()))].filter(Boolean);
}

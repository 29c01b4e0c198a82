import {
  Alert,
  App,
  Button,
  DatePicker,
  Drawer,
  Form,
  InputNumber,
  Select,
  Space,
  Switch,
} from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import type { Inspector } from "../../components/queue/inspectors";
import { fromPicker, toPicker } from "../../lib/day";
import { useFormat } from "../../lib/format";
import { isOfField } from "../../lib/problem";
import { useWords } from "../../lib/words";
import { useCampaigns, useChangeInspector } from "./queries";
import styles from "./workload.module.css";

const LANGUAGES = ["zh", "en", "yue", "ja", "ko"] as const;
const FIELDS = ["daily_quota", "share", "campaign_ids", "languages"] as const;

interface Wish {
  daily_quota: number;
  share: number;
  campaign_ids: string[];
  languages: string[];
  own_team: boolean;
  leave: [Dayjs | null, Dayjs | null] | null;
}

interface Props {
  inspector: Inspector;
  onClose: () => void;
}

/** What an inspector is given, what they can judge, and when they are away. */
export function InspectorDrawer({ inspector, onClose }: Props) {
  const { t } = useTranslation();
  const word = useWords();
  const [form] = Form.useForm<Wish>();
  const campaigns = useCampaigns();
  const change = useChangeInspector(inspector);
  const { save, refused } = useSave(change, form, onClose);
  const { may_change, away_from, away_until } = inspector;
  const needed = [{ required: true, message: t("workload.needed") }];

  return (
    <Drawer
      open
      size={480}
      title={t("workload.settings_of", { name: inspector.name })}
      onClose={onClose}
      footer={
        <Space>
          <Button
            type="primary"
            disabled={!may_change}
            loading={change.isPending}
            onClick={form.submit}
          >
            {t("workload.save")}
          </Button>
          <Button onClick={onClose}>{t("workload.cancel")}</Button>
        </Space>
      }
    >
      {refused !== null && <ProblemPanel error={refused} inline />}
      {!may_change && <Alert type="info" showIcon title={t("workload.not_yours")} />}
      <Form
        form={form}
        layout="vertical"
        disabled={!may_change}
        initialValues={{
          ...inspector,
          leave: [away_from && toPicker(away_from), away_until && toPicker(away_until)],
        }}
        onFinish={save}
      >
        <Form.Item
          name="daily_quota"
          label={t("workload.quota")}
          extra={t("workload.quota_help")}
          rules={needed}
        >
          <InputNumber min={0} max={1000} precision={0} />
        </Form.Item>
        <Form.Item
          name="share"
          label={t("workload.share")}
          extra={t("workload.share_help")}
          rules={needed}
        >
          <InputNumber min={0} max={100} step={0.5} />
        </Form.Item>
        <Form.Item
          name="campaign_ids"
          label={t("workload.campaigns")}
          extra={t("workload.campaigns_help")}
        >
          <Select
            mode="multiple"
            loading={campaigns.isPending}
            showSearch={{ optionFilterProp: "label" }}
            options={(campaigns.data?.items ?? []).map(({ id, name }) => ({
              value: id,
              label: name,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="languages"
          label={t("workload.languages")}
          extra={t("workload.languages_help")}
        >
          <Select
            mode="multiple"
            options={LANGUAGES.map((code) => ({ value: code, label: word("language", code) }))}
          />
        </Form.Item>
        <Form.Item
          name="own_team"
          label={t("workload.own_team")}
          extra={t("workload.own_team_help")}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <Form.Item name="leave" label={t("workload.leave")} extra={t("workload.leave_help")}>
          <DatePicker.RangePicker
            allowEmpty={[true, true]}
            format="YYYY-MM-DD"
            style={{ width: "100%" }}
          />
        </Form.Item>
      </Form>
      <Changed inspector={inspector} />
    </Drawer>
  );
}

function useSave(
  change: ReturnType<typeof useChangeInspector>,
  form: ReturnType<typeof Form.useForm<Wish>>[0],
  onClose: () => void,
) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const [refused, setRefused] = useState<unknown>(null);

  function save({ leave, ...wish }: Wish) {
    setRefused(null);
    const away_from = leave?.[0] ? fromPicker(leave[0]) : null;
    const away_until = leave?.[1] ? fromPicker(leave[1]) : null;
    change.mutate(
      { ...wish, away_from, away_until },
      {
        onSuccess: () => {
          void message.success(t("workload.saved"));
          onClose();
        },
        onError: refuse,
      },
    );
  }

  function refuse(error: unknown) {
    const isOfLeave = isOfField(error, "away_from", "away_until");
    const field = isOfLeave ? "leave" : FIELDS.find((one) => isOfField(error, one));
    if (!field) return setRefused(error);
    return form.setFields([{ name: field, errors: [sentenceOf(error)] }]);
  }

  return { save, refused };
}

function Changed({ inspector: { updated_at, updated_by } }: { inspector: Inspector }) {
  const { t } = useTranslation();
  const { dateTime } = useFormat();
  return (
    <p className={styles.note}>
      {updated_at && updated_by
        ? t("workload.changed", { who: updated_by, at: dateTime(updated_at) })
        : t("workload.unchanged")}
    </p>
  );
}

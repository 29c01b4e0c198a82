import { Button, Drawer, Form, Input, InputNumber, Popconfirm, Space, Switch } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Placeholder } from "../../components/placeholder";
import { ProblemPanel } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { fromForm, type HoursForm, toForm } from "./calling-hours";
import { CallingHoursFields } from "./calling-hours-fields";
import { History } from "./history";
import { type CampaignDetail, useAddCampaign, useCampaign, useChangeCampaign } from "./queries";
import styles from "./team.module.css";
import { useSubmit } from "./use-submit";

const FIELDS = [
  "code",
  "name",
  "product",
  "effective_talk_s",
  "service_level_s",
  "list_size",
  "script",
] as const;
const DAY_S = 86_400;
const HOUR_S = 3_600;

interface Wish {
  code: string;
  name: string;
  product?: string | null;
  effective_talk_s: number;
  service_level_s: number;
  list_size?: number | null;
  script: string;
  notice_required: boolean;
  hours: HoursForm;
}

interface Props {
  /** Null for a new one. */
  campaignId: string | null;
  onClose: () => void;
}

/** One campaign: what is sold, by which script, and when. */
export function CampaignDrawer({ campaignId, onClose }: Props) {
  return campaignId ? (
    <Known campaignId={campaignId} onClose={onClose} />
  ) : (
    <Editor campaign={null} onClose={onClose} />
  );
}

function Known({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const campaign = useCampaign(campaignId);
  if (campaign.data) return <Editor campaign={campaign.data} onClose={onClose} />;
  return (
    <Drawer open size={560} onClose={onClose}>
      {campaign.isError ? (
        <ProblemPanel error={campaign.error} onRetry={campaign.refetch} inline />
      ) : (
        <Placeholder height={320} />
      )}
    </Drawer>
  );
}

interface EditorProps {
  campaign: CampaignDetail | null;
  onClose: () => void;
}

function Editor({ campaign, onClose }: EditorProps) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const add = useAddCampaign();
  const change = useChangeCampaign(campaign?.id ?? "");
  const { submit, refused } = useSubmit(form, FIELDS);

  function save({ code, hours, script, product, ...wish }: Wish) {
    const fields = {
      ...wish,
      product: product?.trim() || null,
      script: linesOf(script),
      calling_hours: fromForm(hours),
    };
    const send = () =>
      campaign ? change.mutateAsync(fields) : add.mutateAsync({ ...fields, code });
    return submit(send, onClose);
  }

  return (
    <Drawer
      open
      size={560}
      title={campaign?.name ?? t("team.add_campaign")}
      onClose={onClose}
      footer={
        <Space>
          <Button type="primary" loading={add.isPending || change.isPending} onClick={form.submit}>
            {t("team.save")}
          </Button>
          <Button onClick={onClose}>{t("team.cancel")}</Button>
          {campaign && <Archive campaign={campaign} onDone={onClose} />}
        </Space>
      }
    >
      {refused && <ProblemPanel error={refused} inline />}
      {campaign && <Elsewhere />}
      <Form
        form={form}
        layout="vertical"
        initialValues={{
          effective_talk_s: 30,
          service_level_s: 20,
          notice_required: true,
          ...campaign,
          script: campaign?.script.join("\n") ?? "",
          hours: toForm(campaign?.calling_hours),
        }}
        onFinish={save}
      >
        <Form.Item
          name="code"
          label={t("team.campaign_code")}
          extra={t("team.campaign_code_help")}
          rules={[{ required: true, whitespace: true, message: t("team.needed") }]}
        >
          <Input maxLength={200} disabled={campaign !== null} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t("team.name")}
          rules={[{ required: true, whitespace: true, message: t("team.needed") }]}
        >
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="product" label={t("team.product")}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item
          name="effective_talk_s"
          label={t("team.effective_talk")}
          extra={t("team.effective_talk_help")}
          rules={[{ required: true, message: t("team.needed") }]}
        >
          <InputNumber min={0} max={DAY_S} precision={0} suffix={t("team.seconds")} />
        </Form.Item>
        <Form.Item
          name="service_level_s"
          label={t("team.service_level")}
          extra={t("team.service_level_help")}
          rules={[{ required: true, message: t("team.needed") }]}
        >
          <InputNumber min={1} max={HOUR_S} precision={0} suffix={t("team.seconds")} />
        </Form.Item>
        <Form.Item name="list_size" label={t("team.list_size")} extra={t("team.list_size_help")}>
          <InputNumber min={1} max={1_000_000_000} precision={0} />
        </Form.Item>
        <Form.Item
          name="notice_required"
          label={t("team.notice")}
          extra={t("team.notice_help")}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
        <CallingHoursFields />
        <Form.Item name="script" label={t("team.script")} extra={t("team.script_help")}>
          <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} />
        </Form.Item>
      </Form>
      {campaign && (
        <section className={styles.part}>
          <h3>{t("team.history")}</h3>
          <History subject={`campaign:${campaign.id}`} />
        </section>
      )}
    </Drawer>
  );
}

/** What of a campaign is changed on other pages. */
function Elsewhere() {
  const { t } = useTranslation();
  const mayHear = useCan("hearing:read");
  return (
    <p className={styles.elsewhere}>
      <Link to="/scorecards">{t("team.to_scorecards")}</Link>
      {mayHear && <Link to="/hearing?tab=campaigns">{t("team.to_hearing")}</Link>}
    </p>
  );
}

function Archive({ campaign, onDone }: { campaign: CampaignDetail; onDone: () => void }) {
  const { t } = useTranslation();
  const change = useChangeCampaign(campaign.id);
  if (campaign.archived_at)
    return (
      <Button
        loading={change.isPending}
        onClick={() => change.mutate({ archived: false }, { onSuccess: onDone })}
      >
        {t("team.restore")}
      </Button>
    );
  return (
    <Popconfirm
      title={t("team.archive_ask", { name: campaign.name })}
      description={t("team.archive_campaign_help")}
      okText={t("team.archive")}
      cancelText={t("team.keep")}
      onConfirm={() => change.mutate({ archived: true }, { onSuccess: onDone })}
    >
      <Button danger loading={change.isPending}>
        {t("team.archive")}
      </Button>
    </Popconfirm>
  );
}

/** Without the empty lines at the end. */
function linesOf(script: string): string[] {
  const text = script.trimEnd();
  return text ? text.split(/\r?\n/) : [];
}

import { DatePicker, Form, Input, Modal, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import { isOfField } from "../../lib/problem";
import { useSession } from "../../lib/session";
import { useAppoint, useStandIns } from "./queries";

const LONGEST_D = 92;
const FIELDS = { deputy_id: "deputy_id", until_at: "period" } as const;

interface Wish {
  deputy_id: string;
  period: [Dayjs, Dayjs];
  reason?: string;
}

/** Asks who stands in for oneself, from when until when. */
export function AwayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wish>();
  const { user_id } = useSession();
  const appoint = useAppoint();
  const sentenceOf = useProblemSentence();
  const rules = [{ required: true, message: t("security.away_needed") }];

  const save = ({ period: [from, until], deputy_id, reason }: Wish) =>
    appoint.mutate(
      {
        user_id,
        deputy_id,
        from_at: from.toISOString(),
        until_at: until.toISOString(),
        reason: reason?.trim() || null,
      },
      { onSuccess: onClose, onError: showAtField },
    );

  function showAtField(error: unknown) {
    for (const [field, name] of Object.entries(FIELDS))
      if (isOfField(error, field))
        form.setFields([{ name: name as keyof Wish, errors: [sentenceOf(error)] }]);
  }

  const elsewhere =
    appoint.error && !Object.keys(FIELDS).some((one) => isOfField(appoint.error, one));
  return (
    <Modal
      open
      title={t("security.away_add")}
      okText={t("security.away_ok")}
      cancelText={t("security.cancel")}
      confirmLoading={appoint.isPending}
      onOk={form.submit}
      onCancel={onClose}
    >
      {elsewhere && <ProblemPanel error={appoint.error} inline />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item name="deputy_id" label={t("security.away_who")} rules={rules}>
          <ColleagueSelect />
        </Form.Item>
        <Form.Item
          name="period"
          label={t("security.away_when")}
          extra={t("security.away_longest", { count: LONGEST_D })}
          rules={rules}
        >
          <DatePicker.RangePicker
            style={{ width: "100%" }}
            showTime={{ format: "HH:mm" }}
            format="YYYY-MM-DD HH:mm"
            minDate={dayjs().startOf("day")}
          />
        </Form.Item>
        <Form.Item name="reason" label={t("security.away_reason")}>
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

interface SelectProps {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** Colleagues of the whole centre, found by part of their name. */
function ColleagueSelect(props: SelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const found = useStandIns(typed);
  return (
    <Select
      {...props}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      notFoundContent={found.isPending ? null : t("security.away_nobody")}
      options={(found.data?.items ?? []).map(({ id, name, role, unit_name }) => ({
        value: id,
        label: `${name} · ${t(`words.role.${role}`)} · ${unit_name}`,
      }))}
    />
  );
}

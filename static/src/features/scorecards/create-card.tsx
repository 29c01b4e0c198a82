import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import { ProblemPanel } from "../../components/problem-panel";
import { useCan } from "../../lib/session";
import { useCreateScorecard } from "./queries";

/** Makes a card and leads to it; its first draft starts with the first rule. */
export function CreateCard({ large = false }: { large?: boolean }) {
  const { t } = useTranslation();
  const mayWrite = useCan("scorecards:write");
  const navigate = useNavigate();
  const create = useCreateScorecard();
  const [open, setOpen] = useState(false);
  const [form] = Form.useForm<{ name: string }>();
  if (!mayWrite) return null;
  return (
    <>
      <Button
        type="primary"
        icon={<PlusOutlined />}
        {...(large && { size: "large" as const })}
        onClick={() => setOpen(true)}
      >
        {t("scorecards.create")}
      </Button>
      <Modal
        open={open}
        title={t("scorecards.create")}
        okText={t("scorecards.create_confirm")}
        cancelText={t("scorecards.cancel")}
        confirmLoading={create.isPending}
        onOk={form.submit}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ name }) =>
            create.mutateAsync(name.trim()).then(
              ({ id }) => navigate(`/scorecards/${id}`),
              () => undefined,
            )
          }
        >
          <Form.Item
            name="name"
            label={t("scorecards.card_name")}
            rules={[{ required: true, whitespace: true, message: t("rules.problem.name_missing") }]}
          >
            <Input autoFocus maxLength={120} placeholder={t("scorecards.card_name_hint")} />
          </Form.Item>
        </Form>
        {create.isError && <ProblemPanel error={create.error} inline />}
      </Modal>
    </>
  );
}

import { EyeOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { api, ask } from "../../lib/api";
import { isOfField } from "../../lib/problem";
import { useCan } from "../../lib/session";
import { ProblemPanel } from "../problem-panel";
import { callKey } from "./queries";

interface Props {
  callId: string;
  what: "customer_number" | "words";
}

/** Shows what is masked, to those who may see it; asks for a reason where the centre wants one. */
export function Reveal({ callId, what }: Props) {
  const { t } = useTranslation();
  const may = useCan("pii:read");
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const reveal = useReveal(callId, what);
  if (!may) return null;

  async function show(why: string | null) {
    try {
      await reveal.mutateAsync(why);
      setAsking(false);
    } catch {
      setAsking(true);
    }
  }

  const label = t(what === "words" ? "reveal.words" : "reveal.number");
  return (
    <>
      <Button
        size="small"
        type={what === "words" ? "default" : "text"}
        icon={<EyeOutlined />}
        aria-label={label}
        title={label}
        loading={reveal.isPending && !asking}
        onClick={() => show(null)}
      >
        {what === "words" && label}
      </Button>
      <Modal
        open={asking}
        title={t("reveal.why")}
        okText={t("reveal.show")}
        cancelText={t("reveal.cancel")}
        okButtonProps={{ disabled: !reason.trim(), loading: reveal.isPending }}
        onOk={() => show(reason)}
        onCancel={() => setAsking(false)}
      >
        <p>{t("reveal.why_help")}</p>
        <Input.TextArea
          autoFocus
          maxLength={500}
          rows={2}
          value={reason}
          aria-label={t("reveal.reason")}
          onChange={({ target }) => setReason(target.value)}
        />
        {reveal.isError && !isOfField(reveal.error, "reason") && (
          <ProblemPanel error={reveal.error} inline />
        )}
      </Modal>
    </>
  );
}

function useReveal(callId: string, what: Props["what"]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (reason: string | null) =>
      ask(
        api.POST("/api/v1/calls/{call_id}/reveal", {
          params: { path: { call_id: callId } },
          body: { what, reason },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: callKey(callId) }),
  });
}

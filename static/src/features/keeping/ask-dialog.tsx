import { Alert, Button, Input, Modal, Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import { useFormat } from "../../lib/format";
import { AgentSelect } from "./agent-select";
import styles from "./keeping.module.css";
import { type RequestWish, useAskRequest, useLook } from "./queries";
import { Field } from "./rule-fields";

type About = RequestWish["about"];

/** First look what there is; then have it, or have it gone once the number is typed again. */
export function AskDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [about, setAbout] = useState<About>("customer");
  const [subject, setSubject] = useState("");
  const [confirmed, setConfirmed] = useState("");
  const look = useLook();
  const ask = useAskRequest();
  const found = look.data;
  const word = about === "customer" ? subject.trim() : (found?.shown ?? "");

  function choose(next: string) {
    setSubject(next);
    setConfirmed("");
    look.reset();
  }

  function send(kind: RequestWish["kind"]) {
    ask.mutate({ kind, about, subject, confirmed: subject }, { onSuccess: onClose });
  }

  return (
    <Modal open title={t("keeping.new_request")} footer={null} onCancel={onClose}>
      <div className={styles.form}>
        <Segmented<About>
          aria-label={t("keeping.about")}
          value={about}
          options={(["customer", "agent"] as const).map((value) => ({
            value,
            label: t(`keeping.hold_${value}`),
          }))}
          onChange={(next) => {
            setAbout(next);
            choose("");
          }}
        />
        <Field label={t(`keeping.hold_${about}`)}>
          {about === "agent" ? (
            <AgentSelect value={subject} onChange={choose} />
          ) : (
            <Input
              value={subject}
              maxLength={64}
              placeholder={t("keeping.hold_customer_hint")}
              onChange={({ target }) => choose(target.value)}
            />
          )}
        </Field>
        <Button
          type={found ? "default" : "primary"}
          disabled={!subject}
          loading={look.isPending}
          onClick={() => look.mutate({ about, subject })}
        >
          {t("keeping.look")}
        </Button>
        {(look.error ?? ask.error) && <ProblemPanel error={look.error ?? ask.error} inline />}
        {found && (
          <>
            <WhatThereIs {...found} />
            <Button loading={ask.isPending} onClick={() => send("export")}>
              {t("keeping.request_export")}
            </Button>
            <Alert type="warning" showIcon title={t(`keeping.erase_${about}_help`)} />
            <Field label={t("keeping.type_again", { word })}>
              <Input value={confirmed} onChange={({ target }) => setConfirmed(target.value)} />
            </Field>
            <Button
              danger
              disabled={confirmed.trim() !== word}
              loading={ask.isPending}
              onClick={() => send("erase")}
            >
              {t("keeping.erase_named", { word })}
            </Button>
          </>
        )}
      </div>
    </Modal>
  );
}

interface There {
  calls: number;
  held: number;
  first_at: string | null;
  last_at: string | null;
}

function WhatThereIs({ calls, held, first_at, last_at }: There) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <p>
      {t("keeping.there_is", { count: calls })}
      {first_at &&
        last_at &&
        ` ${t("keeping.between", { from: format.dateTime(first_at), to: format.dateTime(last_at) })}`}
      {held > 0 && ` ${t("keeping.held", { count: held })}`}
    </p>
  );
}

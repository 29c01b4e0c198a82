import { Alert, Button, Form } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ProblemPanel, useProblemSentence } from "../../components/problem-panel";
import type { Dialer, Source } from "../../lib/api";
import { asProblem } from "../../lib/problem";
import { AdapterSettings } from "./adapter-settings";
import { useDeclare } from "./queries";
import { ReadingFields } from "./reading-fields";
import { fieldsOf, type SettingField } from "./schema";
import styles from "./settings.module.css";
import { requestOf, type Wishes, wishesOf } from "./wishes";

interface Props {
  source: Source;
  dialers: readonly Dialer[];
}

/** How a dialer is read, in one form; only what was changed is sent. */
export function SettingsForm({ source, dialers }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Wishes>();
  const [touched, setTouched] = useState(false);
  const declare = useDeclare(source.id);
  const faultOf = useFieldFault();
  const dialer = Form.useWatch("dialer", form) ?? source.dialer;
  const fields = fieldsOfDialer(dialers, dialer);

  function reset() {
    form.resetFields();
    setTouched(false);
    declare.reset();
  }

  async function submit() {
    const wishes: Wishes = form.getFieldsValue(true);
    const request = requestOf(source, wishes, fields);
    setTouched(false);
    if (!request) return;
    try {
      await declare.mutateAsync(request);
    } catch (error) {
      setTouched(true);
      const fault = faultOf(error);
      if (fault) form.setFields([fault]);
    }
  }

  return (
    <Form<Wishes>
      form={form}
      layout="vertical"
      className={styles.form ?? ""}
      initialValues={wishesOf(source, fieldsOfDialer(dialers, source.dialer))}
      onFinish={submit}
      onValuesChange={() => {
        setTouched(true);
        if (declare.isSuccess) declare.reset();
      }}
      scrollToFirstError
    >
      <ReadingFields dialers={dialers} />
      <AdapterSettings fields={fields} />
      <footer className={styles.foot}>
        {declare.isError && !faultOf(declare.error) && (
          <ProblemPanel error={declare.error} inline />
        )}
        {declare.isSuccess && !touched && (
          <Alert
            showIcon
            type="success"
            role="status"
            title={t("sources.saved")}
            description={t("sources.saved_replay")}
          />
        )}
        <div className={styles.buttons}>
          <Button type="primary" htmlType="submit" disabled={!touched} loading={declare.isPending}>
            {t("sources.save")}
          </Button>
          {touched && (
            <>
              <Button onClick={reset}>{t("sources.undo")}</Button>
              <span className={styles.note}>{t("sources.unsaved")}</span>
            </>
          )}
        </div>
      </footer>
    </Form>
  );
}

function fieldsOfDialer(dialers: readonly Dialer[], name: string): SettingField[] {
  const known = dialers.find((one) => one.name === name);
  return fieldsOf(known?.settings_schema ?? {});
}

const OWN_FIELDS = ["dialer", "timezone", "region", "recordings_expected"] as const;

/** The field that the server names as the wrong one, with what is wrong with it. */
function useFieldFault() {
  const { i18n } = useTranslation();
  const sentenceOf = useProblemSentence();
  return (error: unknown) => {
    const { field, detail } = asProblem(error);
    const errors = [i18n.language === "en" && detail ? detail : sentenceOf(error)];
    const [, setting] = /(?:^|\.)settings\.([^.]+)/.exec(field ?? "") ?? [];
    if (setting) return { name: ["settings", setting] as const, errors: [detail] };
    const own = OWN_FIELDS.find((one) => field === one || field?.endsWith(`.${one}`));
    return own && { name: own, errors };
  };
}

import { Form, type FormInstance, Input } from "antd";
import { useTranslation } from "react-i18next";

import { asProblem } from "../lib/problem";

const TROUBLE = {
  "password-too-short": "short",
  "password-too-long": "long",
  "password-too-common": "common",
  "password-too-personal": "personal",
  "same-password": "same",
  "password-wrong": "wrong",
} as const;

export interface NewPassword {
  password: string;
  again: string;
}

/** A new password, twice. To stand in a form. */
export function NewPasswordFields({ minLength }: { minLength: number }) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item
        name="password"
        label={t("password.new")}
        extra={t("password.length", { count: minLength })}
        rules={[
          { required: true, min: minLength, message: t("password.length", { count: minLength }) },
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={1000} />
      </Form.Item>
      <Form.Item
        name="again"
        label={t("password.again")}
        dependencies={["password"]}
        rules={[
          { required: true, message: t("sign_in.password_missing") },
          ({ getFieldValue }) => ({
            validator: (_, value) =>
              !value || value === getFieldValue("password")
                ? Promise.resolve()
                : Promise.reject(new Error(t("password.differs"))),
          }),
        ]}
      >
        <Input.Password autoComplete="new-password" maxLength={1000} />
      </Form.Item>
    </>
  );
}

/** Shows what is wrong with a password at its field; false if it is something else. */
export function useShowAtPassword(): (form: FormInstance, error: unknown) => boolean {
  const { t } = useTranslation();
  return (form, error) => {
    const { type, field } = asProblem(error);
    const kind = TROUBLE[type.replace("/problems/", "") as keyof typeof TROUBLE];
    if (!kind) return false;
    const name = field === "old_password" ? "old_password" : "password";
    form.setFields([{ name, errors: [t(`password.trouble.${kind}`)] }]);
    form.getFieldInstance(name)?.focus();
    return true;
  };
}

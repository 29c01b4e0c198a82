import { EyeInvisibleOutlined, EyeOutlined } from "@ant-design/icons";
import { type InputHTMLAttributes, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import styles from "./field.module.css";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  error: string | undefined;
  /** Stands at the end of the line. */
  act?: ReactNode;
}

/** One line to type in, with what is wrong with it: the first page waits for no library of forms. */
export function Field({ label, error, act, ...input }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <div className={styles.box} data-wrong={error !== undefined}>
        <input
          {...input}
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-error`}
        />
        {act}
      </div>
      <p id={`${id}-error`} className={styles.wrong} role="alert">
        {error}
      </p>
    </div>
  );
}

/** A password can be looked at before it is sent. */
export function PasswordField(props: Omit<Props, "type" | "act">) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState(false);
  return (
    <Field
      {...props}
      type={seen ? "text" : "password"}
      act={
        <button
          type="button"
          className={styles.eye}
          aria-pressed={seen}
          aria-label={t("sign_in.see")}
          title={t("sign_in.see")}
          onClick={() => setSeen(!seen)}
        >
          {seen ? <EyeOutlined /> : <EyeInvisibleOutlined />}
        </button>
      }
    />
  );
}

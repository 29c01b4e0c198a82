import { CopyButton } from "../../components/copy-button";
import styles from "./connect.module.css";

/** Something to be copied into a shell or a form. */
export function CopyLine({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles.line}>
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}

import { Modal } from "antd";
import { useTranslation } from "react-i18next";

import { useShownShortcuts } from "../../lib/keys";
import styles from "./shell.module.css";

const KEY_NAMES: Record<string, string> = {
  ArrowLeft: "←",
  ArrowRight: "→",
  "mod+k": "Ctrl / ⌘ + K",
  "shift+enter": "Shift + Enter",
  "shift+y": "Shift + Y",
  Enter: "Enter",
  Escape: "Esc",
};

/** More than this stand in two columns. */
const MANY = 16;

export default function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const shortcuts = useShownShortcuts();
  const many = shortcuts.length > MANY;
  return (
    <Modal open onCancel={onClose} footer={null} title={t("keys.title")} width={many ? 820 : 400}>
      <dl className={styles.keys} data-many={many || undefined}>
        {shortcuts.map(({ keys, label, shown }) => (
          <div key={label} style={{ display: "contents" }}>
            <dt>
              {(shown ? [shown] : keys).map((key) => (
                <kbd key={key} className={styles.kbd}>
                  {key === " " ? t("keys.space") : (KEY_NAMES[key] ?? key.toUpperCase())}
                </kbd>
              ))}
            </dt>
            <dd>{t(`keys.${label}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

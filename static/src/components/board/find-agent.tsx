import { Input } from "antd";
import { useTranslation } from "react-i18next";

import styles from "./board.module.css";

interface Props {
  wanted: string;
  onWanted: (text: string) => void;
}

/** Finds somebody among many by a part of the name or number. */
export default function FindAgent({ wanted, onWanted }: Props) {
  const { t } = useTranslation();
  return (
    <Input.Search
      size="small"
      allowClear
      className={styles.find}
      placeholder={t("board.find")}
      aria-label={t("board.find")}
      value={wanted}
      onChange={({ target }) => onWanted(target.value)}
    />
  );
}

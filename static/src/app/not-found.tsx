import { Button, Empty } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Centered } from "../components/centered";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Centered>
      <title>{`${t("not_found.title")} · ${t("app.name")}`}</title>
      <Empty
        image={Empty.PRESENTED_IMAGE_SIMPLE}
        description={
          <>
            <h1>{t("not_found.title")}</h1>
            <p>{t("not_found.body")}</p>
          </>
        }
      >
        <Link to="/">
          <Button type="primary">{t("app.home")}</Button>
        </Link>
      </Empty>
    </Centered>
  );
}

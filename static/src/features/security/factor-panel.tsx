import { CheckCircleOutlined, MinusCircleOutlined } from "@ant-design/icons";
import { Button, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Security } from "../../lib/api";
import { useFormat } from "../../lib/format";
import { AddFactor } from "./add-factor";
import { ConfirmByCode } from "./confirm-by-code";
import styles from "./security.module.css";

type Doing = "add" | "renew" | "remove";

export function FactorPanel({ security }: { security: Security }) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<Doing | null>(null);
  const since = security.second_factor_since;
  const close = () => setDoing(null);
  return (
    <section className={styles.panel}>
      <h2>{t("security.factor")}</h2>
      <p className={styles.note}>{t("security.factor_help")}</p>
      <State security={security} />
      <div className={styles.actions}>
        {!since && (
          <Button type="primary" onClick={() => setDoing("add")}>
            {t("security.add")}
          </Button>
        )}
        {since && <Button onClick={() => setDoing("renew")}>{t("security.renew")}</Button>}
        {since && !security.second_factor_required && (
          <Button danger onClick={() => setDoing("remove")}>
            {t("security.remove")}
          </Button>
        )}
      </div>
      <Modal
        open={doing !== null}
        title={doing && t(doing === "add" ? "security.add" : `security.${doing}_title`)}
        footer={null}
        onCancel={close}
        destroyOnHidden
        mask={{ closable: false }}
        width={440}
      >
        {doing === "add" && <AddFactor asksPassword={security.has_password} onDone={close} />}
        {(doing === "renew" || doing === "remove") && <ConfirmByCode act={doing} onDone={close} />}
      </Modal>
    </section>
  );
}

function State({ security }: { security: Security }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { second_factor_since, second_factor_required, recovery_codes_left } = security;
  return (
    <>
      {second_factor_since ? (
        <p className={styles.good}>
          <CheckCircleOutlined />{" "}
          {t("security.factor_on", { at: format.dateTime(second_factor_since) })}
        </p>
      ) : (
        <p className={styles.look}>
          <MinusCircleOutlined /> {t("security.factor_off")}
        </p>
      )}
      {second_factor_since && (
        <p className={styles.note}>{t("security.codes_left", { left: recovery_codes_left })}</p>
      )}
      {second_factor_required && <p className={styles.note}>{t("security.factor_required")}</p>}
    </>
  );
}

import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Form, Tag } from "antd";
import { useTranslation } from "react-i18next";

import { asksForSomething, type LayerDraft, type LayerKind, NEW_LAYER } from "./draft";
import { EventFields, RandomFields, RiskFields, Urgency } from "./layer-fields";
import styles from "./sampling.module.css";

const KINDS = ["event", "risk", "random"] as const;
const COLOURS = { event: "error", risk: "warning", random: "default" } as const;
const MOST = 12;

/** What is drawn, one sentence each. */
export function LayerList() {
  const { t } = useTranslation();
  // What kind a layer is has no field of its own, so it is only in what the form preserves.
  const layers: LayerDraft[] = Form.useWatch("layers", { preserve: true }) ?? [];
  // Two floors under the same agents would be one with an unclear number.
  const canAdd = (kind: LayerKind) =>
    layers.length < MOST && (kind !== "random" || layers.every((one) => one.kind !== "random"));
  return (
    <Form.List
      name="layers"
      rules={[
        {
          validator: (_, value: LayerDraft[] | undefined) =>
            value && value.length > 0 && value.every(asksForSomething)
              ? Promise.resolve()
              : Promise.reject(new Error(t("sampling.event.needed"))),
        },
      ]}
    >
      {(fields, { add, remove, move }, { errors }) => (
        <div className={styles.layers}>
          {fields.map(({ key, name }) => {
            const kind = layers[name]?.kind;
            if (!kind) return null;
            return (
              <section key={key} className={styles.layer}>
                <header className={styles.layerHead}>
                  <Tag color={COLOURS[kind]}>{t(`sampling.layer.${kind}`)}</Tag>
                  <Button
                    size="small"
                    type="text"
                    disabled={name === 0}
                    icon={<ArrowUpOutlined />}
                    aria-label={t("sampling.up")}
                    onClick={() => move(name, name - 1)}
                  />
                  <Button
                    size="small"
                    type="text"
                    danger
                    icon={<DeleteOutlined />}
                    aria-label={t("sampling.remove_layer")}
                    onClick={() => remove(name)}
                  />
                </header>
                {kind === "event" && <EventFields name={name} />}
                {kind === "risk" && <RiskFields name={name} />}
                {kind === "random" && <RandomFields name={name} />}
                <Urgency name={name} capped={kind !== "random"} />
              </section>
            );
          })}
          <div className={styles.sentence}>
            {t("sampling.add_layer")}
            {KINDS.map((kind) => (
              <Button
                key={kind}
                size="small"
                icon={<PlusOutlined />}
                disabled={!canAdd(kind)}
                onClick={() => add(NEW_LAYER[kind])}
              >
                {t(`sampling.layer.${kind}`)}
              </Button>
            ))}
          </div>
          <Form.ErrorList errors={errors} />
        </div>
      )}
    </Form.List>
  );
}

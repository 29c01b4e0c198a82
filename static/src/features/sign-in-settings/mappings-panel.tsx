import { ArrowUpOutlined, DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Alert, AutoComplete, Button, Form, Select } from "antd";
import { useTranslation } from "react-i18next";

import { ProblemPanel } from "../../components/problem-panel";
import type { GroupMapping } from "../../lib/api";
import { useSaveMappings } from "./queries";
import { useRoleOptions, useUnitOptions } from "./role-options";
import styles from "./ways.module.css";

interface Props {
  mappings: readonly GroupMapping[];
  /** Groups that directories have told of. */
  known: readonly string[];
}

/** Which group gives which role and unit, tried from above. */
export function MappingsPanel({ mappings, known }: Props) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ lines: GroupMapping[] }>();
  const roles = useRoleOptions();
  const units = useUnitOptions();
  const save = useSaveMappings();

  function submit({ lines }: { lines: GroupMapping[] }) {
    save.mutate(
      lines.map(({ group, role, unit_id }) => ({
        group: group.trim(),
        role: role ?? null,
        unit_id: unit_id ?? null,
      })),
    );
  }

  return (
    <Form form={form} initialValues={{ lines: mappings }} onFinish={submit}>
      <Form.List name="lines">
        {(lines, { add, remove, move }) => (
          <>
            {lines.length === 0 && <p className={styles.none}>{t("ways.mappings_none")}</p>}
            {lines.map(({ key, name }) => (
              <div key={key} className={styles.line}>
                <Form.Item
                  name={[name, "group"]}
                  rules={[{ required: true, whitespace: true, message: t("ways.required") }]}
                >
                  <AutoComplete
                    aria-label={t("ways.group")}
                    placeholder={t("ways.group")}
                    options={known.map((value) => ({ value }))}
                  />
                </Form.Item>
                <Form.Item name={[name, "role"]}>
                  <Select
                    allowClear
                    aria-label={t("ways.role")}
                    placeholder={t("ways.role")}
                    options={roles}
                  />
                </Form.Item>
                <Form.Item name={[name, "unit_id"]}>
                  <Select
                    allowClear
                    aria-label={t("ways.unit")}
                    placeholder={t("ways.unit")}
                    options={units}
                  />
                </Form.Item>
                <Button
                  type="text"
                  icon={<ArrowUpOutlined />}
                  aria-label={t("ways.up")}
                  disabled={name === 0}
                  onClick={() => move(name, name - 1)}
                />
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined />}
                  aria-label={t("ways.remove_mapping", {
                    group: form.getFieldValue(["lines", name, "group"]) ?? "",
                  })}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            {save.isError && <ProblemPanel error={save.error} inline />}
            {save.isSuccess && (
              <Alert
                className={styles.done ?? ""}
                type="success"
                showIcon
                title={t("ways.saved")}
              />
            )}
            <div className={styles.actions}>
              <Button icon={<PlusOutlined />} onClick={() => add({ group: "" })}>
                {t("ways.add_mapping")}
              </Button>
              <Button type="primary" htmlType="submit" loading={save.isPending}>
                {t("ways.save")}
              </Button>
            </div>
          </>
        )}
      </Form.List>
    </Form>
  );
}

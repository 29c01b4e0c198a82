import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { useRecipients } from "./queries";

interface Person {
  id: string;
  name: string;
}

interface Props {
  id?: string;
  value?: string[];
  onChange?: (ids: string[]) => void;
  /** Those who are chosen before anybody is looked for. */
  known?: readonly Person[];
}

/** People a clip is shared with, found by name. */
export function PeopleSelect({ id, value, onChange, known = [] }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const found = useRecipients(useDeferredValue(typed.trim()));
  const people = (found.data?.items ?? []).map((one) => ({
    value: one.id,
    label: `${one.name} · ${t(`words.role.${one.role}`)} · ${one.unit_name}`,
  }));
  const there = new Set(people.map((one) => one.value));
  const others = known.filter((one) => !there.has(one.id));
  return (
    <Select<string[]>
      {...(id && { id })}
      mode="multiple"
      aria-label={t("clips.share_with")}
      placeholder={t("clips.share_hint")}
      value={value ?? []}
      onChange={(ids) => {
        setTyped("");
        onChange?.(ids);
      }}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      loading={found.isFetching}
      notFoundContent={t("clips.nobody")}
      maxTagCount="responsive"
      options={[...people, ...others.map((one) => ({ value: one.id, label: one.name }))]}
    />
  );
}

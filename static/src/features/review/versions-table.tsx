import { Checkbox } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Verdict } from "../../components/verdict";
import { useFormat } from "../../lib/format";
import type { Review } from "./types";
import { type Column, columnsOf, type Row, rowsOf } from "./versions";
import styles from "./versions.module.css";

/** Machine, version 1, version 2, …: every rule's verdict and points beside each other. */
export function VersionsTable({ review, all }: { review: Review; all: readonly Review[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [onlyChanged, setOnlyChanged] = useState(true);
  const columns = columnsOf(review, all);
  const rows = rowsOf(columns);
  const shown = onlyChanged ? rows.filter(({ differs }) => differs) : rows;
  const nameOf = useColumnName();
  return (
    <div className={styles.versions}>
      <Checkbox checked={onlyChanged} onChange={({ target }) => setOnlyChanged(target.checked)}>
        {t("review.versions.only_changed")}
      </Checkbox>
      <div className={styles.scroller}>
        <table className={styles.table}>
          <caption className="visually-hidden">{t("review.versions.caption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("review.versions.rule")}</th>
              {columns.map((column) => (
                <th key={column.key} scope="col">
                  {nameOf(column)}
                  <small>{column.who ?? ""}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <VersionRow key={row.rule_key} row={row} columns={columns} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("review.versions.total")}</th>
              {columns.map(({ key, score }) => (
                <td key={key}>{format.score(score.score)}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      {shown.length === 0 && <p className={styles.none}>{t("review.versions.all_same")}</p>}
    </div>
  );
}

function VersionRow({ row, columns }: { row: Row; columns: readonly Column[] }) {
  const format = useFormat();
  return (
    <tr>
      <th scope="row">{row.rule_name}</th>
      {row.cells.map((cell, place) => (
        <td key={columns[place]?.key} data-differs={row.differs || undefined}>
          {cell ? (
            <>
              <Verdict of="line" verdict={cell.verdict} />
              <small>{format.decimal(cell.points)}</small>
            </>
          ) : (
            "–"
          )}
        </td>
      ))}
    </tr>
  );
}

function useColumnName() {
  const { t } = useTranslation();
  return ({ kind, number }: Column) => {
    if (kind === "machine") return t("review.versions.machine");
    if (kind === "draft") return t("review.versions.draft");
    return t("review.versions.number", { number: number ?? "" });
  };
}

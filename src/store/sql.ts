/** What the store needs of a database: the part of `pg.Pool` that the embedded one has as well. */
export interface SqlPool {
  query(query: {
    readonly text: string;
    readonly values?: unknown[];
  }): Promise<{ readonly rows: unknown[]; readonly rowCount: number | null }>;
}

/** Runs one statement and gives its rows. */
export type Sql = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** Rows are typed by whoever writes the statement: the tables belong to the store alone. */
export const sqlOver =
  (pool: SqlPool): Sql =>
  async <Row>(text: string, values?: readonly unknown[]) => {
    const { rows } = await pool.query({ text, ...(values === undefined ? {} : { values: [...values] }) });
    return rows as Row[];
  };

/** A value for a `jsonb` column. */
export const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

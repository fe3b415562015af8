import { z } from 'zod';
import { json, type Sql } from './sql.ts';

interface LimitRow {
  readonly min: number;
  readonly max: number;
  /** The option of `/limits set`, and the key of its description among the texts of options. */
  readonly option: string;
  readonly text: string;
}

/** What limits a member in a server: settings, configuration and `/limits` are made of these. */
export const LIMITS = {
  /** Pictures that a member may have painted within an hour; 0 = none. */
  picturesPerHour: { min: 0, max: 1000, option: 'pictures', text: 'pictures' },
  /** Requests of a member that may wait or run at once. */
  atOnce: { min: 1, max: 20, option: 'at-once', text: 'atOnce' },
} as const satisfies Record<string, LimitRow>;

export type LimitName = keyof typeof LIMITS;
export const limitNames = Object.keys(LIMITS) as LimitName[];

export type GuildSettings = Readonly<Record<LimitName, number>>;

const forEach = <T>(of: (name: LimitName) => T) =>
  Object.fromEntries(limitNames.map(name => [name, of(name)])) as Record<LimitName, T>;

const settingsSchema = z.object(forEach(name => z.int().min(LIMITS[name].min).max(LIMITS[name].max)));

/** The settings of servers that set none, and what the operator allows at most, whatever a server sets. */
export interface Limits extends GuildSettings {
  readonly ceilings?: GuildSettings;
}

export interface SettingsTable {
  /** What no server can go beyond. */
  readonly ceilings: GuildSettings;
  /**
   * A server's settings, under the operator's ceilings; the defaults where nothing was set, and in direct
   * messages (no guild id).
   */
  get(guildId: string | undefined): Promise<GuildSettings>;
  set(guildId: string, change: Partial<GuildSettings>): Promise<GuildSettings>;
}

const HIGHEST: GuildSettings = forEach(name => LIMITS[name].max);

export function settingsTable(sql: Sql, { ceilings = HIGHEST, ...defaults }: Limits): SettingsTable {
  const allowed = (settings: GuildSettings): GuildSettings =>
    forEach(name => Math.min(settings[name], ceilings[name]));
  const get = async (guildId: string | undefined): Promise<GuildSettings> => {
    if (guildId === undefined) return allowed(defaults);
    const rows = await sql<{ settings: Partial<GuildSettings> }>(
      'select settings from inlay.settings where guild_id = $1',
      [guildId],
    );
    return allowed(settingsSchema.parse({ ...defaults, ...rows[0]?.settings }));
  };
  const set = async (guildId: string, change: Partial<GuildSettings>) => {
    settingsSchema.partial().parse(change);
    await sql(
      `insert into inlay.settings (guild_id, settings) values ($1, $2)
       on conflict (guild_id) do update set settings = inlay.settings.settings || excluded.settings`,
      [guildId, json(change)],
    );
    return get(guildId);
  };
  return { ceilings, get, set };
}

import { z } from 'zod';
import { json, type Sql } from './sql.ts';

/** How much one member may ask for in a server. */
const settingsSchema = z.object({
  /** Pictures a member may have painted within an hour; 0 = none. */
  picturesPerHour: z.int().min(0).max(1000),
  /** Requests of a member that may wait or run at once. */
  atOnce: z.int().min(1).max(20),
});

export type GuildSettings = z.infer<typeof settingsSchema>;

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

const HIGHEST: GuildSettings = { picturesPerHour: 1000, atOnce: 20 };

export function settingsTable(sql: Sql, { ceilings = HIGHEST, ...defaults }: Limits): SettingsTable {
  const allowed = ({ picturesPerHour, atOnce }: GuildSettings): GuildSettings => ({
    picturesPerHour: Math.min(picturesPerHour, ceilings.picturesPerHour),
    atOnce: Math.min(atOnce, ceilings.atOnce),
  });
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

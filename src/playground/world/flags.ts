/** No flag set: Discord's enumerations of flags have no name for it. */
export const noFlags = <Flags extends number>(): Flags => 0 as Flags;

/**
 * The path of a file of the playground, so that it is fetched from wherever this page was: a forwarded port,
 * say.
 *
 * @param {string} address
 */
export function local(address) {
  if (!URL.canParse(address)) return address;
  const { hostname, pathname, search } = new URL(address);
  return hostname === '127.0.0.1' ? pathname + search : address;
}

/** Only these may be followed from what a bot or a user wrote. @param {string} address */
export const isSafeLink = address => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);

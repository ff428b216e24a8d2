/** Whether only programs of this machine reach an address. @param host a name, an IPv4 or an IPv6 address without brackets */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

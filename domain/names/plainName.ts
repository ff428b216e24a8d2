/**
 * Letters and digits of any script, everything between them a "-": "My kitchen, 2nd try" becomes "my-kitchen-2nd-try", "Кухня №2"
 * "кухня-no2". Accents of Latin letters are dropped, marks of other scripts belong to their letters. One form for one name: composed
 * (NFC), in small letters, without characters that show nothing. May be empty.
 */
export function plainName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin}\p{M}*)\p{M}/gu, '')
    .toLowerCase()
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^[-\p{M}]+|-+$/gu, '');
}

/**
 * The form in which two texts that differ only in letter case are the same text. NFKC first, so that a full-width
 * or decomposed spelling of a userName cannot stand beside the plain one.
 */
export function foldCase(text: string): string {
  return text.normalize("NFKC").toLowerCase().normalize("NFC");
}

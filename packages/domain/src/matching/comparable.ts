/** A skill's or tag's name as names are compared: without outer blanks, compatible characters as one, in lower case. */
export function comparable(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase();
}

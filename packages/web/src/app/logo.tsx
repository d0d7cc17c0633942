/** Muster's mark: an M whose valley leads to the one that is chosen. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#1d232d" stroke="#ffffff26" />
      <path
        d="M7.5 23V9.5L16 18l8.5-8.5V23"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="23.6" r="2.2" fill="#7fb2ff" />
    </svg>
  );
}

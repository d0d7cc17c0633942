// A server whose clock is an hour off. Loaded before the server by `--import`.
const RealDate = Date;
const offMs = 3_600_000;

class ShiftedDate extends RealDate {
  constructor(...args: [] | [value: number | string | Date]) {
    if (args.length === 0) super(RealDate.now() + offMs);
    else super(...(args as [number]));
  }
  static override now(): number {
    return RealDate.now() + offMs;
  }
}

globalThis.Date = ShiftedDate as unknown as DateConstructor;

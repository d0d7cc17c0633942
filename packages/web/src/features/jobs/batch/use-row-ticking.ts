import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { Ticking } from './use-selection.ts';

/** As long as phones take a press for a long one. */
const longPressMs = 500;
/** A finger that moves farther scrolls. */
const steadyPx = 10;

/**
 * What ticks rows besides their boxes, as handlers for what contains them: shift and click for a range, a long press
 * to begin, and then, where `tapTicks`, a tap for each. Rows carry their job's id as `data-job`.
 */
export function useRowTicking(ticking: Ticking, tapTicks: boolean) {
  const press = useRef<{ x: number; y: number; timer: ReturnType<typeof setTimeout> }>(undefined);
  /** The click that ends a long press opens nothing. */
  const pressed = useRef(false);
  const endPress = () => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  useEffect(() => () => clearTimeout(press.current?.timer), []);

  return {
    onClickCapture(event: MouseEvent) {
      const jobId = rowOf(event);
      if (jobId === null || isBox(event.target)) return;
      const wasLongPress = pressed.current;
      pressed.current = false;
      if (!wasLongPress && !event.shiftKey && !tapTicks) return;
      event.preventDefault();
      event.stopPropagation();
      if (wasLongPress) return;
      if (event.shiftKey) ticking.extend(jobId);
      else ticking.toggle(jobId);
    },
    onMouseDown(event: MouseEvent) {
      if (!event.shiftKey || isBox(event.target)) return;
      // Shift and click would select the text in between. The focus is to follow all the same.
      event.preventDefault();
      if (event.target instanceof HTMLElement) event.target.focus({ preventScroll: true });
    },
    onPointerDown(event: PointerEvent) {
      pressed.current = false;
      const jobId = rowOf(event);
      if (jobId === null || event.pointerType !== 'touch' || isBox(event.target)) return;
      const timer = setTimeout(() => {
        pressed.current = true;
        ticking.begin();
        ticking.toggle(jobId);
      }, longPressMs);
      press.current = { x: event.clientX, y: event.clientY, timer };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const began = press.current;
      if (began && Math.hypot(clientX - began.x, clientY - began.y) > steadyPx) endPress();
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onContextMenu(event: MouseEvent) {
      // The browser's own menu for a long press on a link.
      if (press.current !== undefined || pressed.current) event.preventDefault();
    },
  };
}

function rowOf(event: MouseEvent): string | null {
  const element = event.target instanceof Element ? event.target : null;
  return element?.closest<HTMLElement>('[data-job]')?.dataset['job'] ?? null;
}

function isBox(target: EventTarget): boolean {
  return target instanceof HTMLInputElement;
}

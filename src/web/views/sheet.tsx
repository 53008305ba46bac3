/** A panel over the page: from below on a phone, in the middle on a desktop. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { text } from "../text.ts";
import { Icon, type IconName } from "./icons.tsx";

interface SheetProps {
  readonly label: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
}

export function Sheet({ label, close, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-label={label}
      onClose={close}
      // Escape closes a dialog by itself; this is the tap beside it.
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      <div class="sheet-body">
        {children}
        <button type="button" class="row-button quiet" onClick={close}>
          {text.library.close}
        </button>
      </div>
    </dialog>
  );
}

interface SheetButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly act: () => void;
}

export function SheetButton({ icon, label, act }: SheetButtonProps) {
  return (
    <button type="button" class="row-button" onClick={act}>
      <Icon name={icon} />
      {label}
    </button>
  );
}

/** Asks for a name, on a panel. */
import { useEffect, useRef } from "preact/hooks";
import { nameCharsMax } from "../limits.ts";
import { text } from "../text.ts";
import { Sheet } from "./sheet.tsx";

interface NameFormProps {
  readonly label: string;
  readonly value: string;
  readonly close: () => void;
  /** Of a name that is not empty. The panel is closed before. */
  readonly done: (name: string) => void;
}

export function NameForm({ label, value, close, done }: NameFormProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <Sheet label={label} close={close}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          const name = field.current?.value.trim() ?? "";
          if (name === "") return;
          close();
          done(name);
        }}
      >
        <label>
          {label}
          <input
            ref={field}
            class="field"
            maxLength={nameCharsMax}
            defaultValue={value}
            placeholder={text.settings.name}
          />
        </label>
        <button type="submit" class="button">
          {text.collection.save}
        </button>
      </form>
    </Sheet>
  );
}

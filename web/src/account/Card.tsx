import { type ReactNode, useState } from 'react';
import { Banner, Button, Form, TextField, type TextFieldProps } from '../ui';
import { NO_REFUSAL, type Refusal, refusal } from './problems';
import './account.css';

/** The one calm card of the pages around signing in. */
export function Card({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }) {
  return (
    <div className="account">
      <section className="card account-card" aria-labelledby="account-title">
        <h1 id="account-title">{title}</h1>
        {children}
      </section>
      {foot !== undefined && <div className="account-foot">{foot}</div>}
    </div>
  );
}

export interface Field extends Pick<TextFieldProps, 'autoComplete' | 'type' | 'hint' | 'minLength' | 'maxLength' | 'inputMode' | 'defaultValue' | 'autoFocus'> { name: string; label: string; optional?: boolean }

/** A form that sends its fields to `onSend` and says at each what the server refused. */
export function Fields({ fields, action, onSend, children, busy = false }: { fields: Field[]; action: string; onSend: (values: Record<string, string>) => Promise<void>; children?: ReactNode; busy?: boolean }) {
  const [refused, setRefused] = useState<Refusal>(NO_REFUSAL);
  const [sending, setSending] = useState(false);
  const send = async (form: HTMLFormElement): Promise<void> => {
    setSending(true);
    setRefused(NO_REFUSAL);
    try {
      await onSend(Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)])));
    } catch (cause) {
      setRefused(refusal(cause, Object.fromEntries(fields.map(({ name, label }) => [name, label]))));
    } finally {
      setSending(false);
    }
  };
  return (
    <Form className="stack" onSubmit={(event) => { event.preventDefault(); void send(event.currentTarget); }}>
      {refused.text !== null && <Banner kind="danger">{refused.text}</Banner>}
      {fields.map(({ name, optional = false, ...field }) => <TextField key={name} name={name} isRequired={!optional} error={refused.fields[name] ?? null} {...field} />)}
      {children}
      <Button type="submit" variant="primary" isDisabled={sending || busy}>{action}</Button>
    </Form>
  );
}

export const PASSWORD = { minLength: 10, maxLength: 128, type: 'password' } as const;

/**
 * The components that every console uses: React Aria's, which bring keyboard, focus and screen readers, dressed in our tokens. Pages take
 * them from here and not from the library, so that one place says how a button looks.
 */
import { type ReactNode, useId } from 'react';
import * as Aria from 'react-aria-components';
import { Icon, type IconName } from './icons';
import './ui.css';

export { Icon, type IconName } from './icons';
export { DialogTrigger, Form, Group, MenuTrigger, Separator, SubmenuTrigger, Tooltip, TooltipTrigger } from 'react-aria-components';

type Variant = 'primary' | 'danger' | 'plain';

const classes = (...names: (string | false | null | undefined)[]): string => names.filter(Boolean).join(' ');

export interface ButtonProps extends Omit<Aria.ButtonProps, 'className' | 'children'> { variant?: Variant; icon?: IconName; children?: ReactNode; className?: string }

export function Button({ variant, icon, children, className, ...props }: ButtonProps) {
  return <Aria.Button {...props} className={classes('button', variant, className)}>{icon !== undefined && <Icon name={icon} />}{children}</Aria.Button>;
}

/** A button that is its picture; `label` is what it is called. */
export function IconButton({ label, icon, variant = 'plain', className, ...props }: Omit<ButtonProps, 'children' | 'icon'> & { label: string; icon: IconName }) {
  return (
    <Aria.TooltipTrigger delay={600}>
      <Aria.Button {...props} aria-label={label} className={classes('button icon', variant, className)}><Icon name={icon} /></Aria.Button>
      <Aria.Tooltip className="popover small" offset={4}>{label}</Aria.Tooltip>
    </Aria.TooltipTrigger>
  );
}

/** A link that looks like a button; navigates inside the page. */
export function ButtonLink({ variant, icon, children, className, ...props }: Omit<Aria.LinkProps, 'className' | 'children'> & { variant?: Variant; icon?: IconName; children?: ReactNode; className?: string }) {
  return <Aria.Link {...props} className={classes('button', variant, className)}>{icon !== undefined && <Icon name={icon} />}{children}</Aria.Link>;
}

export interface TextFieldProps extends Omit<Aria.TextFieldProps, 'className' | 'children'> { label: string; hint?: string; error?: string | null; rows?: number; placeholder?: string; className?: string }

export function TextField({ label, hint, error, rows, placeholder, className, ...props }: TextFieldProps) {
  return (
    <Aria.TextField {...props} className={classes('field', className)} {...(error ? { isInvalid: true } : {})}>
      <Aria.Label>{label}</Aria.Label>
      {rows === undefined ? <Aria.Input {...(placeholder === undefined ? {} : { placeholder })} /> : <Aria.TextArea rows={rows} {...(placeholder === undefined ? {} : { placeholder })} />}
      {hint !== undefined && <Aria.Text slot="description" className="hint">{hint}</Aria.Text>}
      <Aria.FieldError className="error">{error ? error : undefined}</Aria.FieldError>
    </Aria.TextField>
  );
}

export function SearchField({ label, placeholder, ...props }: Omit<Aria.SearchFieldProps, 'className' | 'children'> & { label: string; placeholder?: string }) {
  return (
    <Aria.SearchField {...props} aria-label={label} className="field search">
      <Icon name="search" />
      <Aria.Input placeholder={placeholder ?? label} />
    </Aria.SearchField>
  );
}

export function Checkbox({ children, ...props }: Omit<Aria.CheckboxProps, 'className' | 'children'> & { children: ReactNode }) {
  return <Aria.Checkbox {...props} className="checkbox">{({ isSelected }) => <><span className="box">{isSelected && <Icon name="check" size={13} />}</span><span>{children}</span></>}</Aria.Checkbox>;
}

export function Switch({ children, ...props }: Omit<Aria.SwitchProps, 'className' | 'children'> & { children: ReactNode }) {
  return <Aria.Switch {...props} className="switch"><span className="track"><span className="thumb" /></span><span>{children}</span></Aria.Switch>;
}

export interface SelectProps<K extends string> { label: string; hideLabel?: boolean; value: K; onChange: (value: K) => void; options: { id: K; label: string }[]; isDisabled?: boolean }

export function Select<K extends string>({ label, hideLabel = false, value, onChange, options, isDisabled = false }: SelectProps<K>) {
  return (
    <Aria.Select className="field" selectedKey={value} onSelectionChange={(key) => { onChange(key as K); }} isDisabled={isDisabled} {...(hideLabel ? { 'aria-label': label } : {})}>
      {!hideLabel && <Aria.Label>{label}</Aria.Label>}
      <Aria.Button className="button select-button"><Aria.SelectValue /><Icon name="down" size={14} /></Aria.Button>
      <Aria.Popover className="popover">
        <Aria.ListBox items={options}>{(option) => <Aria.ListBoxItem className="option" id={option.id} textValue={option.label}>{option.label}</Aria.ListBoxItem>}</Aria.ListBox>
      </Aria.Popover>
    </Aria.Select>
  );
}

export interface MenuEntry { id: string; label: string; icon?: IconName; keys?: string; danger?: boolean; disabled?: boolean; run: () => void }

/** A button that opens a menu of things to do; entries that are null are separators. */
export function ActionMenu({ label, icon = 'more', entries, children, className }: { label: string; icon?: IconName; entries: (MenuEntry | null)[]; children?: ReactNode; className?: string }) {
  const prefix = useId();
  return (
    <Aria.MenuTrigger>
      <Aria.Button aria-label={label} className={classes('button plain', children === undefined && 'icon', className)}>{children ?? <Icon name={icon} />}</Aria.Button>
      <Aria.Popover className="popover" placement="bottom end">
        <Aria.Menu aria-label={label} onAction={(key) => { entries.find((entry) => entry?.id === key)?.run(); }}>
          {entries.map((entry, index) => (entry === null ? <Aria.Separator key={`${prefix}-${index}`} /> : (
            <Aria.MenuItem key={entry.id} id={entry.id} className={classes('option', entry.danger && 'danger')} isDisabled={entry.disabled ?? false} textValue={entry.label}>
              {entry.icon !== undefined && <Icon name={entry.icon} />}<span>{entry.label}</span>{entry.keys !== undefined && <kbd>{entry.keys}</kbd>}
            </Aria.MenuItem>)))}
        </Aria.Menu>
      </Aria.Popover>
    </Aria.MenuTrigger>
  );
}

export interface DialogProps { title: string; isOpen: boolean; onClose: () => void; children: ReactNode; actions?: ReactNode; wide?: boolean; role?: 'dialog' | 'alertdialog' }

/** A modal dialog; Escape and a click outside close it, unless it is an `alertdialog`. */
export function Dialog({ title, isOpen, onClose, children, actions, wide = false, role = 'dialog' }: DialogProps) {
  return (
    <Aria.ModalOverlay className="veil" isOpen={isOpen} onOpenChange={(open) => { if (!open) onClose(); }} isDismissable={role === 'dialog'}>
      <Aria.Modal className={classes('modal', wide && 'wide')}>
        <Aria.Dialog className="dialog" role={role}>
          <Aria.Heading slot="title" level={2}>{title}</Aria.Heading>
          {children}
          {actions !== undefined && <div className="actions">{actions}</div>}
        </Aria.Dialog>
      </Aria.Modal>
    </Aria.ModalOverlay>
  );
}

export function ConfirmDialog({ title, isOpen, onClose, children, action, danger = false, onConfirm }: Omit<DialogProps, 'actions' | 'role' | 'wide'> & { action: string; danger?: boolean; onConfirm: () => void }) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} role="alertdialog" actions={<>
      <Button onPress={onClose} autoFocus>Cancel</Button>
      <Button variant={danger ? 'danger' : 'primary'} onPress={() => { onConfirm(); onClose(); }}>{action}</Button>
    </>}>{children}</Dialog>
  );
}

export function Tabs({ tabs, selected, onSelect, label }: { label: string; selected?: string; onSelect?: (id: string) => void; tabs: { id: string; label: ReactNode; content: ReactNode }[] }) {
  return (
    <Aria.Tabs className="tabs" {...(selected === undefined ? {} : { selectedKey: selected })} {...(onSelect === undefined ? {} : { onSelectionChange: (key) => { onSelect(String(key)); } })}>
      <Aria.TabList aria-label={label} className="tab-list">{tabs.map((tab) => <Aria.Tab key={tab.id} id={tab.id} className="tab">{tab.label}</Aria.Tab>)}</Aria.TabList>
      {tabs.map((tab) => <Aria.TabPanel key={tab.id} id={tab.id} className="tab-panel">{tab.content}</Aria.TabPanel>)}
    </Aria.Tabs>
  );
}

/** How far something is, 0 to 1; null where nobody knows. */
export function Progress({ label, value }: { label: string; value: number | null }) {
  return (
    <Aria.ProgressBar className="progress" {...(value === null ? { isIndeterminate: true } : { value: value * 100 })}>
      {({ percentage, valueText }) => <>
        <div className="spread small"><Aria.Label>{label}</Aria.Label><span className="quiet">{valueText}</span></div>
        <div className="bar"><div className="fill" style={{ width: `${percentage ?? 30}%` }} /></div>
      </>}
    </Aria.ProgressBar>
  );
}

export function Banner({ kind, children, actions }: { kind?: 'warn' | 'danger'; children: ReactNode; actions?: ReactNode }) {
  return <div className={classes('banner', kind)} role={kind === 'danger' ? 'alert' : 'status'}><div>{children}</div>{actions !== undefined && <div className="actions">{actions}</div>}</div>;
}

export function Badge({ kind, children }: { kind?: 'warn' | 'danger'; children: ReactNode }) {
  return <span className={classes('badge', kind)}>{children}</span>;
}

/** What stands where nothing is yet: what would be here, and how it comes. */
export function Empty({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return <div className="empty"><h2>{title}</h2>{children}{actions !== undefined && <div className="row">{actions}</div>}</div>;
}

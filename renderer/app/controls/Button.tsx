import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import styles from './button.module.css';
import { classes } from './classes.ts';

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'children'> & {
  /** `primary` at most once a screen; `danger` for what takes something away */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | 'link';
  size?: 'small' | 'medium' | 'large';
  className?: string;
  children: ReactNode;
};

/** A push button: its text is verb and object. */
export function Button({ variant = 'secondary', size = 'medium', className, ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={classes(styles.button, styles[variant], styles[size], className)} />;
}

export type IconButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'aria-label'> & {
  /** accessible name, also shown as a tooltip */
  label: string;
  icon: ReactNode;
  className?: string;
};

/** A button that shows only an icon; its name appears on hover and focus. */
export function IconButton({ label, icon, className, ...rest }: IconButtonProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={80}>
      <AriaButton {...rest} aria-label={label} className={classes(styles.button, styles.icon, className)}>
        {icon}
      </AriaButton>
      <Tooltip offset={6} className={styles.tooltip}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

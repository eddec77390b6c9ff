import type { Colour, Folder } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';

export const RULES: readonly { value: Folder['rule']; label: () => string }[] = [
  { value: 'manual', label: m.order_rule_manual },
  { value: 'unread', label: m.order_rule_unread },
  { value: 'groups', label: m.order_rule_groups },
  { value: 'close_friends', label: m.order_rule_close }
];

export function ruleWord(rule: Folder['rule']): string {
  return RULES.find(({ value }) => value === rule)?.label() ?? '';
}

export const COLOURS: readonly { colour: Colour; word: () => string }[] = [
  { colour: 'blue', word: m.order_colour_blue },
  { colour: 'teal', word: m.order_colour_teal },
  { colour: 'green', word: m.order_colour_green },
  { colour: 'amber', word: m.order_colour_amber },
  { colour: 'rose', word: m.order_colour_rose },
  { colour: 'violet', word: m.order_colour_violet }
];

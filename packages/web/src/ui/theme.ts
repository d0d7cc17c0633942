import { createTheme, type MantineColorsTuple, virtualColor } from '@mantine/core';

const slate: MantineColorsTuple = [
  '#f3f5f8',
  '#e4e8ee',
  '#cbd2dd',
  '#aab3c2',
  '#8791a3',
  '#6a7487',
  '#515b6d',
  '#3c4554',
  '#29303c',
  '#1b212b',
];

const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f6',
  '#e6e9ee',
  '#d9dde4',
  '#c3c9d3',
  '#98a1b0',
  '#5f6879',
  '#4b5463',
  '#323a47',
  '#1d232d',
];

const dark: MantineColorsTuple = [
  '#d8dce3',
  '#b9c0cc',
  '#949dad',
  '#6f7889',
  '#3a414e',
  '#2b313c',
  '#1f242d',
  '#15181f',
  '#101319',
  '#0b0d12',
];

export const theme = createTheme({
  colors: {
    slate,
    gray,
    dark,
    // The console's own colour is ink: what is coloured on the screen is a status. Virtual, so that
    // the text on it is dark in the dark scheme, where the ink is light.
    ink: virtualColor({ name: 'ink', light: 'slate', dark: 'slate' }),
  },
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 1 },
  autoContrast: true,
  black: '#1d232d',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '16px', lineHeight: '1.4' },
      h2: { fontSize: '14px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm' } },
    TagsInput: { defaultProps: { size: 'sm' } },
    Menu: {
      defaultProps: {
        shadow: 'md',
        withinPortal: true,
        position: 'bottom-end',
        // Otherwise an empty element takes the focus first, which has no place in a menu.
        withInitialFocusPlaceholder: false,
      },
    },
    Modal: {
      defaultProps: {
        radius: 'md',
        padding: 'lg',
        overlayProps: { backgroundOpacity: 0.4 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontWeight: 600 } },
    },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
  },
});
